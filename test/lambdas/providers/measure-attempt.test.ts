import { NO_TOKENS } from '../../../lambdas/domain/meta';
import { attemptMeter } from '../../../lambdas/providers/measure-attempt';

const usage = { ...NO_TOKENS, inputTokens: 1_000, outputTokens: 10, cacheReadTokens: 500 };
const clock = { now: () => Date.UTC(2026, 10, 1) };

function measured(outcome: string, spent: typeof usage | null = null, model = 'amazon.titan-embed-text-v2:0') {
  const calls: unknown[][] = [];
  const meter = attemptMeter({ count() {}, event() {}, measure: (...call) => void calls.push(call) }, clock);
  meter({ provider: 'bedrock', model, outcome, latencyMs: 12 }, undefined, spent);
  return calls;
}

describe('attemptMeter', () => {
  it('counts a call, its time, its tokens and its price', () => {
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
        { outcome: 'ok' },
      ],
    ]);
  });

  it('counts tokens but no cost where the price is not known', () => {
    const [[values] = []] = measured('ok', usage, 'a-model-without-a-price');

    expect(values).toMatchObject({ ModelInputTokens: 1_500 });
    expect(values).not.toHaveProperty('ModelCostUsd');
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
