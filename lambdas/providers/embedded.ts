/** The embedder that needs no network: the word table, always there and the same on every machine. */
import type { EmbeddedWords } from '../domain/embedded-words';
import { MAX_EMBED_CHARACTERS, MAX_EMBED_TEXTS } from '../domain/limits';
import { NO_TOKENS } from '../domain/meta';
import type { Embedder } from '../ports';

/** Throws RangeError on a text beyond `maxCharacters`, as callers cut. */
export function embeddedEmbedder(words: EmbeddedWords): Embedder {
  return {
    provider: 'embedded',
    modelId: words.vectorSpace.model,
    space: words.vectorSpace,
    maxBatch: MAX_EMBED_TEXTS,
    maxCharacters: MAX_EMBED_CHARACTERS,
    embed: async (texts) => ({ vectors: texts.map((text) => unitVector(words, text)), usage: null }),
    estimate: () => NO_TOKENS,
  };
}

function unitVector(words: EmbeddedWords, text: string): number[] {
  if (text.length > MAX_EMBED_CHARACTERS) {
    throw new RangeError(`a text of ${text.length} characters; the word table takes ${MAX_EMBED_CHARACTERS}`);
  }
  const vector = Array.from(words.embed(text));
  // An index refuses a vector of length 0. The last number is 0 for every known word, so this one is near nothing.
  if (!vector.some((value) => value !== 0)) vector[vector.length - 1] = 1;
  return vector;
}
