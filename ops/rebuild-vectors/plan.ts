/** What is asked of a rebuild of vectors, from the command line to the input of the state machine. */
import {
  MAX_JOBS_PER_SECOND,
  MAX_REBUILD_SEGMENTS,
  REBUILD_CONCURRENCY,
  type RebuildWork,
} from '../../lambdas/domain/vector-rebuild';
import { type Settings, UsageError } from '../operation';

export interface RebuildPlan {
  parts: number;
  /** Jobs a second, all parts together; undefined: as fast as it goes. */
  rate: number | undefined;
  /** Ids of spaces; undefined: all. */
  spaces: string[] | undefined;
  /** Vectors that are there are made again. */
  all: boolean;
}

/** Enough that the last parts of a large catalogue do not keep the others waiting. */
const PARTS = 4 * REBUILD_CONCURRENCY;
/** New accounts may ask Titan 600 times a minute, and users ask too. Source: Bedrock quotas, read 2026-11-21. */
const RATE = 8;

/** @throws UsageError */
export function planOf(given: Settings['given']): RebuildPlan {
  const parts = numberOf('--parts', given.parts, PARTS, MAX_REBUILD_SEGMENTS);
  if (!Number.isInteger(parts)) throw new UsageError(`--parts: ${given.parts} was given; allowed: a whole number`);
  const spaces = typeof given.space === 'string' ? given.space.split(',').map((id) => id.trim()) : undefined;
  for (const id of spaces ?? []) {
    if (id.split('/').length < 4) {
      throw new UsageError(
        `--space: ${id} was given; allowed: provider/model/dimensions/version, as meta.space says it`,
      );
    }
  }
  return { parts, rate: numberOf('--rate', given.rate, RATE, MAX_JOBS_PER_SECOND), spaces, all: given.all === true };
}

/** One work item a part. The rate is shared among the parts that run at the same time. */
export function inputOf({ parts, rate, spaces, all }: RebuildPlan): { parts: Partial<RebuildWork>[] } {
  const atOnce = Math.min(parts, REBUILD_CONCURRENCY);
  return {
    parts: Array.from({ length: parts }, (_, segment) => ({
      segment,
      totalSegments: parts,
      onlyMissing: !all,
      ...(spaces && { spaces }),
      ...(rate !== undefined && { jobsPerSecond: rate / atOnce }),
    })),
  };
}

function numberOf(name: string, given: Settings['given'][string], usual: number, most: number): number {
  if (given === undefined) return usual;
  const number = Number(given);
  if (Number.isFinite(number) && number > 0 && number <= most) return number;
  throw new UsageError(`${name}: ${given} was given; allowed: a number above 0, ${most} or less`);
}
