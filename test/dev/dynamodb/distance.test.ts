import fc from 'fast-check';
import { scoreOf, squaredNorm } from '../../../dev/dynamodb/distance';

describe('scoreOf', () => {
  const score = (distance: 'COSINE' | 'EUCLIDEAN' | 'DOT_PRODUCT', a: number[], b: number[]) => {
    const [query, vector] = [Float32Array.from(a), Float32Array.from(b)];
    return scoreOf(distance, query, squaredNorm(query), vector, 0, squaredNorm(vector));
  };
  const number = fc.float({ noNaN: true, noDefaultInfinity: true });
  const pair = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 20 });
  const split = (pairs: [number, number][]) => [pairs.map(([a]) => a), pairs.map(([, b]) => b)] as const;

  it('keeps a cosine distance between 0 and 2, and the same both ways', () => {
    fc.assert(
      fc.property(pair, (pairs) => {
        const [a, b] = split(pairs);
        const distance = score('COSINE', a, b);
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(2);
        expect(score('COSINE', b, a)).toBe(distance);
      }),
    );
  });

  it('gives a vector the distance 0 to itself', () => {
    fc.assert(
      fc.property(pair, (pairs) => {
        const [a] = split(pairs);
        expect(score('COSINE', a, a)).toBe(squaredNorm(Float32Array.from(a)) === 0 ? 1 : 0);
        expect(score('EUCLIDEAN', a, a)).toBe(0);
      }),
    );
  });

  it('stays within 32 bits where the numbers are as large as they may be', () => {
    const largest = [3.4e38, 3.4e38];

    expect(score('DOT_PRODUCT', largest, largest)).toBe(3.4028234663852886e38);
    expect(score('DOT_PRODUCT', largest, [-3.4e38, -3.4e38])).toBe(-3.4028234663852886e38);
    expect(score('EUCLIDEAN', largest, [-3.4e38, -3.4e38])).toBe(3.4028234663852886e38);
    expect(score('COSINE', largest, [-3.4e38, -3.4e38])).toBe(2);
  });

  it('gives a vector without a length the distance 1', () => {
    expect(score('COSINE', [0, 0], [1, 0])).toBe(1);
  });
});
