/** The scores of a vector search: 32-bit numbers in, 64-bit arithmetic, a score within the 32-bit range out. */

const FLOAT32_MAX = 3.4028234663852886e38;

export type DistanceFunction = 'COSINE' | 'EUCLIDEAN' | 'DOT_PRODUCT';

export function squaredNorm(vector: Float32Array): number {
  let sum = 0;
  for (const x of vector) sum += x * x;
  return sum;
}

/**
 * The service's score of `query` against the vector that starts at `offset`: COSINE and EUCLIDEAN are distances
 * (0 is nearest; cosine ends at 2, and is 1 where a vector has no length), DOT_PRODUCT is higher when nearer.
 */
export function scoreOf(
  distance: DistanceFunction,
  query: Float32Array,
  querySquaredNorm: number,
  vectors: Float32Array,
  offset: number,
  vectorSquaredNorm: number,
): number {
  let sum = 0;
  if (distance === 'EUCLIDEAN') {
    for (let i = 0; i < query.length; i++) {
      const difference = (query[i] as number) - (vectors[offset + i] as number);
      sum += difference * difference;
    }
    return Math.min(Math.sqrt(sum), FLOAT32_MAX);
  }
  for (let i = 0; i < query.length; i++) sum += (query[i] as number) * (vectors[offset + i] as number);
  if (distance === 'DOT_PRODUCT') return Math.max(-FLOAT32_MAX, Math.min(sum, FLOAT32_MAX));
  if (querySquaredNorm === 0 || vectorSquaredNorm === 0) return 1;
  return Math.max(0, Math.min(1 - sum / Math.sqrt(querySquaredNorm * vectorSquaredNorm), 2));
}
