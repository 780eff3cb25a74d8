import fc from 'fast-check';
import { decides, meanInterval, percentile } from '../../../lambdas/domain/bootstrap';

const repeated = (count: number, ...values: number[]) => Array.from({ length: count }, () => values).flat();

describe('the interval of a mean', () => {
  it('is the same for the same values, whatever their order', () => {
    const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(values, (sample) => {
        const backwards = [...sample].reverse();
        expect(meanInterval(backwards)).toEqual(meanInterval(sample));
      }),
      { numRuns: 20 },
    );
  });

  it('holds the mean and lies within the values', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(values, (sample) => {
        const found = meanInterval(sample);
        if (found === null) throw new Error('no interval');
        const slack = 1e-9;
        expect(found.low).toBeGreaterThanOrEqual(Math.min(...sample) - slack);
        expect(found.high).toBeLessThanOrEqual(Math.max(...sample) + slack);
        expect(found.low).toBeLessThanOrEqual(found.high);
      }),
      { numRuns: 20 },
    );
  });

  it('is as wide as theory says of a large sample', () => {
    // A coin: the standard error of the mean of 400 is 0.5 / 20, and 95 % are within 1.96 of them.
    const found = meanInterval(repeated(200, 0, 1));
    expect(found?.mean).toBe(0.5);
    expect(found?.low).toBeCloseTo(0.5 - 1.96 * 0.025, 2);
    expect(found?.high).toBeCloseTo(0.5 + 1.96 * 0.025, 2);
  });

  it('holds the true mean of skewed samples about as often as it says', () => {
    // Squares of evenly drawn numbers: their mean is 1/3.
    let state = 7;
    const drawn = () => {
      state = (state * 48_271) % 2_147_483_647;
      return (state / 2_147_483_647) ** 2;
    };
    const trials = 60;
    let held = 0;
    for (let trial = 0; trial < trials; trial++) {
      const found = meanInterval(Array.from({ length: 30 }, drawn));
      if (found && found.low <= 1 / 3 && 1 / 3 <= found.high) held++;
    }
    expect(held / trials).toBeGreaterThan(0.85);
    expect(held).toBeLessThan(trials);
  });

  it('of equal values is that value, and of none there is none', () => {
    expect(meanInterval([0.5, 0.5])).toEqual({ mean: 0.5, low: 0.5, high: 0.5, n: 2 });
    expect(meanInterval([])).toBeNull();
  });
});

describe('a percentile', () => {
  it('lies between the two nearest values', () => {
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(percentile([1, 2, 3, 4], 1)).toBe(4);
    expect(percentile([7], 0.95)).toBe(7);
  });
});

describe('a sample', () => {
  it('of fewer than twenty never decides, however much its values agree', () => {
    expect(decides(repeated(19, 5), { apartFrom: 0 })).toMatchObject({ doubt: 'too-few', needed: 20 });
    expect(decides([], { apartFrom: 0 })).toEqual({ interval: null, doubt: 'too-few', needed: null });
  });

  it('decides when its differences are on one side of zero', () => {
    expect(decides(repeated(10, 4, 6), { apartFrom: 0 }).doubt).toBeNull();
    expect(decides(repeated(10, -4, -6), { apartFrom: 0 }).doubt).toBeNull();
  });

  it('does not decide when its differences may be on either side, and says how many more may do', () => {
    const { doubt, needed } = decides(repeated(10, -9, 10), { apartFrom: 0 });
    expect(doubt).toBe('either-way');
    expect(needed).toBeGreaterThan(20);
    expect(decides(repeated(10, -1, 1), { apartFrom: 0 }).needed).toBeNull();
    expect(decides(repeated(20, 0), { apartFrom: 0 })).toMatchObject({ doubt: 'either-way', needed: null });
  });

  it('does not decide when the mean is not known well enough, and needs four times as many for half the width', () => {
    const sample = repeated(20, 0, 1);
    expect(decides(sample, { halfWidth: 0.2 }).doubt).toBeNull();
    const { doubt, needed, interval } = decides(sample, { halfWidth: 0.05 });
    if (interval === null) throw new Error('no interval');
    expect(doubt).toBe('too-wide');
    expect(needed).toBe(Math.ceil(40 * ((interval.high - interval.low) / 2 / 0.05) ** 2));
  });
});
