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
});
afterAll(() => simulators.close());
afterEach(() => simulators.faults.clear());

/** A call with more time than a slow machine needs: that slices end on time is shown elsewhere, on a virtual clock. */
const call = () => ({ signal: new AbortController().signal, deadline: Date.now() + 120_000 });

const PATIENT_MS = 50_000;
/** For a vendor that is meant to fail. */
const BRIEF_MS = 200;

/** @param slices what the vendors may take: little, where they are meant to fail */
function chain({ bedrock = PATIENT_MS, openai = PATIENT_MS } = {}): TextChain {
  const rules = rulesModel({ taxonomy: readSkillTaxonomy(), occupations: readOccupations() });
  return textChain({
    models: [wiredBedrock(simulators), wiredOpenAi(simulators), rules],
    slices: { bedrock: { minBudgetMs: 50, maxMs: bedrock }, openai: { minBudgetMs: 50, maxMs: openai } },
    marginMs: 50,
    simulated: true,
  });
}

const kinds = faultSchema.shape.kind.options.filter((kind) => kind !== 'answer');
const fault = (service: Fault['service'], kind: Fault['kind']): Fault => ({
  service,
  kind,
  ...(kind === 'drip' || kind === 'delay' ? { delayMs: 600_000 } : {}),
});

describe('textChain on the wire', () => {
  it.each(kinds)('answers from the second vendor when the first one fails with %s', async (kind) => {
    simulators.faults.set(fault('bedrock', kind));
    const { value, provenance } = await chain({ bedrock: BRIEF_MS }).run(resumeTask(RESUME), extractionSchema, call());
    expect(value.name).toBe('Ada Example');
    expect(provenance).toMatchObject({ provider: 'openai', fallbackUsed: true, degraded: false, simulated: true });
  });

  it.each(kinds)('answers from the rules when both fail with %s', async (kind) => {
    simulators.faults.set(fault('bedrock', kind));
    simulators.faults.set(fault('openai', kind));
    const brief = chain({ bedrock: BRIEF_MS, openai: BRIEF_MS });
    const { value, provenance } = await brief.run(resumeTask(RESUME), extractionSchema, call());
    expect(value.name).toBe('Ada Example');
    expect(provenance).toMatchObject({ provider: 'rules', degraded: true, simulated: false });
    // The rules cost nothing; a vendor that broke off may bill all the same, and one that refused does not.
    expect([provenance.costUsd !== 0, provenance.costEstimated]).toEqual(Array(2).fill(kind !== 'error'));
  });

  it('has a spoilt answer repaired by the vendor that gave it', async () => {
    simulators.faults.set({ service: 'bedrock', kind: 'answer', answer: 'schema-invalid', count: 1 });
    const { provenance } = await chain().run(resumeTask(RESUME), extractionSchema, call());
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
    const ask = { ...call(), purpose: 'query' as const };
    const { space, vectors, provenance } = await embedderChain({ embedders }).embed(['nurse'], ask);
    expect(space).toEqual(embedders[1]?.space);
    expect(vectors[0]?.values).toHaveLength(space.dimensions);
    expect(provenance).toMatchObject({ provider: 'embedded', degraded: true, fallbackUsed: true });
  });
});
