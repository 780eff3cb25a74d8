/** What a provider that is ill or full is spared: second calls beyond a share, and calls beyond its slots. */
import * as fc from 'fast-check';
import { emptyExtraction, extractionSchema } from '../../../lambdas/domain/extraction';
import { NO_TOKENS } from '../../../lambdas/domain/meta';
import type { Embedder } from '../../../lambdas/ports';
import { bulkhead } from '../../../lambdas/providers/bulkhead';
import { textChain } from '../../../lambdas/providers/chain';
import { embedderChain } from '../../../lambdas/providers/embedder-chain';
import { ProviderError } from '../../../lambdas/providers/provider-error';
import { retryBudget } from '../../../lambdas/providers/retry-budget';
import { type Step, scriptedModel, virtualTime } from './virtual-time';
import { HAIKU, RESUME, resumeTask } from './wired';

const bedrock = { provider: 'bedrock', modelId: HAIKU } as const;
const answer: Step = { afterMs: 1_000, output: { ...emptyExtraction(), name: 'Ada' } };
const rulesAnswer: Step = { afterMs: 1, output: emptyExtraction(), usage: null };

describe('retryBudget', () => {
  it('keeps second calls to a tenth of the first, and a floor', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom('throttled' as const, 'unavailable' as const, 'network' as const),
        fc.constantFrom(1, 5),
        async (requests, kind, floor) => {
          const time = virtualTime();
          const model = scriptedModel(bedrock, time, [{ afterMs: 10, error: new ProviderError({ ...bedrock, kind }) }]);
          const rules = scriptedModel({ provider: 'rules', modelId: 'rules-1' }, time, [rulesAnswer]);
          const refused: string[] = [];
          const retries = retryBudget({ floor, onRefuse: (key) => refused.push(key) });
          const chain = textChain({ models: [model, rules], time, random: () => 0, retries });
          const run = async () => {
            const call = { signal: new AbortController().signal, deadline: time.now() + 27_000 };
            await chain.run(resumeTask(RESUME), extractionSchema, call);
          };
          await time.during(Promise.all(Array.from({ length: requests }, run)));
          if (model.asked.length > 1.1 * requests + floor) throw new Error(`${model.asked.length} of ${requests}`);
          expect(refused).toHaveLength(2 * requests - model.asked.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('lets all retries through while failures are few', () => {
    const budget = retryBudget();
    for (let call = 0; call < 1_000; call++) {
      budget.earn('m');
      if (call % 12 === 0) expect(budget.spend('m')).toBe(true);
    }
  });

  it('saves nothing for later beyond its floor, and keeps models apart', () => {
    const budget = retryBudget({ floor: 2 });
    for (let call = 0; call < 1_000; call++) budget.earn('m');
    expect([budget.spend('m'), budget.spend('m'), budget.spend('m')]).toEqual([true, true, false]);
    expect(budget.spend('other')).toBe(true);
    for (let call = 0; call < 10; call++) budget.earn('m');
    expect([budget.spend('m'), budget.spend('m')]).toEqual([true, false]);
  });
});

describe('bulkhead', () => {
  it('passes requests beyond the slots of a provider on at once', async () => {
    const time = virtualTime();
    const model = scriptedModel(bedrock, time, [answer]);
    const rules = scriptedModel({ provider: 'rules', modelId: 'rules-1' }, time, [rulesAnswer]);
    const chain = textChain({ models: [model, rules], time, bulkhead: bulkhead(2) });
    const run = () => {
      const call = { signal: new AbortController().signal, deadline: time.now() + 27_000 };
      return chain.run(resumeTask(RESUME), extractionSchema, call);
    };
    const answers = await time.during(Promise.all([run(), run(), run()]));
    expect(answers.map(({ provenance }) => provenance.attempts.map((one) => one.outcome))).toEqual([
      ['ok'],
      ['ok'],
      ['busy', 'ok'],
    ]);
    const next = await time.during(run());
    expect(next.provenance.provider).toBe('bedrock');
  });

  it('says when to come again where no other provider has the space that is asked for', async () => {
    const slots = bulkhead(1);
    slots.enter('bedrock');
    const space = { provider: 'bedrock', model: HAIKU, dimensions: 2, version: 'v1' };
    const embedder: Embedder = {
      ...bedrock,
      space,
      maxBatch: 10,
      maxCharacters: 100,
      estimate: () => NO_TOKENS,
      embed: () => Promise.reject(new Error('not to be asked')),
    };
    const ask = {
      signal: new AbortController().signal,
      deadline: Date.now() + 60_000,
      purpose: 'query' as const,
      space,
    };
    await expect(embedderChain({ embedders: [embedder], bulkhead: slots }).embed(['a'], ask)).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      retryAfterSeconds: 1,
    });
  });
});
