/** Gives jobs their vectors, one a space: the work that the stream and a rebuild share. Safe to repeat. */
import { isOverBudget } from '../domain/errors';
import { spaceId, type Vector, type VectorSpace } from '../domain/vector-space';
import type { Call, EmbedderChain, ScannedJob, Telemetry, VectorIndex } from '../ports';

export interface EmbedJobsPorts {
  embedders: EmbedderChain;
  vectors: VectorIndex;
  telemetry: Telemetry;
}

/**
 * `embedded`: vectors were written · `unchanged`: it had them all · `overtaken`: it changed or went meanwhile, and the
 * stream sees to that · `failed`: it lacks a vector.
 */
export type EmbedOutcome = { state: 'embedded' | 'unchanged' | 'overtaken' } | { state: 'failed'; error: unknown };

/** Jobs whose texts are sent together, and so fail together; the others get their vectors all the same. */
const TEXTS_AT_ONCE = 32;

type Made = { vectors: Vector[] } | { error: unknown };

/**
 * Embeds each job in those of the spaces in which it has no vector. A space whose embedder is down fails its jobs, which
 * still get the vectors of the other spaces: a vector of another model is never written in its place.
 * @param jobs each id once
 * @returns the outcome of each job, by id
 */
export async function embedJobs(
  ports: EmbedJobsPorts,
  jobs: readonly ScannedJob[],
  spaces: readonly VectorSpace[],
  call: Call,
): Promise<Map<string, EmbedOutcome>> {
  const made = await Promise.all(spaces.map((space) => embedIn(ports, space, jobs, call)));
  const outcomes = await Promise.all(
    jobs.map((job, index) =>
      write(
        ports,
        job,
        made.flatMap((ofSpace) => ofSpace[index] ?? []),
      ),
    ),
  );
  return new Map(jobs.map(({ stored }, index) => [stored.job.id, outcomes[index] ?? { state: 'unchanged' }]));
}

async function write(ports: EmbedJobsPorts, { stored }: ScannedJob, made: readonly Made[]): Promise<EmbedOutcome> {
  const vectors = made.flatMap((each) => ('vectors' in each ? each.vectors : []));
  const faults = made.flatMap((each) => ('error' in each ? [each] : []));
  // What may pass soon tells more than a budget, which nothing mends before tomorrow.
  const fault = faults.find(({ error }) => !isOverBudget(error)) ?? faults[0];
  try {
    const isWritten = vectors.length === 0 || (await ports.vectors.put(stored.job.id, stored.contentHash, vectors));
    if (!isWritten) return { state: 'overtaken' };
  } catch (error) {
    report(ports.telemetry, 'the vectors of a job were not written', error);
    return { state: 'failed', error };
  }
  if (fault !== undefined) return { state: 'failed', error: fault.error };
  return { state: vectors.length === 0 ? 'unchanged' : 'embedded' };
}

/** For each job what became of it in this space: no vector where it has it already. */
async function embedIn(
  ports: EmbedJobsPorts,
  space: VectorSpace,
  jobs: readonly ScannedJob[],
  call: Call,
): Promise<Made[]> {
  const wanted = jobs.filter((job) => !job.hasVector(space));
  const made = new Map<ScannedJob, Made>();
  for (let at = 0; at < wanted.length; at += TEXTS_AT_ONCE) {
    const part = wanted.slice(at, at + TEXTS_AT_ONCE);
    try {
      const texts = part.map(({ stored }) => stored.facts.embeddingText);
      const { vectors } = await ports.embedders.embed(texts, { ...call, purpose: 'document', space });
      for (const [i, job] of part.entries()) made.set(job, { vectors: [inSpace(space, vectors[i])] });
    } catch (error) {
      report(ports.telemetry, 'jobs were not embedded', error, { space: spaceId(space), jobs: part.length });
      for (const job of part) made.set(job, { error });
    }
  }
  return jobs.map((job) => made.get(job) ?? { vectors: [] });
}

/** @throws RangeError when another space answered, or none: a bug in the chain, and nothing to be written */
function inSpace(space: VectorSpace, vector: Vector | undefined): Vector {
  if (vector !== undefined && spaceId(vector.space) === spaceId(space)) return vector;
  throw new RangeError(`a text that was to be embedded in ${spaceId(space)} was not`);
}

/** Tells the name of the failure only: its message may repeat the text of a job. */
export function report(
  telemetry: Telemetry,
  message: string,
  error: unknown,
  fields: Record<string, string | number> = {},
): void {
  telemetry.event('warn', message, { ...fields, error: error instanceof Error ? error.name : 'unknown' });
}
