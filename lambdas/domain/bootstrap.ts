/** How sure a mean of a small sample is, and whether the sample is large enough to say something. */

export interface Interval {
  mean: number;
  low: number;
  high: number;
  /** Size of the sample. */
  n: number;
}

const RESAMPLES = 2_000;
/** Share of all samples whose interval holds the true mean. */
const LEVEL = 0.95;

/** With fewer the interval of a bootstrap is too narrow, and nothing is decided. */
export const FEWEST = 20;

/**
 * The percentile bootstrap interval of a mean at 95 % (Efron and Tibshirani 1993, "An Introduction to the Bootstrap",
 * section 13.3): the 2.5th and 97.5th percentile of the means of 2,000 samples drawn with replacement. For a paired
 * comparison give the differences. The same values give the same interval, whatever their order.
 * @returns null for no values
 */
export function meanInterval(values: readonly number[]): Interval | null {
  const n = values.length;
  if (n === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const random = seeded(n);
  const means = new Float64Array(RESAMPLES);
  for (let sample = 0; sample < RESAMPLES; sample++) {
    let sum = 0;
    for (let draw = 0; draw < n; draw++) sum += sorted[random() % n] ?? 0;
    means[sample] = sum / n;
  }
  means.sort();
  const tail = (1 - LEVEL) / 2;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  return { mean, low: percentile(means, tail), high: percentile(means, 1 - tail), n };
}

/** By linear interpolation between the two nearest, of values that never fall; `share` is 0 to 1. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return below + (above - below) * (at - Math.floor(at));
}

/** `too-few`: under 20 values · `too-wide`: the mean is not known well enough · `either-way`: it may be above or below. */
export type Doubt = 'too-few' | 'too-wide' | 'either-way';

export interface Decision {
  interval: Interval | null;
  /** Null when the sample decides. */
  doubt: Doubt | null;
  /** About how many values would do, by the spread of these, as the width falls with the root of their number; null when nobody can say. */
  needed: number | null;
}

/**
 * Whether a sample says enough.
 * @param ask.halfWidth at most this far may the mean be from the ends of its interval
 * @param ask.apartFrom the interval must not hold this value: 0 for the differences of a paired comparison
 */
export function decides(
  values: readonly number[],
  ask: { halfWidth?: number | undefined; apartFrom?: number | undefined },
): Decision {
  const interval = meanInterval(values);
  if (interval === null) return { interval, doubt: 'too-few', needed: null };
  const { mean, low, high, n } = interval;
  const half = (high - low) / 2;
  const distance = ask.apartFrom === undefined ? Number.POSITIVE_INFINITY : Math.abs(mean - ask.apartFrom);
  const allowed = Math.min(ask.halfWidth ?? Number.POSITIVE_INFINITY, distance);
  const isEither = ask.apartFrom !== undefined && low <= ask.apartFrom && ask.apartFrom <= high;
  const isWide = half > (ask.halfWidth ?? Number.POSITIVE_INFINITY);
  const doubt = n < FEWEST ? 'too-few' : isWide ? 'too-wide' : isEither ? 'either-way' : null;
  if (doubt === null) return { interval, doubt, needed: null };
  if (half === 0) return { interval, doubt, needed: n < FEWEST ? FEWEST : null };
  if (allowed === 0) return { interval, doubt, needed: null };
  // One more than there are, as the intervals of a bootstrap are not quite symmetric.
  return { interval, doubt, needed: Math.max(FEWEST, n + 1, Math.ceil(n * (half / allowed) ** 2)) };
}

/** Mulberry32 (Ettinger 2017): whole numbers from 0 to 2^32 - 1, the same for a seed. */
function seeded(seed: number): () => number {
  const { imul } = Math;
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
