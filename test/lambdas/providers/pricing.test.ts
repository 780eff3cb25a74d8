import { costMicroUsd } from '../../../lambdas/providers/pricing';

const NOW = Date.parse('2026-11-21T00:00:00Z');
const usage = (inputTokens: number, outputTokens = 0, cacheReadTokens = 0, cacheWriteTokens = 0) => ({
  inputTokens,
  outputTokens,
  cacheReadTokens,
  cacheWriteTokens,
});

describe('costMicroUsd', () => {
  it.each([
    ['global.anthropic.claude-haiku-4-5-20251001-v1:0', usage(1_000_000, 1_000_000), 6_000_000],
    ['us.anthropic.claude-haiku-4-5-20251001-v1:0', usage(1_000_000, 1_000_000), 6_600_000],
    ['global.anthropic.claude-haiku-4-5-20251001-v1:0', usage(0, 0, 1_000_000, 1_000_000), 100_000 + 1_250_000],
    ['global.anthropic.claude-haiku-5-5', usage(100_000, 1_000), 10_000 + 500],
    ['global.anthropic.claude-haiku-5-5', usage(100_001, 1_000), Math.ceil(100_001 * 0.5) + 2_500],
    ['amazon.nova-lite-v1:0', usage(1_000_000, 1_000_000), 300_000],
    ['amazon.titan-embed-text-v2:0', usage(1_000_000), 20_000],
    ['text-embedding-3-small', usage(1_000_000), 20_000],
    ['gpt-5.6-luna', usage(900_000, 100_000, 100_000), 180_000 + 120_000 + 2_000],
  ])('prices %s with %j at %d micro-USD', (modelId, used, cost) => {
    expect(costMicroUsd(modelId, used, NOW)).toBe(cost);
  });

  it('counts what was read from a cache towards the long prompt', () => {
    expect(costMicroUsd('global.anthropic.claude-haiku-5-5', usage(1, 0, 100_000), NOW)).toBe(5_001);
  });

  it('rounds up: no paid call is free', () => {
    expect(costMicroUsd('amazon.titan-embed-text-v2:0', usage(1), NOW)).toBe(1);
  });

  it.each(['anthropic.claude-haiku-5-5-1', 'anthropic.claude-haiku', 'gpt-5.6', 'us.gpt-5.6-luna', 'toString'])(
    'knows no price for %s: nothing is matched by its beginning',
    (modelId) => {
      expect(costMicroUsd(modelId, usage(1_000), NOW)).toBeNull();
    },
  );

  it('knows no price before the first day of one', () => {
    const model = 'us.anthropic.claude-haiku-5-5';
    expect(costMicroUsd(model, usage(1_000), Date.parse('2026-10-06T23:59:59Z'))).toBeNull();
    expect(costMicroUsd(model, usage(1_000), Date.parse('2026-10-07T00:00:00Z'))).toBe(110);
  });
});
