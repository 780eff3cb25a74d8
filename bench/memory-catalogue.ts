/** A catalogue in memory behind the storage ports: exact vector search, terms by map; for benchmarks and tests of services. */
import { canonicalJson } from '../lambdas/domain/canonical-json';
import { spaceId } from '../lambdas/domain/vector-space';
import type { JobStore, StoredJob, TermIndex, VectorIndex } from '../lambdas/ports';

const DEFAULT_MARKET = 'default';

export interface MemoryCatalogue {
  jobs: JobStore;
  terms: TermIndex;
  vectors: VectorIndex;
}

export function memoryCatalogue(now: () => number = Date.now): MemoryCatalogue {
  const stored = new Map<string, StoredJob>();
  const byTerm = new Map<string, Set<string>>();
  const spaces = new Map<string, Map<string, Float32Array>>();

  const jobs: JobStore = {
    async put(job, facts) {
      const created = !stored.has(job.id);
      const updatedAt = new Date(now()).toISOString();
      stored.set(job.id, { job, facts, contentHash: canonicalJson(job), updatedAt });
      return { created, updatedAt };
    },
    get: async (id) => stored.get(id),
    getMany: async (ids) => ids.flatMap((id) => stored.get(id) ?? []),
    delete: async (id) => stored.delete(id),
  };
  const terms: TermIndex = {
    async set(changes) {
      for (const { id, market, terms: names, previous } of changes) {
        for (const name of previous) byTerm.get(`${market} ${name}`)?.delete(id);
        for (const name of names) {
          const key = `${market} ${name}`;
          byTerm.set(key, (byTerm.get(key) ?? new Set()).add(id));
        }
      }
    },
    async find(asked, { market, limit }) {
      const shared = new Map<string, number>();
      for (const { term, weight } of asked) {
        for (const id of byTerm.get(`${market} ${term}`) ?? []) shared.set(id, (shared.get(id) ?? 0) + weight);
      }
      return [...shared]
        .sort(([a, weightA], [b, weightB]) => weightB - weightA || (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([id]) => id);
    },
  };
  const vectors: VectorIndex = {
    async put(jobId, contentHash, added) {
      if (stored.get(jobId)?.contentHash !== contentHash) return false;
      for (const { space, values } of added) {
        const rows = spaces.get(spaceId(space)) ?? new Map<string, Float32Array>();
        spaces.set(spaceId(space), rows.set(jobId, Float32Array.from(values)));
      }
      return true;
    },
    async query({ space, values }, { topK, filters }) {
      const query = Float32Array.from(values);
      const hits: { jobId: string; similarity: number }[] = [];
      for (const [jobId, row] of spaces.get(spaceId(space)) ?? []) {
        const job = stored.get(jobId);
        if (!job || (job.job.market ?? DEFAULT_MARKET) !== filters.market) continue;
        if (filters.remote !== undefined && filters.remote !== job.facts.remote) continue;
        hits.push({ jobId, similarity: dot(query, row) });
      }
      return hits.sort((a, b) => b.similarity - a.similarity || (a.jobId < b.jobId ? -1 : 1)).slice(0, topK);
    },
  };
  return { jobs, terms, vectors };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
