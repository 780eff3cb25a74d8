/** Walks a part of the catalogue and gives its jobs the vectors they lack: after a change of model, or a restore. */
import { DomainError, type ErrorCode } from '../domain/errors';
import type { Knowledge } from '../domain/knowledge';
import { jobFactsVersion, readJob } from '../domain/read-job';
import type { RebuildWork } from '../domain/vector-rebuild';
import { spaceId, type VectorSpace } from '../domain/vector-space';
import type { Call, Clock, JobPages, ScannedJob, StoredJob } from '../ports';
import { type EmbedJobsPorts, type EmbedOutcome, embedJobs } from './embed-jobs';

export interface RebuildVectorsPorts extends EmbedJobsPorts {
  pages: JobPages;
  knowledge: Knowledge;
  clock: Clock;
  /** Resolves after so many milliseconds; rejects when the signal is aborted before. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** No page is begun with less than this left: one embedder may take 20 s. */
const LONGEST_PAGE_MS = 30_000;
/** What is wrong with the world and not with a job: the page is worth another try. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['PROVIDER_UNAVAILABLE', 'STORE_UNAVAILABLE', 'DEADLINE_EXCEEDED']);

/**
 * Goes on where `work` stands, page after page, until the end of its segment or of the time. What is answered is the work
 * as it then stands, to be sent in again until its cursor is null. Safe to repeat and to kill: a page counts when it is
 * done, and a job whose vectors are there is passed over. A page that cannot be done because an embedder or the store
 * is down ends the call.
 * @throws DomainError of what is down, when that was so on the first page · RangeError when a space has no embedder here
 */
export async function rebuildVectors(ports: RebuildVectorsPorts, work: RebuildWork, call: Call): Promise<RebuildWork> {
  const spaces = wantedSpaces(ports.embedders.spaces, work.spaces);
  const startedAt = ports.clock.now();
  let done = work;
  do {
    const page = await pageAfter(ports, done, spaces, call);
    if (page instanceof DomainError) {
      if (done === work) throw page;
      return done;
    }
    done = page;
    await keepPace(ports, done.embedded - work.embedded, startedAt, work.jobsPerSecond, call);
  } while (done.cursor !== null && call.deadline - ports.clock.now() > LONGEST_PAGE_MS);
  return done;
}

/** The work with one page more done, or what kept the page from being done. */
async function pageAfter(
  ports: RebuildVectorsPorts,
  work: RebuildWork,
  spaces: readonly VectorSpace[],
  call: Call,
): Promise<RebuildWork | DomainError> {
  const { segment, totalSegments, cursor, onlyMissing } = work;
  try {
    const page = await ports.pages.read({ segment, totalSegments, cursor, spaces });
    const jobs = page.jobs.map((job) => asReadNow(job, ports.knowledge, onlyMissing));
    const outcomes = [...(await embedJobs(ports, jobs, spaces, call)).values()];
    const passing = outcomes.map(passingFault).find((fault) => fault !== undefined);
    if (passing !== undefined) return passing;
    const of = (...states: EmbedOutcome['state'][]) => outcomes.filter(({ state }) => states.includes(state)).length;
    const counts = {
      embedded: of('embedded'),
      skipped: of('unchanged', 'overtaken'),
      failed: of('failed') + page.unreadable,
    };
    if (counts.embedded > 0) ports.telemetry.count('JobsEmbedded', counts.embedded);
    if (counts.failed > 0) ports.telemetry.count('JobsNotEmbedded', counts.failed);
    return {
      ...work,
      cursor: page.cursor,
      scanned: work.scanned + page.jobs.length + page.unreadable,
      embedded: work.embedded + counts.embedded,
      skipped: work.skipped + counts.skipped,
      failed: work.failed + counts.failed,
    };
  } catch (error) {
    if (error instanceof DomainError && PASSING.has(error.code)) return error;
    throw error;
  }
}

/** The text as it is read now: facts of older code may be of another shape, or have none. */
function asReadNow({ stored, hasVector }: ScannedJob, knowledge: Knowledge, onlyMissing: boolean): ScannedJob {
  const { job, facts } = stored;
  const current: StoredJob =
    facts.version === jobFactsVersion(knowledge) ? stored : { ...stored, facts: readJob(job, knowledge) };
  return { stored: current, hasVector: (space) => onlyMissing && hasVector(space) };
}

function passingFault(outcome: EmbedOutcome): DomainError | undefined {
  if (outcome.state !== 'failed' || !(outcome.error instanceof DomainError)) return undefined;
  return PASSING.has(outcome.error.code) ? outcome.error : undefined;
}

function wantedSpaces(known: readonly VectorSpace[], ids: readonly string[] | undefined): readonly VectorSpace[] {
  if (ids === undefined) return known;
  return ids.map((id) => {
    const space = known.find((each) => spaceId(each) === id);
    if (space === undefined) throw new RangeError(`no embedder of ${id}; there are ${known.map(spaceId).join(', ')}`);
    return space;
  });
}

/** Waits until this call is no faster than asked, or until its time is up. */
async function keepPace(
  { clock, pause }: RebuildVectorsPorts,
  embedded: number,
  startedAt: number,
  jobsPerSecond: number | undefined,
  call: Call,
): Promise<void> {
  if (jobsPerSecond === undefined) return;
  const due = startedAt + (embedded / jobsPerSecond) * 1_000;
  const waitMs = Math.min(due, call.deadline - 1_000) - clock.now();
  if (waitMs > 0) await pause(waitMs, call.signal);
}
