import fc from 'fast-check';
import { cosine, spaceId, type Vector, vectorIn } from '../../../lambdas/domain/vector-space';
import type { VectorIndex } from '../../../lambdas/ports';

const titan = { provider: 'bedrock', model: 'titan', dimensions: 3, version: 'v1' } as const;
const bge = { provider: 'sagemaker', model: 'bge', dimensions: 3, version: 'v1' } as const;
const ask = { topK: 1, filters: { market: 'default' } };

describe('vectors of two spaces', () => {
  const a = vectorIn(titan, [1, 0, 0]);
  const b = vectorIn(bge, [1, 0, 0]);

  it('are of two types, and are not compared at run time either', () => {
    // @ts-expect-error a vector of another space, though of the same length
    expect(() => cosine(a, b)).toThrow(RangeError);
    // @ts-expect-error the space of the one is not that of the other
    const mixed: Vector<typeof titan> = b;
    expect(cosine(a, vectorIn(titan, [0, 1, 0]))).toBe(0);
    expect(mixed.space).not.toEqual(titan);
  });

  it('are never searched by numbers without a space', () => {
    const search = (index: VectorIndex) => [
      index.query(a, ask),
      // @ts-expect-error numbers have no space
      index.query([1, 0, 0], ask),
      // @ts-expect-error nobody but vectorIn says of which space numbers are
      index.query({ space: titan, values: [1, 0, 0] }, ask),
      // @ts-expect-error nor are they written
      index.put('job', 'hash', [{ space: titan, values: [1, 0, 0] }]),
    ];
    expect(search).toBeInstanceOf(Function);
  });

  it('are told apart by every part of a space', () => {
    const space = fc.record({
      provider: fc.constantFrom('bedrock', 'openai'),
      model: fc.constantFrom('m', 'n'),
      dimensions: fc.constant(2),
      version: fc.constantFrom('v1', 'v2'),
    });
    fc.assert(
      fc.property(space, space, (one, other) => {
        const compare = () => cosine<typeof one>(vectorIn(one, [1, 0]), vectorIn(other, [1, 0]));
        if (spaceId(one) === spaceId(other)) expect(compare()).toBe(1);
        else expect(compare).toThrow(RangeError);
      }),
    );
  });
});

describe('vectorIn', () => {
  it.each([[[]], [[1, 0]], [[1, 0, 0, 0]], [[1, 0, Number.NaN]], [[1, 0, Number.POSITIVE_INFINITY]]])(
    'makes no vector of three dimensions of %j',
    (values) => {
      expect(() => vectorIn(titan, values)).toThrow(RangeError);
    },
  );
});
