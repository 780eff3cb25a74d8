/** Principal components by subspace iteration: fewer numbers a word, as much of what sets words apart as can be kept. */

/** Gram–Schmidt on the columns of an n × k matrix, in place. */
function orthonormalise(columns: Float64Array[]): void {
  columns.forEach((column, i) => {
    for (const before of columns.slice(0, i)) {
      const share = dot(column, before);
      for (let j = 0; j < column.length; j++) column[j] = (column[j] as number) - share * (before[j] as number);
    }
    const length = Math.sqrt(dot(column, column));
    for (let j = 0; j < column.length; j++) column[j] = (column[j] as number) / length;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** Rows of `dimensions` numbers, less their mean, on their `keep` strongest directions. Deterministic. */
export function project(rows: Float32Array, dimensions: number, keep: number, iterations = 60): Float32Array {
  const count = rows.length / dimensions;
  const mean = new Float64Array(dimensions);
  for (let i = 0; i < rows.length; i++)
    mean[i % dimensions] = (mean[i % dimensions] as number) + (rows[i] as number) / count;
  const covariance = Array.from({ length: dimensions }, () => new Float64Array(dimensions));
  const centred = new Float64Array(dimensions);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < dimensions; i++) centred[i] = (rows[row * dimensions + i] as number) - (mean[i] as number);
    for (let i = 0; i < dimensions; i++) {
      const line = covariance[i] as Float64Array;
      const value = centred[i] as number;
      for (let j = i; j < dimensions; j++) line[j] = (line[j] as number) + value * (centred[j] as number);
    }
  }
  for (let i = 0; i < dimensions; i++) {
    for (let j = 0; j < i; j++) (covariance[i] as Float64Array)[j] = (covariance[j] as Float64Array)[i] as number;
  }
  let columns = Array.from({ length: keep }, (_, k) =>
    Float64Array.from({ length: dimensions }, (_, i) => (i === k ? 1 : 0.01 * (((i * 7 + k * 13) % 11) - 5))),
  );
  for (let step = 0; step < iterations; step++) {
    orthonormalise(columns);
    columns = columns.map((column) => Float64Array.from(covariance, (line) => dot(line, column)));
  }
  orthonormalise(columns);
  const projected = new Float32Array(count * keep);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < dimensions; i++) centred[i] = (rows[row * dimensions + i] as number) - (mean[i] as number);
    columns.forEach((column, k) => {
      projected[row * keep + k] = dot(centred, column);
    });
  }
  return projected;
}
