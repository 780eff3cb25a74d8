import { vectorsIn } from '../../../lambdas/providers/embedding-shapes';

describe('vectorsIn', () => {
  const two = [
    [1, 2],
    [3, 4],
  ];
  it.each([
    ['pooled vectors', two, two],
    [
      'vectors of tokens',
      [
        [
          [0, 1],
          [2, 3],
        ],
        [[3, 4]],
      ],
      two,
    ],
    [
      'vectors of tokens, each text in a list of its own',
      [
        [
          [
            [0, 1],
            [2, 3],
          ],
        ],
        [[[3, 4]]],
      ],
      two,
    ],
    ['an `embeddings` field', { embeddings: two }, two],
    ['a `vectors` field', { vectors: two }, two],
    [
      "OpenAI's envelope, in any order",
      {
        data: [
          { index: 1, embedding: [3, 4] },
          { index: 0, embedding: [1, 2] },
        ],
      },
      two,
    ],
  ])('reads %s', (_sentence, body, vectors) => {
    expect(vectorsIn(body, 2)).toEqual(vectors);
  });

  it.each([
    ['a bare vector', [1, 2], [[1, 2]]],
    ['one pooled vector', [[1, 2]], [[1, 2]]],
    [
      'the vectors of its tokens',
      [
        [0, 1],
        [2, 3],
      ],
      [[1, 2]],
    ],
    [
      'the vectors of its tokens in a list',
      [
        [
          [0, 1],
          [2, 3],
        ],
      ],
      [[1, 2]],
    ],
  ])('reads %s for a single text', (_sentence, body, vectors) => {
    expect(vectorsIn(body, 1)).toEqual(vectors);
  });

  it.each([[null], ['text'], [{}], [{ error: 'x' }], [[['a']]], [[]], [[[[1, 2], [3]], [[1, 2]]]], [[[]]]])(
    'makes nothing of %j',
    (body) => {
      expect(vectorsIn(body, 2)).toBeUndefined();
    },
  );
});
