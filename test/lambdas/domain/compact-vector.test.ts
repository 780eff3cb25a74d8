import fc from 'fast-check';
import { packedCosine, packVector, unpackVector } from '../../../lambdas/domain/compact-vector';

const vectors = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 64, maxLength: 64 });

function exactCosine(a: readonly number[], b: readonly number[]): number {
  const dot = a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  return dot / (Math.hypot(...a) * Math.hypot(...b));
}

describe('compact-vector', () => {
  it('keeps the cosine of two vectors to a hundredth', () => {
    fc.assert(
      fc.property(vectors, vectors, (a, b) => {
        const packedA = packVector(a);
        const packedB = packVector(b);
        fc.pre(packedA !== null && packedB !== null && Math.max(...a) > 0.1 && Math.max(...b) > 0.1);
        const near = packedCosine(unpackVector(packedA ?? ''), unpackVector(packedB ?? ''));
        expect(Math.abs(near - exactCosine(a, b))).toBeLessThan(0.02);
      }),
    );
  });

  it('does not depend on the length of a vector', () => {
    expect(packVector([0.3, -0.4, 0])).toBe(packVector([3, -4, 0]));
  });

  it('has no form for a vector of zeroes', () => {
    expect(packVector([0, 0])).toBeNull();
  });

  it('refuses to compare vectors of two lengths', () => {
    expect(() => packedCosine(new Int8Array(2), new Int8Array(3))).toThrow(RangeError);
  });
});
