import { isOverBudget } from '../../../lambdas/domain/errors';
import { emptyExtraction, extractionSchema } from '../../../lambdas/domain/extraction';
import type { Call, Embedder, SpendLedger } from '../../../lambdas/ports';
import { textChain } from '../../../lambdas/providers/chain';
import { embedderChain } from '../../../lambdas/providers/embedder-chain';
import { costMicroUsd, usdOf } from '../../../lambdas/providers/pricing';
import { ProviderError } from '../../../lambdas/providers/provider-error';
import { spendGuard } from '../../../lambdas/providers/spend-guard';
import { memorySpendLedger } from '../../support/memory-spend-ledger';
import { type Step, scriptedModel, TOKENS, virtualTime, WORST } from './virtual-time';
import { HAIKU, LUNA, RESUME, resumeTask } from './wired';

const bedrock = { provider: 'bedrock', modelId: HAIKU } as const;
const openai = { provider: 'openai', modelId: LUNA } as const;
const quiet = { count() {}, event() {} };
const answers: Step = { afterMs: 1_000, output: emptyExtraction() };
const NOON = Date.parse('2026-11-21T12:00:00Z');
/** Of Haiku 4.5 within a geography: 4,000 and 2,000 tokens at most, 1,000 and 500 in truth. */
const WORST_COST = 4 * 1_100 + 2 * 5_500;
const COST = 1_100 + 2_750;

function scene(first: Step[], budgetMicroUsd: number, ledger: SpendLedger = memorySpendLedger()) {
  const time = virtualTime(NOON);
  const models = [
    scriptedModel(bedrock, time, first),
    scriptedModel(openai, time, [answers]),
    scriptedModel({ provider: 'rules', modelId: 'rules-1' }, time, [{ ...answers, usage: null }]),
  ];
  const spend = spendGuard({ ledger, dailyBudgetMicroUsd: budgetMicroUsd, telemetry: quiet, time });
  const chain = textChain({ models, time, spend, random: () => 0 });
  const call = (): Call => ({ signal: new AbortController().signal, deadline: time.now() + 27_000 });
  const run = async () => (await time.during(chain.run(resumeTask(RESUME), extractionSchema, call()))).provenance;
  return { run, models };
}
const outcomes = ({ attempts }: { attempts: { provider: string; outcome: string }[] }) =>
  attempts.map(({ provider, outcome }) => `${provider} ${outcome}`);

describe('a chain with a budget', () => {
  it('passes over models that the rest of the budget does not hold, and answers without them', async () => {
    const { run, models } = scene([answers], WORST_COST);
    expect(await run()).toMatchObject({ provider: 'bedrock', costUsd: usdOf(COST) });
    // What is left holds no second call of Haiku, but one of the cheaper model.
    expect(outcomes(await run())).toEqual(['bedrock over-budget', 'openai ok']);
    for (let more = 0; more < 20; more++) await run();
    const last = await run();
    expect(outcomes(last)).toEqual(['bedrock over-budget', 'openai over-budget', 'rules ok']);
    expect(last).toMatchObject({ degraded: true, costUsd: 0, costEstimated: false });
    expect(models[0]?.asked).toHaveLength(1);
  });

  it('says when it is not the budget but its ledger that is missing', async () => {
    const { run } = scene([answers], WORST_COST, { take: () => Promise.reject(new Error('down')) });
    expect(outcomes(await run())).toEqual(['bedrock budget-unknown', 'openai budget-unknown', 'rules ok']);
  });

  it('counts a call that was broken off at the most it can cost, and says so', async () => {
    const { run } = scene([{ afterMs: 60_000, deaf: true }], 10 * WORST_COST);
    const provenance = await run();
    expect(outcomes(provenance)).toEqual(['bedrock timeout', 'openai ok']);
    const cost = WORST_COST + (costMicroUsd(LUNA, TOKENS, NOON) ?? 0);
    expect(provenance).toMatchObject({ costUsd: usdOf(cost), costEstimated: true });
    expect(provenance.usage?.inputTokens).toBe(WORST.inputTokens + TOKENS.inputTokens);
  });

  it('counts the call of a caller who left at the most it can cost', async () => {
    const time = virtualTime(NOON);
    const ledger = memorySpendLedger();
    const spend = spendGuard({ ledger, dailyBudgetMicroUsd: WORST_COST, telemetry: quiet, time });
    const model = scriptedModel(bedrock, time, [{ afterMs: 60_000, deaf: true }]);
    const rows: { outcome: string; estimated: boolean; usage: unknown }[] = [];
    const chain = textChain({
      models: [model],
      time,
      spend,
      report: ({ outcome }, { estimated, usage }) => rows.push({ outcome, estimated, usage }),
    });
    const caller = new AbortController();
    time.after(500, () => caller.abort());
    const call: Call = { signal: caller.signal, deadline: time.now() + 27_000 };
    const run = time.during(chain.run(resumeTask(RESUME), extractionSchema, call));
    await expect(run).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(rows).toEqual([{ outcome: 'aborted', estimated: true, usage: WORST }]);
    const patient = { ...call, signal: new AbortController().signal };
    expect(await spend.reserve(HAIKU, { ...WORST, inputTokens: 1, outputTokens: 0 }, patient)).toBeNull();
  });

  it.each(['throttled', 'refused', 'unavailable', 'not-found'] as const)(
    'counts nothing for a call that the vendor turned away as %s',
    async (kind) => {
      const error = new ProviderError({ ...bedrock, kind, retryable: false });
      const provenance = await scene([{ afterMs: 100, error }], 10 * WORST_COST).run();
      expect(provenance).toMatchObject({
        costUsd: usdOf(costMicroUsd(LUNA, TOKENS, NOON) ?? 0),
        costEstimated: false,
      });
    },
  );

  it('counts nothing for a call that never left this machine', async () => {
    const error = new ProviderError({ ...bedrock, kind: 'network', retryable: false, unsent: true });
    expect(await scene([{ afterMs: 5, error }], 10 * WORST_COST).run()).toMatchObject({ costEstimated: false });
  });

  it('says of a space that it could not be asked for its cost alone', async () => {
    const titan = 'amazon.titan-embed-text-v2:0';
    const space = { provider: 'bedrock', model: titan, dimensions: 2, version: 'v1' };
    const embedder: Embedder = {
      ...{ provider: 'bedrock', modelId: titan, space, maxBatch: 8, maxCharacters: 100 },
      embed: () => Promise.reject(new Error('it is not asked')),
      estimate: () => ({ ...WORST, inputTokens: 1_000_000 }),
    };
    const time = virtualTime(NOON);
    const spend = spendGuard({ ledger: memorySpendLedger(), dailyBudgetMicroUsd: 10, telemetry: quiet, time });
    const chain = embedderChain({ embedders: [embedder], time, spend });
    const call: Call = { signal: new AbortController().signal, deadline: time.now() + 10_000 };
    const failure = await time
      .during(chain.embed(['a'], { ...call, purpose: 'document', space }))
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(isOverBudget(failure)).toBe(true);
  });
});
