/** Random numbers from a seed, so that a run can be had again. */

export interface Chance {
  /** 0 to 1, without 1. */
  next(): number;
  /** @param list not empty */
  pick<T>(list: readonly [T, ...T[]]): T;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
}

/** Mulberry32. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return { next, between, pick: (list) => list[between(0, list.length - 1)] ?? list[0] };
}
