/** The chains over the real adapters and clients, while the simulated vendors fail in every way there is. */
import { type Fault, faultSchema } from '../../../dev/simulators/fault';
import { type Simulators, startSimulators } from '../../../dev/simulators/start';
import { extractionSchema } from '../../../lambdas/domain/extraction';
import type { TextChain } from '../../../lambdas/ports';
import { textChain } from '../../../lambdas/providers/chain';
import { embeddedEmbedder } from '../../../lambdas/providers/embedded';
import { embedderChain } from '../../../lambdas/providers/embedder-chain';
import { rulesModel } from '../../../lambdas/providers/rules/rules-model';
import { readOccupations, readSkillTaxonomy, readWordTable } from '../../../lambdas/reference/read-reference';
import { sampleAnswers } from '../../dev/simulators/sample-answers';
import { RESUME, resumeTask, wiredBedrock, wiredOpenAi, wiredTitan } from './wired';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators({ answers: sampleAnswers });
  // Clients and rules are loaded at the first call; that is not what is measured here.
  await chain().run(resumeTask(RESUME), extractionSchema, budget(5_000));
  simulators.faults.set({ service: 'bedrock', kind: 'error' });
  await chain().run(resumeTask(RESUME), extractionSchema, budget(5_000));
  readWordTable();
});
afterAll(() => simulators.close());
afterEach(() => simulators.faults.clear());

const budget = (milliseconds: number) => ({
  signal: new AbortController().signal,
  deadline: Date.now() + milliseconds,
});

/** @param openAiMs what the second vendor may take: little, where it is meant to fail */
function chain(openAiMs = 3_000): TextChain {
  const rules = rulesModel({ taxonomy: readSkillTaxonomy(), occupations: readOccupations() });
  return textChain({
    models: [wiredBedrock(simulators), wiredOpenAi(simulators), rules],
    slices: { bedrock: { minBudgetMs: 50, maxMs: 200 }, openai: { minBudgetMs: 50, maxMs: openAiMs } },
    marginMs: 50,
    simulated: true,
  });
}

const kinds = faultSchema.shape.kind.options.filter((kind) => kind !== 'answer');
const fault = (service: Fault['service'], kind: Fault['kind']): Fault => ({
  service,
  kind,
  ...(kind === 'drip' || kind === 'delay' ? { delayMs: 5_000 } : {}),
});

describe('textChain on the wire', () => {
  it.each(kinds)('answers from the second vendor when the first one fails with %s', async (kind) => {
    simulators.faults.set(fault('bedrock', kind));
    const { value, provenance } = await chain().run(resumeTask(RESUME), extractionSchema, budget(5_000));
    expect(value.name).toBe('Ada Example');
    expect(provenance).toMatchObject({ provider: 'openai', fallbackUsed: true, degraded: false, simulated: true });
  });

  it.each(kinds)('answers from the rules when both fail with %s, in time', async (kind) => {
    simulators.faults.set(fault('bedrock', kind));
    simulators.faults.set(fault('openai', kind));
    const call = budget(1_000);
    const { value, provenance } = await chain(200).run(resumeTask(RESUME), extractionSchema, call);
    expect(Date.now()).toBeLessThanOrEqual(call.deadline);
    expect(value.name).toBe('Ada Example');
    expect(provenance).toMatchObject({ provider: 'rules', degraded: true, simulated: false, costUsd: 0 });
  });

  it('has a spoilt answer repaired by the vendor that gave it', async () => {
    simulators.faults.set({ service: 'bedrock', kind: 'answer', answer: 'schema-invalid', count: 1 });
    const { provenance } = await chain().run(resumeTask(RESUME), extractionSchema, budget(2_000));
    expect(provenance.attempts.map((attempt) => `${attempt.provider} ${attempt.outcome}`)).toEqual([
      'bedrock invalid-output',
      'bedrock ok',
    ]);
  });
});

describe('embedderChain on the wire', () => {
  it('moves to the word table and its space when the model is down', async () => {
    simulators.faults.set({ service: 'bedrock', kind: 'reset' });
    const embedders = [wiredTitan(simulators), embeddedEmbedder(readWordTable())];
    const ask = { ...budget(2_000), purpose: 'query' as const };
    const { space, vectors, provenance } = await embedderChain({ embedders }).embed(['nurse'], ask);
    expect(space).toEqual(embedders[1]?.space);
    expect(vectors[0]).toHaveLength(space.dimensions);
    expect(provenance).toMatchObject({ provider: 'embedded', degraded: true, fallbackUsed: true });
  });
});
