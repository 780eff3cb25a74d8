/** The catalogue: store, read and delete jobs. Vectors and term rows follow through the table's stream. */
import { DomainError } from '../domain/errors';
import { type Job, jobSchema } from '../domain/job';
import type { JobFacts } from '../domain/job-facts';
import type { Knowledge } from '../domain/knowledge';
import { readJob } from '../domain/read-job';
import type { JobResponse, JobsBatchRequest } from '../domain/requests';
import { checked } from '../domain/validation';
import type { Ending, JobStore } from '../ports';

/** Jobs of one batch that are written at a time. */
const CONCURRENT_WRITES = 10;

interface JobPorts {
  jobs: JobStore;
  knowledge: Knowledge;
}

/** Inserts or replaces a job under the id of the path. */
export async function putJob(
  ports: JobPorts,
  request: { id: string; job: Job },
): Promise<{ created: boolean; body: JobResponse }> {
  const { id, job } = request;
  if (job.id !== id) {
    throw new DomainError('INVALID_REQUEST', `The body's id must be the id of the path: ${id}.`, {
      errors: [{ pointer: '/id', code: 'id_mismatch', detail: 'must equal the id in the path' }],
    });
  }
  const facts = readJob(job, ports.knowledge);
  const { created, updatedAt } = await ports.jobs.put(job, facts);
  return { created, body: { job, updatedAt, warnings: warningsOf(facts) } };
}

/** @throws DomainError JOB_NOT_FOUND */
export async function getJob(ports: { jobs: JobStore }, request: { id: string }, call?: Ending): Promise<JobResponse> {
  const stored = await ports.jobs.get(request.id, call);
  if (!stored) throw notFound(request.id);
  return { job: stored.job, updatedAt: stored.updatedAt, warnings: warningsOf(stored.facts) };
}

function warningsOf({ signals }: JobFacts): string[] {
  return signals === undefined ? [] : ['Text that speaks to a model, or repeats keywords, was not read.'];
}

/** @throws DomainError JOB_NOT_FOUND */
export async function deleteJob(ports: { jobs: JobStore }, request: { id: string }): Promise<void> {
  if (!(await ports.jobs.delete(request.id))) throw notFound(request.id);
}

/** What became of each job of a batch; `error` is thrown for none, so that one bad job never costs the others. */
export interface BatchOutcome {
  accepted: { id: string }[];
  rejected: { index: number; error: DomainError }[];
}

/** Stores the valid jobs and says why the others were not stored. Of two jobs with one id, the first counts. */
export async function putJobsBatch(ports: JobPorts, request: JobsBatchRequest): Promise<BatchOutcome> {
  const accepted: { index: number; id: string }[] = [];
  const rejected: BatchOutcome['rejected'] = [];
  const valid: { index: number; job: Job }[] = [];
  const seen = new Set<string>();
  for (const [index, candidate] of request.jobs.entries()) {
    try {
      const job = checked(jobSchema, candidate);
      if (seen.has(job.id)) throw duplicateId();
      seen.add(job.id);
      valid.push({ index, job });
    } catch (error) {
      rejected.push({ index, error: expected(error) });
    }
  }
  const waiting = valid[Symbol.iterator]();
  const writer = async () => {
    for (const { index, job } of waiting) {
      try {
        await ports.jobs.put(job, readJob(job, ports.knowledge));
        accepted.push({ index, id: job.id });
      } catch (error) {
        rejected.push({ index, error: expected(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_WRITES }, writer));
  return {
    accepted: accepted.sort((a, b) => a.index - b.index).map(({ id }) => ({ id })),
    rejected: rejected.sort((a, b) => a.index - b.index),
  };
}

function notFound(id: string): DomainError {
  return new DomainError('JOB_NOT_FOUND', `There is no job ${id}.`);
}

function duplicateId(): DomainError {
  return new DomainError('INVALID_REQUEST', 'Another job of this batch has the same id; send each id once.', {
    errors: [{ pointer: '/id', code: 'duplicate_id', detail: 'occurs earlier in this batch' }],
  });
}

/** Expected refusals are reported; anything else is a bug and must surface. */
function expected(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  throw error;
}
