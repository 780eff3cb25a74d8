/** A BreakerStore in memory that counts what is asked of it, and can be made to fail or to stall. */
import type { BreakerStore, OpenBreaker } from '../../lambdas/ports';

export interface CountedStore extends BreakerStore {
  reads: number;
  /** Swaps asked for, won or not. */
  swaps: number;
  rows: Map<string, OpenBreaker>;
  /** What happens before an answer; default: nothing. */
  before: () => Promise<void>;
}

export function memoryBreakerStore(): CountedStore {
  const rows = new Map<string, OpenBreaker>();
  const store: CountedStore = {
    reads: 0,
    swaps: 0,
    rows,
    before: async () => {},
    async read(key) {
      store.reads++;
      await store.before();
      return rows.get(key) ?? null;
    },
    async swap(key, seen, next) {
      store.swaps++;
      await store.before();
      const standing = rows.get(key) ?? null;
      if (standing?.probeAt !== seen?.probeAt) return { swapped: false, standing };
      if (next === null) rows.delete(key);
      else rows.set(key, next);
      return { swapped: true, standing: next };
    },
  };
  return store;
}
