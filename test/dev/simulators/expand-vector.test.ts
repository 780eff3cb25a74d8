import * as fc from 'fast-check';
import { expandVector } from '../../../dev/simulators/expand-vector';

const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
const unit = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 256, maxLength: 256 })
  .filter((values) => Math.hypot(...values) > 0.1)
  .map((values) => values.map((value) => value / Math.hypot(...values)));

describe('expandVector', () => {
  it('keeps every cosine at 256 dimensions and more', () => {
    void fc.assert(
      fc.property(unit, unit, fc.constantFrom(256, 384, 512, 768, 1024, 1536), (a, b, dimensions) => {
        const expanded = dot(expandVector(a, dimensions, 'm'), expandVector(b, dimensions, 'm'));
        expect(expanded).toBeCloseTo(dot(a, b), 9);
      }),
      { numRuns: 40 },
    );
  });

  it('gives each model and each length a space of its own', () => {
    const vector = Array.from({ length: 256 }, (_, i) => Math.sin(i + 1));
    const [one, other, again] = ['a', 'b', 'a'].map((model) => expandVector(vector, 512, model));
    expect(again).toEqual(one);
    expect(Math.abs(dot(one ?? [], other ?? []))).toBeLessThan(0.3);
    expect(expandVector(vector, 1024, 'a').slice(0, 512)).not.toEqual(one);
  });

  it('makes unit vectors', () => {
    void fc.assert(
      fc.property(unit, fc.constantFrom(64, 300, 1024), (vector, dimensions) => {
        expect(Math.hypot(...expandVector(vector, dimensions, 'm'))).toBeCloseTo(1, 9);
      }),
      { numRuns: 20 },
    );
  });
});
