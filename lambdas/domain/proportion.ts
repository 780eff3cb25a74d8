/** How sure a share of few events is: score intervals, which hold for small samples and for shares near 0. */

export interface Counted {
  /** Events, 0 to `of`. */
  events: number;
  /** Looked at; at least 1. */
  of: number;
}

/** Two-sided 99 %: below the lower bound lies the truth once in 200. */
export const Z_99 = 2.576;

/** Source: Wilson (1927), the score interval. @returns bounds from 0 to 1 */
export function wilson({ events, of }: Counted, z = Z_99): { low: number; high: number } {
  const share = events / of;
  const zz = (z * z) / of;
  const middle = share + zz / 2;
  const reach = z * Math.sqrt((share * (1 - share)) / of + zz / (4 * of));
  return { low: Math.max(0, (middle - reach) / (1 + zz)), high: Math.min(1, (middle + reach) / (1 + zz)) };
}

/** The least that the first share is above the second. Source: Newcombe (1998), hybrid score interval, method 10. */
export function leastDifference(one: Counted, other: Counted, z = Z_99): number {
  const [p, q] = [one.events / one.of, other.events / other.of];
  return p - q - Math.sqrt((p - wilson(one, z).low) ** 2 + (wilson(other, z).high - q) ** 2);
}
