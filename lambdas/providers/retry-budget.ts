/** Bounds retries, and other second calls, by a share of the calls there were, so that a brown-out cannot double the load. */

export interface RetryBudget {
  /** A first call was made, which earns a part of a second one. */
  earn(key: string): void;
  /** Takes one second call; false when there is none left. */
  spend(key: string): boolean;
}

/**
 * Of `calls` first calls of a key at most `calls` × `share` + `floor` are followed by a second one. Nothing that is
 * earned beyond the floor is kept for later, so a quiet hour does not pay for a storm.
 * @param options.share 0 to 1 · @param options.floor what a new container has to begin with, 1 or more
 */
export function retryBudget(
  options: { share?: number; floor?: number; onRefuse?: (key: string) => void } = {},
): RetryBudget {
  const { share = 0.1, floor = 5, onRefuse } = options;
  const tokens = new Map<string, number>();
  const left = (key: string) => tokens.get(key) ?? floor;
  return {
    earn: (key) => void tokens.set(key, Math.min(floor, left(key) + share)),
    spend(key) {
      // The sum of ten tenths is a little less than one.
      if (left(key) < 1 - 1e-9) {
        onRefuse?.(key);
        return false;
      }
      tokens.set(key, left(key) - 1);
      return true;
    },
  };
}
