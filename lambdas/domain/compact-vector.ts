/** Unit vectors small enough to store with a job: one signed byte a dimension, as base64. */

/** The vector scaled so that its largest component is 127; null for a vector of zeroes, which has no direction. */
export function packVector(values: readonly number[]): string | null {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(largest > 0)) return null;
  return Buffer.from(Int8Array.from(values, (value) => Math.round((value / largest) * 127)).buffer).toString('base64');
}

export function unpackVector(packed: string): Int8Array {
  const bytes = Buffer.from(packed, 'base64');
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Cosine of two packed vectors, -1 to 1; their scales cancel. Integer sums, so the result is the same on every machine.
 * @throws RangeError when the lengths differ: vectors of two spaces.
 */
export function packedCosine(a: Int8Array, b: Int8Array): number {
  if (a.length !== b.length)
    throw new RangeError(`vectors of ${a.length} and ${b.length} dimensions cannot be compared`);
  let dot = 0;
  let lengthA = 0;
  let lengthB = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    dot += x * y;
    lengthA += x * x;
    lengthB += y * y;
  }
  return lengthA === 0 || lengthB === 0 ? 0 : dot / Math.sqrt(lengthA * lengthB);
}
