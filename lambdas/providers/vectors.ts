/** The checks every vendor's vectors pass before anything sees them: number, length, finiteness, unit length. */
import type { VectorSpace } from '../domain/vector-space';

/**
 * The vectors at unit length, or undefined when they are not `count` finite, non-zero vectors of the space.
 * A silently changed model shows here first: its vectors have another length.
 */
export function unitVectors(
  raw: readonly (readonly number[])[],
  count: number,
  space: VectorSpace,
): number[][] | undefined {
  if (raw.length !== count) return undefined;
  const vectors: number[][] = [];
  for (const values of raw) {
    if (values.length !== space.dimensions) return undefined;
    const length = Math.hypot(...values);
    if (!Number.isFinite(length) || length === 0) return undefined;
    vectors.push(values.map((value) => value / length));
  }
  return vectors;
}
