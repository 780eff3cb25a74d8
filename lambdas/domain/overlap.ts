/** How much of two lists is the same: by pairs that may be formed, and for rankings by depth. */

/** Longer lists are cut after sorting, so that the longest resume takes bounded time. */
const LONGEST = 300;

/**
 * F1 of two sets, 0 to 1: twice the pairs over the size of both, as many pairs as can be formed (maximum matching, Kuhn
 * 1955). The number of pairs is the same whatever the order, and whichever side is first.
 * @param values each value once
 * @param same whether two values are one; must not depend on their order
 * @returns null when both are empty
 */
export function overlap<T>(one: readonly T[], other: readonly T[], same: (a: T, b: T) => boolean): number | null {
  const size = one.length + other.length;
  if (size === 0) return null;
  const partners = one.map((a) => other.flatMap((b, at) => (same(a, b) ? [at] : [])));
  const takenBy = new Array<number>(other.length).fill(-1);
  const place = (from: number, seen: Set<number>): boolean => {
    for (const at of partners[from] ?? []) {
      if (seen.has(at)) continue;
      seen.add(at);
      const holder = takenBy[at] ?? -1;
      if (holder >= 0 && !place(holder, seen)) continue;
      takenBy[at] = from;
      return true;
    }
    return false;
  };
  return (2 * one.filter((_, at) => place(at, new Set())).length) / size;
}

/** Each value once by its key, in the order of the keys; values without a key are left out. */
export function distinct<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  const byKey = new Map(values.map((value) => [keyOf(value), value]));
  byKey.delete('');
  return [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .slice(0, LONGEST)
    .map(([, value]) => value);
}

/** How much the first places count, as for Webber et al.: 86 % of the weight of an endless list is on the first ten. */
const PERSISTENCE = 0.9;

/**
 * Rank-biased overlap (Webber, Moffat and Zobel 2010, "A similarity measure for indefinite rankings", equation 4) of the
 * first `depth` places, over the most it can be there, so that a list agrees with itself by 1. The agreement at a depth is
 * F1, as lists may be of two lengths (their section 4.3).
 * @returns null when both are empty
 */
export function rankOverlap(one: readonly string[], other: readonly string[], depth: number): number | null {
  const places = Math.min(depth, Math.max(one.length, other.length));
  if (places === 0) return null;
  let sum = 0;
  let most = 0;
  for (let d = 1; d <= places; d++) {
    const weight = PERSISTENCE ** (d - 1);
    sum += weight * (overlap(one.slice(0, d), other.slice(0, d), (a, b) => a === b) ?? 0);
    most += weight;
  }
  return sum / most;
}
