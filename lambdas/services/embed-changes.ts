/** Follows the jobs table: writes the term rows and one vector a space for every job that changed. Safe to repeat. */
import type { JobFacts } from '../domain/job-facts';
import { jobTerms } from '../domain/read-job';
import { spaceId } from '../domain/vector-space';
import type { Call, EmbedderChain, StoredJob, Telemetry, TermIndex, VectorIndex } from '../ports';

/** One change of a job, as the stream handler reads it from the record; at least one side is there. */
export interface JobChange {
  /** Of the stream record, to report it as failed. */
  sequenceNumber: string;
  before: StoredJob | undefined;
  after: StoredJob | undefined;
}

export interface EmbedChangesPorts {
  embedders: EmbedderChain;
  terms: TermIndex;
  vectors: VectorIndex;
  telemetry: Telemetry;
}

/** Market of a job that names none; it is the HASH element of the vector index, so every job needs one. */
const DEFAULT_MARKET = 'default';

/**
 * Applies the changes in order and returns the sequence numbers that failed and must be delivered again.
 * A job is embedded in every space of the chain; a space whose embedder is down fails the record, so that it is retried:
 * a vector of another model is never written in its place.
 */
export async function embedChanges(
  ports: EmbedChangesPorts,
  changes: readonly JobChange[],
  call: Call,
): Promise<{ failed: string[]; embedded: number }> {
  const failed: string[] = [];
  const pending: StoredJob[] = [];
  const recordOf = new Map<string, string[]>();
  for (const change of changes) {
    if (change.before?.contentHash === change.after?.contentHash) continue;
    try {
      await replaceTerms(ports.terms, change);
    } catch (error) {
      report(ports, 'the terms of a job were not written', error);
      failed.push(change.sequenceNumber);
      continue;
    }
    if (change.after) {
      pending.push(change.after);
      const id = change.after.job.id;
      recordOf.set(id, [...(recordOf.get(id) ?? []), change.sequenceNumber]);
    }
  }

  // Only the newest text of a job is worth a model call; put() refuses a vector of an older one anyway.
  const newest = [...new Map(pending.map((stored) => [stored.job.id, stored])).values()];
  const results = await Promise.all(ports.embedders.spaces.map((space) => embedIn(ports, space, newest, call)));
  for (const id of new Set(results.flat())) failed.push(...(recordOf.get(id) ?? []));
  return { failed, embedded: newest.length };
}

/** Ids that could not be embedded in this space. */
async function embedIn(
  ports: EmbedChangesPorts,
  space: EmbedderChain['spaces'][number],
  jobs: readonly StoredJob[],
  call: Call,
): Promise<string[]> {
  if (jobs.length === 0) return [];
  try {
    const texts = jobs.map((stored) => stored.facts.embeddingText);
    const { vectors } = await ports.embedders.embed(texts, { ...call, purpose: 'document', space });
    const written = await Promise.allSettled(
      jobs.map((stored, index) => ports.vectors.put(stored.job.id, stored.contentHash, space, vectors[index] ?? [])),
    );
    return jobs.filter((_, index) => written[index]?.status === 'rejected').map((stored) => stored.job.id);
  } catch (error) {
    report(ports, 'jobs were not embedded', error, { space: spaceId(space), jobs: jobs.length });
    return jobs.map((stored) => stored.job.id);
  }
}

/** The name of the failure only: its message may repeat the text of a job. */
function report(
  ports: EmbedChangesPorts,
  message: string,
  error: unknown,
  fields: Record<string, string | number> = {},
): void {
  ports.telemetry.event('warn', message, { ...fields, error: error instanceof Error ? error.name : 'unknown' });
}

async function replaceTerms(terms: TermIndex, { before, after }: JobChange): Promise<void> {
  const marketBefore = before?.job.market ?? DEFAULT_MARKET;
  const marketAfter = after?.job.market ?? DEFAULT_MARKET;
  if (before && (!after || marketBefore !== marketAfter)) {
    await terms.set({ id: before.job.id, market: marketBefore }, [], termsOf(before));
  }
  if (after) {
    const previous = before && marketBefore === marketAfter ? termsOf(before) : [];
    await terms.set({ id: after.job.id, market: marketAfter }, termsOf(after), previous);
  }
}

function termsOf(stored: { job: StoredJob['job']; facts: JobFacts }): string[] {
  return jobTerms(stored.job, stored.facts);
}
