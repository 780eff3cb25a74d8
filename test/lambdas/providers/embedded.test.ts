import type { EmbeddedWords } from '../../../lambdas/domain/embedded-words';
import { embeddedEmbedder } from '../../../lambdas/providers/embedded';
import { readWordTable } from '../../../lambdas/reference/read-reference';

const ask = { signal: new AbortController().signal, deadline: Number.POSITIVE_INFINITY, purpose: 'query' } as const;
const words: EmbeddedWords = readWordTable();

describe('embeddedEmbedder', () => {
  it('gives one unit vector of its space for each text, and costs nothing', async () => {
    const embedder = embeddedEmbedder(words);

    const { vectors, usage } = await embedder.embed(['registered nurse', 'lorry driver'], ask);

    expect(embedder.space).toEqual(words.vectorSpace);
    expect(usage).toBeNull();
    expect(vectors).toHaveLength(2);
    for (const vector of vectors) {
      expect(vector).toHaveLength(embedder.space.dimensions);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 9);
    }
  });

  it('gives a text without known words a unit vector that is near nothing', async () => {
    const { vectors } = await embeddedEmbedder(words).embed(['', 'registered nurse'], ask);

    const [empty = [], nurse = []] = vectors;
    expect(Math.hypot(...empty)).toBe(1);
    expect(empty.reduce((sum, value, i) => sum + value * (nurse[i] ?? 0), 0)).toBe(0);
  });

  it('refuses a text beyond its limit', async () => {
    const embedder = embeddedEmbedder(words);

    await expect(embedder.embed(['x'.repeat(embedder.maxCharacters + 1)], ask)).rejects.toThrow(RangeError);
  });
});
