/** In-memory stores behind the ports, for tests of services; the adapters have their own contract suites. */
import type { Provenance } from '../../lambdas/domain/meta';
import { spaceId, type VectorSpace, vectorIn } from '../../lambdas/domain/vector-space';
import type {
  EmbedderChain,
  JobStore,
  ResumeStore,
  StoredJob,
  TermIndex,
  UploadStore,
  VectorIndex,
} from '../../lambdas/ports';
import { clock } from './request-context';

export function memoryJobs(): JobStore & { stored: Map<string, StoredJob> } {
  const stored = new Map<string, StoredJob>();
  return {
    stored,
    async put(job, facts) {
      const updatedAt = new Date(clock.now()).toISOString();
      const created = !stored.has(job.id);
      stored.set(job.id, { job, facts, contentHash: JSON.stringify(job), updatedAt });
      return { created, updatedAt };
    },
    get: async (id) => stored.get(id),
    getMany: async (ids) => ids.flatMap((id) => stored.get(id) ?? []),
    delete: async (id) => stored.delete(id),
  };
}

export function memoryResumes(): ResumeStore {
  const stored = new Map<string, Awaited<ReturnType<ResumeStore['put']>>>();
  return {
    async put(owner, resume) {
      const kept = { ...resume, id: `res_${stored.size + 1}` };
      stored.set(`${owner} ${kept.id}`, kept);
      return kept;
    },
    get: async (owner, id) => stored.get(`${owner} ${id}`),
    delete: async (owner, id) => stored.delete(`${owner} ${id}`),
  };
}

export function memoryUploads(files: Record<string, Uint8Array>): UploadStore {
  return {
    create: async () => ({
      uploadId: 'upl_1',
      url: 'https://uploads.example.com/',
      fields: { key: 'upl_1' },
      expiresAt: new Date(clock.now() + 900_000).toISOString(),
    }),
    read: async (_owner, uploadId) => files[uploadId],
    async keep(_owner, uploadId, bytes) {
      files[uploadId] = bytes;
    },
  };
}

/** Terms by `market job`, and vectors by `space job`. */
export function memoryIndexes(): {
  terms: TermIndex & { rows: Map<string, string[]> };
  vectors: VectorIndex & { rows: Map<string, readonly number[]> };
} {
  const rows = new Map<string, string[]>();
  const vectors = new Map<string, readonly number[]>();
  return {
    terms: {
      rows,
      async set(changes) {
        for (const { id, market, terms } of changes) {
          if (terms.length === 0) rows.delete(`${market} ${id}`);
          else rows.set(`${market} ${id}`, [...terms]);
        }
      },
      find: async () => [],
    },
    vectors: {
      rows: vectors,
      async put(jobId, _contentHash, added) {
        for (const { space, values } of added) vectors.set(`${spaceId(space)} ${jobId}`, values);
        return true;
      },
      query: async () => [],
    },
  };
}

/** Every text becomes the vector [length, 1, 0, …]; a space in `down` throws. */
export function lengthEmbedders(
  spaces: readonly VectorSpace[],
  down: readonly VectorSpace[] = [],
): EmbedderChain & { asked: string[][] } {
  const asked: string[][] = [];
  return {
    spaces,
    asked,
    async embed(texts, { space = spaces[0] }) {
      if (!space || down.includes(space)) throw new Error('the embedder is down');
      asked.push([...texts]);
      const vectorOf = (text: string) =>
        vectorIn(
          space,
          Array.from({ length: space.dimensions }, (_, i) => [text.length, 1][i] ?? 0),
        );
      return { vectors: texts.map(vectorOf), space, provenance: fakeProvenance() };
    },
  };
}

export function fakeProvenance(overrides: Partial<Provenance> = {}): Provenance {
  return {
    provider: 'bedrock',
    model: 'test-model',
    attempts: [{ provider: 'bedrock', model: 'test-model', outcome: 'ok', latencyMs: 5 }],
    fallbackUsed: false,
    degraded: false,
    cached: false,
    simulated: false,
    promptVersion: 'p1',
    usage: { inputTokens: 100, outputTokens: 50, cacheReadTokens: 0, cacheWriteTokens: 0, cacheWriteHourTokens: 0 },
    costUsd: 0.001,
    costEstimated: false,
    ...overrides,
  };
}
