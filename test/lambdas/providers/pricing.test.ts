import * as fc from 'fast-check';
import { addUsage, NO_TOKENS, type Usage } from '../../../lambdas/domain/meta';
import { costMicroUsd, isPriced, price } from '../../../lambdas/providers/pricing';

const NOW = Date.parse('2026-11-21T00:00:00Z');
const HAIKU_45 = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const HAIKU_55 = 'anthropic.claude-haiku-5-5';

/** Input, output, read from a cache, written to a cache, and of these for an hour. */
const used = (input: number, output = 0, read = 0, write = 0, hour = 0): Usage => ({
  inputTokens: input,
  outputTokens: output,
  cacheReadTokens: read,
  cacheWriteTokens: write,
  cacheWriteHourTokens: hour,
});
const M = 1_000_000;

/** Worked out by hand from the price pages; the numbers stand here as they were written down. */
const LEDGER: [string, Usage, number][] = [
  // Haiku 4.5: 1.00 in, 5.00 out, 0.10 read, 1.25 and 2.00 write; a tenth more within a geography.
  [`global.${HAIKU_45}`, used(M), 1_000_000],
  [`global.${HAIKU_45}`, used(0, M), 5_000_000],
  [`global.${HAIKU_45}`, used(0, 0, M), 100_000],
  [`global.${HAIKU_45}`, used(0, 0, 0, M), 1_250_000],
  [`global.${HAIKU_45}`, used(0, 0, 0, M, M), 2_000_000],
  [`global.${HAIKU_45}`, used(0, 0, 0, M, 400_000), 1_550_000],
  [`us.${HAIKU_45}`, used(M, M), 6_600_000],
  [`eu.${HAIKU_45}`, used(0, 0, M, M, M), 2_310_000],
  [HAIKU_45, used(M), 1_100_000],
  [`global.${HAIKU_45}`, used(2_652, 1_271), 9_007],
  [`us.${HAIKU_45}`, used(2_652, 1_271), 9_908],
  // Haiku 5.5: 0.10 in, 0.50 out, 0.01 read; five times as much when the prompt is longer than 100,000 tokens.
  [`global.${HAIKU_55}`, used(100_000, 1_000), 10_500],
  [`global.${HAIKU_55}`, used(100_001, 1_000), 52_501],
  [`us.${HAIKU_55}`, used(100_000, 1_000), 11_550],
  [`us.${HAIKU_55}`, used(200_000, 1_000), 112_750],
  [`global.${HAIKU_55}`, used(1, 0, 100_000), 5_001],
  [`global.${HAIKU_55}`, used(0, 0, 50_000, 50_001), 33_751],
  ['global.anthropic.claude-sonnet-4-5-20250929-v1:0', used(10_000, 2_000, 5_000), 61_500],
  ['us.anthropic.claude-sonnet-5-5', used(10_000, 2_000, 5_000), 44_550],
  ['us.anthropic.claude-opus-5-5', used(1_000, 1_000), 26_400],
  ['global.anthropic.claude-fable-5-1', used(1_000, 1_000, 1_000), 60_250],
  // Nova v1 costs the same everywhere, Nova 2 a tenth more within a geography.
  ['us.amazon.nova-lite-v1:0', used(M, M), 300_000],
  ['amazon.nova-micro-v1:0', used(M, 0, M), 43_750],
  ['eu.amazon.nova-2-lite-v1:0', used(M, M), 3_080_000],
  ['global.amazon.nova-2-lite-v1:0', used(M, M), 2_800_000],
  ['amazon.titan-embed-text-v2:0', used(M), 20_000],
  ['gpt-5.6-luna', used(900_000, 100_000, 100_000), 302_000],
  ['gpt-5.4-mini', used(1_000, 1_000), 5_250],
  ['gpt-5-nano', used(1_000, 1_000, 1_000), 455],
  ['text-embedding-3-small', used(M), 20_000],
  ['text-embedding-3-large', used(M), 130_000],
];

describe('costMicroUsd', () => {
  it.each(LEDGER)('prices %s with %j at %d micro-USD', (modelId, usage, cost) => {
    expect(costMicroUsd(modelId, usage, NOW)).toBe(cost);
  });

  it('rounds up: no paid call is free', () => {
    expect(costMicroUsd('amazon.titan-embed-text-v2:0', used(1), NOW)).toBe(1);
  });

  it.each(['anthropic.claude-haiku-5-5-1', 'anthropic.claude-haiku', 'gpt-5.6', 'us.gpt-5.6-luna', 'toString'])(
    'knows no price for %s: nothing is matched by its beginning',
    (modelId) => {
      expect(costMicroUsd(modelId, used(1_000), NOW)).toBeNull();
      expect(costMicroUsd(modelId, NO_TOKENS, NOW)).toBeNull();
      expect(isPriced(modelId)).toBe(false);
    },
  );

  it('knows no price before the first day of one', () => {
    const model = 'us.anthropic.claude-haiku-5-5';
    expect(costMicroUsd(model, used(1_000), Date.parse('2026-10-06T23:59:59Z'))).toBeNull();
    expect(costMicroUsd(model, used(1_000), Date.parse('2026-10-07T00:00:00Z'))).toBe(110);
  });

  it('takes the price of the day of the call when prices change', () => {
    const prices = {
      bedrock: { m: [price('2026-01-01', { input: 1 }), price('2026-06-01', { input: 3 })] },
      openai: {},
    };
    const cost = (time: string) => costMicroUsd('m', used(1_000), Date.parse(time), prices);
    expect(cost('2025-12-31T23:59:59Z')).toBeNull();
    expect(cost('2026-01-01T00:00:00Z')).toBe(1_000);
    expect(cost('2026-05-31T23:59:59.999Z')).toBe(1_000);
    expect(cost('2026-06-01T00:00:00Z')).toBe(3_000);
    expect(cost('2027-01-01T00:00:00Z')).toBe(3_000);
  });
});

describe('the ledger as a whole', () => {
  const tokens = fc.integer({ min: 0, max: 600_000 });
  const usage = fc
    .record({
      inputTokens: tokens,
      outputTokens: tokens,
      cacheReadTokens: tokens,
      cacheWriteTokens: tokens,
      cacheWriteHourTokens: tokens,
    })
    .map((one) => ({ ...one, cacheWriteHourTokens: Math.min(one.cacheWriteHourTokens, one.cacheWriteTokens) }));
  const models = [...new Set(LEDGER.map(([modelId]) => modelId))];
  const model = fc.constantFrom(...models);
  const flat = fc.constantFrom(...models.filter((id) => !id.includes('haiku-5-5')));
  const cost = (modelId: string, one: Usage) => costMicroUsd(modelId, one, NOW) ?? Number.NaN;

  it('counts whole micro-USD, and nothing only for nothing', () => {
    void fc.assert(
      fc.property(model, usage, (modelId, one) => {
        const micro = cost(modelId, one);
        expect(Number.isSafeInteger(micro)).toBe(true);
        const billed = one.inputTokens + one.cacheReadTokens + one.cacheWriteTokens;
        if (billed > 0) expect(micro).toBeGreaterThan(0);
      }),
    );
    for (const modelId of models) expect(cost(modelId, NO_TOKENS)).toBe(0);
  });

  it('never makes a larger call cheaper', () => {
    void fc.assert(
      fc.property(model, usage, usage, (modelId, one, more) => {
        expect(cost(modelId, addUsage(one, more))).toBeGreaterThanOrEqual(cost(modelId, one));
      }),
    );
  });

  it('adds up: two calls cost what both together do, but for the rounding', () => {
    void fc.assert(
      fc.property(flat, usage, usage, (modelId, one, other) => {
        const apart = cost(modelId, one) + cost(modelId, other);
        const together = cost(modelId, addUsage(one, other));
        expect(apart - together).toBeGreaterThanOrEqual(0);
        expect(apart - together).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('takes never less within a geography than through the global profile', () => {
    void fc.assert(
      fc.property(fc.constantFrom(HAIKU_45, HAIKU_55, 'amazon.nova-lite-v1:0'), usage, (base, one) => {
        expect(cost(`us.${base}`, one)).toBeGreaterThanOrEqual(cost(`global.${base}`, one));
      }),
    );
  });
});
