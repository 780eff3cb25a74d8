/** Makes a model's vector out of the word table's 256 numbers: every model has its own space, all keep the angles. */
import { createHash } from 'node:crypto';

/**
 * `values` repeated to fill `dimensions`, with an order and signs of the model's own, at unit length. The cosine of two
 * vectors of one model is that of the originals when `dimensions` ≥ 256 (a rest that does not divide stays 0); below,
 * numbers are folded onto each other and the cosine is kept roughly.
 */
export function expandVector(values: readonly number[], dimensions: number, model: string): number[] {
  const random = seeded(`${model}/${dimensions}`);
  const places = shuffled(dimensions, random);
  const repeats = Math.max(1, Math.floor(dimensions / values.length));
  const vector = new Array<number>(dimensions).fill(0);
  for (let i = 0; i < repeats * values.length; i++) {
    const sign = random() < 0.5 ? -1 : 1;
    const place = places[i % dimensions] ?? 0;
    vector[place] = (vector[place] ?? 0) + sign * (values[i % values.length] ?? 0);
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

function shuffled(count: number, random: () => number): number[] {
  const places = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [places[i], places[j]] = [places[j] ?? 0, places[i] ?? 0];
  }
  return places;
}

/** Mulberry32: the same seed, the same numbers, on every machine. */
function seeded(seed: string): () => number {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
