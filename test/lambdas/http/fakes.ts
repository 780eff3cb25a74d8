/** An edge whose every part can be looked into: recorded telemetry and an idempotency store in memory. */
import { crowd } from '../../../lambdas/http/crowd';
import type { Edge } from '../../../lambdas/http/endpoint';
import type { IdempotencyStore, StoredReply } from '../../../lambdas/ports';

export interface Recorded {
  measured: { values: Readonly<Record<string, number>>; dimensions: Readonly<Record<string, string>> | undefined }[];
  events: { message: string; fields: Record<string, unknown> | undefined }[];
}

export function anEdge(parts: Partial<Edge> = {}): { edge: () => Edge; recorded: Recorded } {
  const recorded: Recorded = { measured: [], events: [] };
  const store = memoryIdempotency();
  const edge: Edge = {
    clock: { now: () => 1_000 },
    telemetry: {
      count: (metric, value, dimensions) => void recorded.measured.push({ values: { [metric]: value }, dimensions }),
      measure: (values, dimensions) => void recorded.measured.push({ values, dimensions }),
      event: (_level, message, fields) => void recorded.events.push({ message, fields }),
    },
    idempotency: async () => store,
    crowd: crowd(100),
    checkResponses: true,
    requestTimeoutMs: 27_000,
    corsOrigins: ['http://localhost:*'],
    ...parts,
  };
  return { edge: () => edge, recorded };
}

/** The port's contract on a map. */
export function memoryIdempotency(): IdempotencyStore {
  const records = new Map<string, { hash: string; reply?: StoredReply }>();
  return {
    async begin(key, hash) {
      const record = records.get(key);
      if (record === undefined) {
        records.set(key, { hash });
        return { state: 'claimed' };
      }
      if (record.hash !== hash) return { state: 'reused' };
      return record.reply === undefined ? { state: 'in-progress' } : { state: 'replay', reply: record.reply };
    },
    async complete(key, reply) {
      const record = records.get(key);
      if (record !== undefined) record.reply = reply;
    },
    async release(key) {
      records.delete(key);
    },
  };
}
