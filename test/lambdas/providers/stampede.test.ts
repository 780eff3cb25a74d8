/** Many who ask the same at once: how many calls reach the vendors, counted at the simulators behind the real clients. */
import { type Simulators, startSimulators } from '../../../dev/simulators/start';
import { extractionSchema } from '../../../lambdas/domain/extraction';
import type { Embedder, EmbedderChain, TextChain } from '../../../lambdas/ports';
import { cachedEmbedderChain } from '../../../lambdas/providers/cached-embedder-chain';
import { cachedTextChain } from '../../../lambdas/providers/cached-text-chain';
import { textChain } from '../../../lambdas/providers/chain';
import { mapConcurrently } from '../../../lambdas/providers/concurrency';
import { embedderChain } from '../../../lambdas/providers/embedder-chain';
import { rulesModel } from '../../../lambdas/providers/rules/rules-model';
import { readOccupations, readSkillTaxonomy } from '../../../lambdas/reference/read-reference';
import { dynamoCache } from '../../../lambdas/storage/dynamo-cache';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';
import { sampleAnswers } from '../../dev/simulators/sample-answers';
import { RESUME, resumeTask, wiredBedrock, wiredTitan } from './wired';

const clock = testClock();
let simulators: Simulators;
let tables: LaptopTables;
beforeAll(async () => {
  [simulators, tables] = await Promise.all([
    startSimulators({ answers: sampleAnswers }),
    openLaptopTables({ clock, requestMs: 60_000 }),
  ]);
});
afterAll(() => Promise.all([simulators.close(), tables.close()]));
beforeEach(() => simulators.faults.clearCalls());

/** Slices that no slow machine needs: how long they are is shown elsewhere, on a virtual clock. */
const PATIENT = { minBudgetMs: 50, maxMs: 100_000 };
const patient = { slices: { bedrock: PATIENT }, marginMs: 50, readMs: 50_000, writeMs: 50_000, ttlSeconds: 60 };

const call = () => ({ signal: new AbortController().signal, deadline: Date.now() + 120_000, owner: 'tenant/ada' });
const callsOf = (operation: string) => simulators.faults.calls().bedrock?.[operation] ?? 0;
const times = <T>(count: number, make: (i: number) => T) =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)));

/**
 * What one container has: its own clients and flights, and the table that all share.
 * @param aheadMs how far its clock is ahead of those of the others
 */
function container(aheadMs = 0): { text: TextChain; embedders: EmbedderChain } {
  const ahead = { now: () => clock.now() + aheadMs };
  const cache = dynamoCache({ client: tables.client, table: tables.names.state, clock: ahead });
  const rules = rulesModel({ taxonomy: readSkillTaxonomy(), occupations: readOccupations() });
  const models = [wiredBedrock(simulators), rules];
  const embedders: Embedder[] = [wiredTitan(simulators)];
  return {
    text: cachedTextChain({ ...patient, models, cache, chain: textChain({ ...patient, models }) }),
    embedders: cachedEmbedderChain({ ...patient, embedders, cache, chain: embedderChain({ ...patient, embedders }) }),
  };
}

describe('a stampede', () => {
  it('of 200 equal parses in one container is one call to the model', async () => {
    const { text } = container();
    const all = await times(200, () => text.run(resumeTask(RESUME), extractionSchema, call()));

    expect(callsOf('Converse')).toBe(1);
    expect(all.every(({ value }) => value.name === 'Ada Example')).toBe(true);
    expect(all.filter(({ provenance }) => provenance.cached)).toHaveLength(199);
  });

  it('of 200 different parses is 200 calls', async () => {
    const { text } = container();
    const people = Array.from({ length: 200 }, (_, i) => `Person ${i}`);
    // As many at once as the vendor's client has sockets for, even on a slow machine.
    const all = await mapConcurrently(people, 20, call().signal, (name) =>
      text.run(resumeTask(`${name}\n${RESUME}`), extractionSchema, call()),
    );

    expect(callsOf('Converse')).toBe(200);
    expect(all.map(({ value }) => value.name)).toEqual(people);
  });

  it('over 20 containers is at most a call each, then none until the time is over', async () => {
    const containers = Array.from({ length: 20 }, () => container());
    const task = resumeTask(`Twenty containers\n${RESUME}`);
    const ask = () => times(20, (i) => containers[i]?.text.run(task, extractionSchema, call()));

    await ask();
    const first = callsOf('Converse');
    expect(first).toBeGreaterThanOrEqual(1);
    expect(first).toBeLessThanOrEqual(20);

    const again = await ask();
    expect(callsOf('Converse')).toBe(first);
    expect(again.every((answer) => answer?.provenance.cached)).toBe(true);

    await container(61_000).text.run(task, extractionSchema, call());
    expect(callsOf('Converse')).toBe(first + 1);
  });

  it('of equal embeddings is one call for each text', async () => {
    const { embedders } = container();
    const texts = ['nurse', 'welder', 'nurse'];
    const all = await times(100, () => embedders.embed(texts, { ...call(), purpose: 'query' }));

    expect(callsOf('InvokeModel')).toBe(2);
    expect(all.every(({ vectors }) => JSON.stringify(vectors) === JSON.stringify(all[0]?.vectors))).toBe(true);
    const kept = await container().embedders.embed(texts, { ...call(), purpose: 'query' });
    expect(kept.provenance.cached).toBe(true);
    expect(kept.vectors).toEqual(all[0]?.vectors);
  });
});
