/** Keeps one slow provider from taking up all of a process: a few calls of each at a time, and nobody waits for a slot. */
import type { Provider } from '../domain/meta';

export interface Bulkhead {
  /** A slot, to be given back once by calling it; null when all are taken. */
  enter(provider: Provider): (() => void) | null;
}

/** @param limit calls of one provider that may be under way at the same time */
export function bulkhead(limit: number): Bulkhead {
  const inside = new Map<Provider, number>();
  return {
    enter(provider) {
      const taken = inside.get(provider) ?? 0;
      if (taken >= limit) return null;
      inside.set(provider, taken + 1);
      return () => void inside.set(provider, (inside.get(provider) ?? 1) - 1);
    },
  };
}
