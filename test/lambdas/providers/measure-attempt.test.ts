import { NO_TOKENS, type Usage } from '../../../lambdas/domain/meta';
import { attemptMeter } from '../../../lambdas/providers/measure-attempt';
import { PRICES_VERSION } from '../../../lambdas/providers/pricing';

const usage = { ...NO_TOKENS, inputTokens: 1_000, outputTokens: 10, cacheReadTokens: 500 };
const clock = { now: () => Date.UTC(2026, 10, 1) };
const call = {
  signal: new AbortController().signal,
  deadline: Number.POSITIVE_INFINITY,
  requestId: 'r-1',
  operation: 'embed',
  owner: 'default/ada@example.com',
};

function measured(
  outcome: string,
  spent: Usage | null = null,
  { model = 'amazon.titan-embed-text-v2:0', estimated = false } = {},
) {
  const calls: unknown[][] = [];
  const meter = attemptMeter({ count() {}, event() {}, measure: (...said) => void calls.push(said) }, clock);
  const facts = { call, number: 2, error: undefined, usage: spent, estimated };
  meter({ provider: 'bedrock', model, outcome, latencyMs: 12 }, facts);
  return calls;
}

describe('attemptMeter', () => {
  it('counts a call, its time, its tokens and its price, and says what the price is made of', () => {
    expect(measured('ok', usage)).toEqual([
      [
        {
          ProviderDuration: 12,
          ProviderErrors: 0,
          ModelInputTokens: 1_500,
          ModelOutputTokens: 10,
          // 1,500 tokens at 0.02 USD a million.
          ModelCostUsd: 0.00003,
        },
        { provider: 'bedrock', model: 'amazon.titan-embed-text-v2:0' },
        {
          outcome: 'ok',
          attempt: 2,
          requestId: 'r-1',
          operation: 'embed',
          caller: expect.stringMatching(/^[0-9a-f]{16}$/),
          modelId: 'amazon.titan-embed-text-v2:0',
          scope: 'regional',
          cacheReadTokens: 500,
          cacheWriteTokens: 0,
          cacheWriteHourTokens: 0,
          prices: PRICES_VERSION,
          costMicroUsd: 30,
          estimated: false,
        },
      ],
    ]);
  });

  it('counts a call that was broken off with the most that it is billed, and says so', () => {
    const [[values, , fields] = []] = measured('timeout', usage, { estimated: true });

    expect(values).toMatchObject({ ProviderTimeouts: 1, ModelCostUsd: 0.00003 });
    expect(fields).toMatchObject({ outcome: 'timeout', estimated: true, costMicroUsd: 30 });
  });

  it('counts tokens but no cost where the price is not known', () => {
    const [[values, , fields] = []] = measured('ok', usage, { model: 'a-model-without-a-price' });

    expect(values).toMatchObject({ ModelInputTokens: 1_500 });
    expect(values).not.toHaveProperty('ModelCostUsd');
    expect(fields).toMatchObject({ modelId: 'a-model-without-a-price', costMicroUsd: null });
  });

  it('names the caller by a hash only', () => {
    expect(JSON.stringify(measured('ok', usage))).not.toContain('ada');
  });

  it.each([
    ['throttled', 'ProviderThrottles'],
    ['timeout', 'ProviderTimeouts'],
    ['invalid-output', 'ProviderInvalidAnswers'],
  ])('counts %s as an error and by its kind', (outcome, metric) => {
    expect(measured(outcome)[0]?.[0]).toEqual({ ProviderDuration: 12, ProviderErrors: 1, [metric]: 1 });
  });

  it.each(['filtered', 'unsupported'])('counts %s as a call but not as a fault of the provider', (outcome) => {
    expect(measured(outcome)[0]?.[0]).toMatchObject({ ProviderErrors: 0 });
  });

  it.each(['no-time', 'breaker-open', 'busy', 'over-budget'])(
    'counts %s as passed over, and not as a call',
    (outcome) => {
      expect(measured(outcome)[0]?.[0]).toEqual({ ProviderSkipped: 1 });
    },
  );
});
