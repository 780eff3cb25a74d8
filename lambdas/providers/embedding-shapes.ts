/** The shapes in which servers of Hugging Face models answer, read as one vector a text. */
import * as z from 'zod';

type Nested = number | Nested[];
const nested: z.ZodType<Nested> = z.lazy(() => z.union([z.number(), z.array(nested)]));

/** OpenAI's envelope, which Text Embeddings Inference and vLLM speak too. */
const openAiShape = z.object({ data: z.array(z.object({ embedding: z.array(z.number()), index: z.int().min(0) })) });
const namedShape = z.union([
  z.object({ embeddings: z.array(z.unknown()) }).transform((body) => body.embeddings),
  z.object({ vectors: z.array(z.unknown()) }).transform((body) => body.vectors),
]);

/**
 * One vector for each of `count` texts, or undefined when the body has no such shape. Understood are
 * `[[…]]` (pooled), `[[[…]]]` and `[[[[…]]]]` (a vector a token, pooled here by their mean), `[…]` and `[[…], …]` for
 * a single text, `{"embeddings": …}`, `{"vectors": …}` and `{"data": [{"embedding", "index"}]}`.
 */
export function vectorsIn(body: unknown, count: number): number[][] | undefined {
  const openAi = openAiShape.safeParse(body);
  if (openAi.success) {
    const entries = [...openAi.data.data].sort((a, b) => a.index - b.index);
    return entries.length === count ? entries.map((entry) => entry.embedding) : undefined;
  }
  const named = namedShape.safeParse(body);
  const values = nested.safeParse(named.success ? named.data : body);
  if (!values.success || !Array.isArray(values.data)) return undefined;
  // A single text may come without the outer list: as one vector, or as the vectors of its tokens.
  const bare = count === 1 && values.data.length !== 1;
  const pooled = (bare ? [values.data] : values.data).map(meanPooled);
  return pooled.length === count && pooled.every((vector) => vector !== undefined) ? pooled : undefined;
}

/** The mean over all levels above the innermost; undefined when the levels do not fit together. */
function meanPooled(node: Nested): number[] | undefined {
  if (!Array.isArray(node) || node.length === 0) return undefined;
  if (node.every((value) => typeof value === 'number')) return node;
  const vectors = node.map(meanPooled);
  const [first] = vectors;
  if (first === undefined) return undefined;
  const sum = new Array<number>(first.length).fill(0);
  for (const vector of vectors) {
    if (vector?.length !== sum.length) return undefined;
    for (const [i, value] of vector.entries()) sum[i] = (sum[i] ?? 0) + value;
  }
  return sum.map((value) => value / vectors.length);
}
