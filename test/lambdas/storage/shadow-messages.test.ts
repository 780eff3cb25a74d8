/** Shadows over the simulated queue, on the wire, and read as Lambda hands them out. */
import { gzipSync } from 'node:zlib';
import { queueUrlOf } from '../../../dev/simulators/sqs';
import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { documentFromText } from '../../../lambdas/documents/document-reader';
import type { Shadow } from '../../../lambdas/domain/shadow';
import { readShadowMessage } from '../../../lambdas/storage/shadow-messages';
import { shadowQueue } from '../../../lambdas/storage/sqs-shadow-queue';
import { sampleAnswers } from '../../dev/simulators/sample-answers';
import { CANARY_RESUME, leaksIn } from '../../privacy/canaries';

const shadowOf = (text: string): Shadow => ({
  capability: 'parse',
  requestId: 'request-1',
  owner: 'tenant-a/ines',
  arm: 'aws',
  side: { provider: 'bedrock', model: 'm', promptVersion: 'p-1', latencyMs: 700, costUsd: 0.001, failed: false },
  input: { document: documentFromText(text), documentDate: '2026-11-22', language: 'de' },
  answer: {
    resume: {
      basics: { name: 'Ines', email: null, phone: null, location: { raw: 'Porto' } },
      work: [{ name: 'Elbe Clinic', position: 'Nurse', startDate: '2019-03', endDate: null, isCurrent: true }],
      education: [{ institution: null, studyType: 'BSc' }],
      skills: [{ canonical: 'Triage' }],
    },
  },
});

describe('the queue of shadows', () => {
  let simulators: Simulators;
  let queue: ReturnType<typeof shadowQueue>;
  beforeAll(async () => {
    simulators = await startSimulators({ answers: sampleAnswers });
    simulators.queues.create('shadows');
    queue = shadowQueue({
      aws: { region: 'us-east-1', endpoint: simulators.endpoints.sqs, credentials: DEMO_CREDENTIALS },
      queueUrl: queueUrlOf(simulators.endpoints.sqs, 'shadows'),
    });
  });
  afterAll(async () => {
    await queue.close();
    await simulators.close();
  });
  afterEach(() => {
    simulators.faults.clear();
    for (const { handle } of messages().receive(100)) messages().remove(handle);
  });

  function messages() {
    const found = simulators.queues.get('shadows');
    if (found === undefined) throw new Error('there is no queue');
    return found;
  }
  const read = (body: string) => readShadowMessage({ messageId: 'm', body }).shadow;

  it('hands out what was sent, the same', async () => {
    const shadow = shadowOf(CANARY_RESUME);
    expect(await queue.send(shadow)).toBe(true);
    const [message] = messages().messages();
    expect(read(message?.body ?? '')).toEqual(JSON.parse(JSON.stringify(shadow)));
    expect(leaksIn(message?.body ?? '')).toEqual([]);
  });

  it('takes a resume of twenty pages', async () => {
    const page = Array.from({ length: 60 }, (_, n) => `Led project ${n} of ${n * 7} people in team ${n % 9}`).join(
      '\n',
    );
    expect(await queue.send(shadowOf(`${page}\n`.repeat(20)))).toBe(true);
  });

  it('says of what is too large that it is, and sends nothing', async () => {
    let state = 1;
    const noise = Array.from({ length: 400_000 }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return String.fromCharCode(33 + (state % 90));
    }).join('');
    expect(await queue.send(shadowOf(noise))).toBe(false);
    expect(messages().messages()).toEqual([]);
  });

  it('says that the store is unavailable when it does not answer', async () => {
    simulators.faults.set({ service: 'sqs', kind: 'error', status: 503 });
    await expect(queue.send(shadowOf('Ines'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('ends with the call that it is for', async () => {
    simulators.faults.set({ service: 'sqs', kind: 'stall-headers' });
    const call = { signal: AbortSignal.abort() };
    await expect(queue.send(shadowOf('Ines'), call)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it.each([
    ['no JSON', '{'],
    ['not packed', JSON.stringify(shadowOf('Ines'))],
    ['no shadow', JSON.stringify({ packed: gzipSync('{}').toString('base64') })],
    ['cut off', JSON.stringify({ packed: gzipSync('{}').subarray(0, 12).toString('base64') })],
    ['a bomb', JSON.stringify({ packed: gzipSync(Buffer.alloc(40_000_000)).toString('base64') })],
  ])('knows a message that is none of its own: %s', (_, body) => {
    expect(read(body)).toBeUndefined();
  });
});
