/** A Cache in memory, whose entries can be looked into and spoilt. */
import type { Cache, Clock } from '../../lambdas/ports';

export interface MemoryCache extends Cache {
  readonly entries: Map<string, { value: string; expiresAt: number }>;
  /** Reads and writes so far. */
  readonly calls: { gets: number; puts: number };
}

export function memoryCache(clock: Clock): MemoryCache {
  const entries: MemoryCache['entries'] = new Map();
  const calls = { gets: 0, puts: 0 };
  return {
    entries,
    calls,
    async get(keys) {
      calls.gets++;
      const found = keys.flatMap((key): [string, string][] => {
        const entry = entries.get(key);
        return entry === undefined || entry.expiresAt <= clock.now() ? [] : [[key, entry.value]];
      });
      return new Map(found);
    },
    async put(added, ttlSeconds) {
      calls.puts++;
      for (const [key, value] of added) entries.set(key, { value, expiresAt: clock.now() + ttlSeconds * 1000 });
    },
  };
}

/** A cache whose answers never come. */
export const stalledCache: Cache = { get: () => new Promise(() => {}), put: () => new Promise(() => {}) };
