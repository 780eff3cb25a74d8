/** Follows the jobs table: writes the term rows and one vector a space for every job that changed. Safe to repeat. */
import { isOverBudget } from '../domain/errors';
import { jobTerms } from '../domain/read-job';
import type { VectorSpace } from '../domain/vector-space';
import type { Call, StoredJob, TermChange, TermIndex } from '../ports';
import { type EmbedJobsPorts, embedJobs, report } from './embed-jobs';

/** One change of a job, as the stream handler reads it from the record; at least one side is there. */
export interface JobChange {
  /** Of the stream record, to report it as failed. */
  sequenceNumber: string;
  before: StoredJob | undefined;
  after: StoredJob | undefined;
  /** Whether the job as changed still has the vector of its text in this space, so that it need not be made again. */
  hasVector(space: VectorSpace): boolean;
}

export interface EmbedChangesPorts extends EmbedJobsPorts {
  terms: TermIndex;
}

/** A change that left a job behind. */
type Kept = JobChange & { after: StoredJob };

/** Market of a job that names none; it is the HASH element of the vector index, so every job needs one. */
const DEFAULT_MARKET = 'default';

/**
 * Applies the changes in order and returns the sequence numbers that failed and must be delivered again.
 * A job is embedded in every space of the chain, once per text; a space whose embedder is down fails the record, so that
 * it is retried: a vector of another model is never written in its place. While the day's budget for models is used up
 * no retry can help, and the stream gives up long before midnight: such a job is done but for the vectors of that space,
 * which a rebuild makes. It is found by its words and in the other spaces until then.
 * @returns `deferred`: jobs that lack a vector for that reason
 */
export async function embedChanges(
  ports: EmbedChangesPorts,
  changes: readonly JobChange[],
  call: Call,
): Promise<{ failed: string[]; embedded: number; deferred: number }> {
  const news = changes.filter(({ before, after }) => before?.contentHash !== after?.contentHash);
  const failed = await replaceTerms(ports, news);
  const kept = news.filter(
    (change): change is Kept => change.after !== undefined && !failed.has(change.sequenceNumber),
  );

  // Only the newest text of a job is worth a model call; put() refuses a vector of an older one anyway.
  const newest = [...new Map(kept.map((change) => [change.after.job.id, change])).values()];
  const jobs = newest.map(({ after, hasVector }) => ({ stored: after, hasVector }));
  const outcomes = await embedJobs(ports, jobs, ports.embedders.spaces, call);
  for (const { after, sequenceNumber } of kept) {
    const outcome = outcomes.get(after.job.id);
    if (outcome?.state === 'failed' && !isOverBudget(outcome.error)) failed.add(sequenceNumber);
  }
  const deferred = [...outcomes.values()].filter(
    (outcome) => outcome.state === 'failed' && isOverBudget(outcome.error),
  );
  return { failed: [...failed], embedded: newest.length, deferred: deferred.length };
}

/** Sequence numbers of the changes whose terms were not written. */
async function replaceTerms(ports: EmbedChangesPorts, changes: readonly JobChange[]): Promise<Set<string>> {
  const rounds = inRounds(changes);
  for (const [at, round] of rounds.entries()) {
    try {
      await ports.terms.set(round.flatMap(termChanges));
    } catch (error) {
      report(ports.telemetry, 'the terms of jobs were not written', error, { jobs: round.length });
      return new Set(rounds.slice(at).flatMap((failed) => failed.map((change) => change.sequenceNumber)));
    }
  }
  return new Set();
}

/** The changes in groups to be written one after another, as two changes of one job have an order. */
function inRounds(changes: readonly JobChange[]): JobChange[][] {
  const rounds: JobChange[][] = [];
  const seen = new Map<string, number>();
  for (const change of changes) {
    const id = (change.after ?? change.before)?.job.id ?? '';
    const round = seen.get(id) ?? 0;
    seen.set(id, round + 1);
    rounds[round] = [...(rounds[round] ?? []), change];
  }
  return rounds;
}

function termChanges({ before, after }: JobChange): TermChange[] {
  const [from, to] = [before && ofTerms(before), after && ofTerms(after)];
  if (from && to && from.market === to.market) return [{ ...to, previous: from.terms }];
  return [...(from ? [{ ...from, terms: [], previous: from.terms }] : []), ...(to ? [{ ...to, previous: [] }] : [])];
}

function ofTerms({ job, facts }: StoredJob): Omit<TermChange, 'previous'> {
  return { id: job.id, market: job.market ?? DEFAULT_MARKET, terms: jobTerms(job, facts) };
}
