/** What a vendor outside AWS receives of the sample resumes while Bedrock is down, and what comes back to the caller. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { simulatedAnswers } from '../../../dev/laptop-cloud';
import { type Simulators, startSimulators } from '../../../dev/simulators/start';
import { documentFromText } from '../../../lambdas/documents/document-reader';
import { suggestionsSchema } from '../../../lambdas/domain/expansion';
import { type Extraction, extractionSchema } from '../../../lambdas/domain/extraction';
import type { TextChain } from '../../../lambdas/ports';
import { type Mask, textChain } from '../../../lambdas/providers/chain';
import { embedderChain } from '../../../lambdas/providers/embedder-chain';
import { resumeMask, textMask } from '../../../lambdas/providers/mask';
import { openAiEmbedder, openAiTextModel } from '../../../lambdas/providers/openai';
import { rulesModel } from '../../../lambdas/providers/rules/rules-model';
import { readOccupations, readSkillTaxonomy } from '../../../lambdas/reference/read-reference';
import { callOf, LUNA, openAiKey, wiredBedrock, wiredTitan } from './wired';

const folder = path.join(__dirname, '../../../dev/samples/resumes');
const samples = readdirSync(folder).map((file) => [file, readFileSync(path.join(folder, file), 'utf8')] as const);
const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations() };
const rules = rulesModel(knowledge);

let simulators: Simulators;
/** Bodies of the requests to OpenAI. */
const received: string[] = [];
let openAi: string;
const wiretap = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', async () => {
    const body = Buffer.concat(parts).toString();
    received.push(body);
    const answer = await fetch(`${simulators.endpoints.openai}${(request.url ?? '').replace(/^\/v1/, '')}`, {
      method: 'POST',
      headers: { authorization: request.headers.authorization ?? '', 'content-type': 'application/json' },
      body,
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
});

beforeAll(async () => {
  simulators = await startSimulators({ answers: simulatedAnswers() });
  await new Promise<void>((resolve) => wiretap.listen(0, '127.0.0.1', resolve));
  openAi = `http://127.0.0.1:${(wiretap.address() as AddressInfo).port}/v1`;
});
beforeEach(() => {
  received.length = 0;
  simulators.faults.set({ service: 'bedrock', kind: 'error', status: 503 });
});
afterAll(async () => {
  wiretap.close();
  wiretap.closeAllConnections();
  await simulators.close();
});

function chain(mask?: Mask): TextChain {
  return textChain({
    models: [
      wiredBedrock(simulators),
      openAiTextModel({ key: openAiKey, baseUrl: openAi, modelId: LUNA }),
      rulesModel(knowledge),
    ],
    random: () => 0,
    ...(mask && { mask }),
  });
}
const parse = async (text: string, mask?: Mask) => {
  const document = documentFromText(text);
  const task = { kind: 'parse-resume' as const, document, language: null };
  return await chain(mask).run(task, extractionSchema, callOf());
};
const contactsOf = ({ name, emails, phones, urls, location }: Extraction) => ({ name, emails, phones, urls, location });
const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Words of the person's name, e-mail addresses, numbers and links, as the rules read them in the whole text. */
async function identityOf(text: string) {
  const document = documentFromText(text);
  const { output } = await rules.complete({ kind: 'parse-resume', document, language: null }, callOf());
  const { name, emails, phones, urls } = output as Extraction;
  const words = (name ?? '').split(/[\s"“”-]+/).filter((word) => word.length > 3);
  return { name: name ?? '', all: [...words, ...emails, ...phones, ...urls] };
}

describe('resumes that fall back to a vendor outside AWS', () => {
  it.each(samples)(
    '%s leaves without name, e-mail, number and link, and is answered with them',
    async (_file, text) => {
      const { value, provenance } = await parse(text, resumeMask(knowledge));
      const identity = await identityOf(text);

      expect(provenance).toMatchObject({ provider: 'openai', fallbackUsed: true, degraded: false });
      expect(received).toHaveLength(1);
      expect(identity.name).not.toBe('');
      // Quotation marks and the like are escaped in JSON.
      const wire = folded(
        JSON.parse(received[0] ?? '')
          .messages.map((one: { content: string }) => one.content)
          .join('\n'),
      );
      for (const secret of identity.all) expect(wire).not.toContain(folded(secret));
      expect(JSON.stringify(value)).not.toMatch(/PERSON_/);

      const unmasked = await parse(text);
      expect(contactsOf(value)).toEqual(contactsOf(unmasked.value));
    },
  );

  it.each([
    ['cnc-machinist-dayton.txt', ['1187 Bluebell', '45402']],
    ['azubi-elektronik-luebeck.txt', ['Dorfstraße', '23552']],
    ['java-developer-hyderabad.txt', ['Flat 302', 'Sai Residency', 'Kukatpally']],
    ['patissiere-nantes.txt', ['12 rue', 'Carmélites', '44000']],
    ['primary-teacher-salford.txt', ['14 Kersal', 'M7']],
    ['pruefer-wiesbaden.txt', ['Rosenhang', '65193']],
    ['med-tech-cavite.txt', ['Blk 9', 'Sampaguita']],
    ['bookkeeper-lisburn.txt', ['BT28']],
  ])('%s leaves without street and postal code', async (file, parts) => {
    await parse(samples.find(([name]) => name === file)?.[1] ?? '', resumeMask(knowledge));
    for (const part of parts) expect(received.join()).not.toContain(part);
  });

  it.each([
    ['nobody can tell the name', 'EXPERIENCE\nNurse, Leeds General, 2019 - 2021\nSKILLS\nTriage'],
    ['a name is left', 'Ada Quillfeather\nada.quillfeather@example.com\nNurse\nA D A Q U I L L F E A T H E R x'],
  ])('do not leave at all where %s: the rules answer, and say why', async (_what, text) => {
    const { provenance } = await parse(text, resumeMask(knowledge));
    expect(received).toEqual([]);
    expect(provenance).toMatchObject({ provider: 'rules', degraded: true });
    expect(provenance.attempts.map(({ outcome }) => outcome)).toEqual(['unavailable', 'unavailable', 'withheld', 'ok']);
  });

  it('do not leave when the mask has a fault, which is told to nobody', async () => {
    const { provenance } = await parse(samples[0]?.[1] ?? '', () => {
      throw new Error('ada@example.com');
    });
    expect(received).toEqual([]);
    expect(JSON.stringify(provenance)).not.toContain('ada@');
    expect(provenance.attempts).toContainEqual(expect.objectContaining({ provider: 'openai', outcome: 'withheld' }));
  });
});

describe('search phrases', () => {
  const expand = (query: string) =>
    chain(resumeMask(knowledge)).run(
      { kind: 'expand-query', query, language: null, isCommon: false },
      suggestionsSchema,
      callOf(),
    );

  it('go to the other vendor as they are', async () => {
    const { value, provenance } = await expand('.NET developer, ASP.NET Core');

    expect(received).toHaveLength(1);
    expect(received[0]).toContain('ASP.NET Core');
    expect(provenance.provider).toBe('openai');
    expect(value.titles).toContain('software developer');
  });

  it.each([
    'nurse, ada.quillfeather@example.com',
    'Ada Quillfeather nurse +44 20 7946 0018',
    'jobs like linkedin.com/in/ada-quillfeather',
  ])('do not leave with contact details: "%s"', async (query) => {
    const { provenance } = await expand(query);

    expect(received).toEqual([]);
    expect(provenance).toMatchObject({ provider: 'rules', degraded: true });
    expect(provenance.attempts.map(({ outcome }) => outcome)).toContain('withheld');
  });
});

describe('texts that are embedded outside AWS', () => {
  const embed = (texts: string[]) =>
    embedderChain({
      embedders: [wiredTitan(simulators), openAiEmbedder({ key: openAiKey, baseUrl: openAi })],
      mask: textMask(knowledge),
      random: () => 0,
    }).embed(texts, { ...callOf(), purpose: 'document' });

  it('leave without contact details, and one text always as one text', async () => {
    const [, text = ''] = samples.find(([file]) => file === 'pruefer-wiesbaden.txt') ?? [];
    const job = 'Nurse wanted in Leeds. Write to jobs@example.org or call 01632 960105.';
    const { vectors, space } = await embed([text, job, text, 'ada@example.com']);

    expect(space).toMatchObject({ provider: 'openai', version: 'v2' });
    for (const part of ['llenhoff', 'Rosenhang', '65193', '90009', '@']) expect(received.join()).not.toContain(part);
    expect(received.join()).toContain('Nurse wanted in Leeds');
    expect(vectors[2]).toEqual(vectors[0]);
    expect(vectors).toHaveLength(4);
  });
});
