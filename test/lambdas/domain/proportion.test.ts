import { leastDifference, wilson } from '../../../lambdas/domain/proportion';

/** Two-sided 95 %, as the papers have it. */
const Z_95 = 1.96;

describe('how sure a share is', () => {
  it('agrees with published intervals of one share', () => {
    // Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3.
    const { low, high } = wilson({ events: 81, of: 263 }, Z_95);
    expect([low, high].map((bound) => bound.toFixed(4))).toEqual(['0.2553', '0.3662']);
    expect(wilson({ events: 0, of: 20 }, Z_95).low).toBe(0);
    expect(wilson({ events: 0, of: 20 }, Z_95).high.toFixed(4)).toBe('0.1611');
  });

  it('agrees with published intervals of a difference', () => {
    // Newcombe (1998), Interval estimation for the difference between independent proportions, table II, method 10.
    expect(leastDifference({ events: 56, of: 70 }, { events: 48, of: 80 }, Z_95).toFixed(4)).toBe('0.0524');
    expect(leastDifference({ events: 9, of: 10 }, { events: 3, of: 10 }, Z_95).toFixed(4)).toBe('0.1705');
  });

  it('is surer of the same share the more is seen', () => {
    const lows = [10, 100, 1_000].map((of) => wilson({ events: of / 10, of }).low);

    expect(lows).toEqual([...lows].sort((a, b) => a - b));
    expect(leastDifference({ events: 1, of: 10 }, { events: 0, of: 10 })).toBeLessThan(0);
    expect(leastDifference({ events: 100, of: 1_000 }, { events: 0, of: 1_000 })).toBeGreaterThan(0.05);
  });
});
