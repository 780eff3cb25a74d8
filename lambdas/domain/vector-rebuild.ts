/** One part of a rebuild of vectors: what is asked of the function, and, with more done, what it answers. */
import * as z from 'zod';

/** Parts that are worked on at the same time: the bound of the state machine's map. */
export const REBUILD_CONCURRENCY = 8;
/** Parts of a rebuild, at most; each is a segment of a parallel scan. */
export const MAX_REBUILD_SEGMENTS = 200;

/** Far above what a model's quota allows; a higher number is a slip. */
export const MAX_JOBS_PER_SECOND = 1_000;

const count = z.int().min(0);

/** The answer goes back in as the next event, until its cursor is null. */
export const rebuildWorkSchema = z
  .strictObject({
    segment: count,
    totalSegments: z.int().min(1).max(MAX_REBUILD_SEGMENTS),
    /** Where the walk stands: null at the beginning and again at the end. */
    cursor: z.string().min(1).nullable().default(null),
    /** Ids of the spaces to fill; default: all that the function has embedders for. */
    spaces: z.array(z.string().min(1)).min(1).max(5).optional(),
    /** false: every vector is made again, also those that are there. */
    onlyMissing: z.boolean().default(true),
    /** Most jobs that are embedded in a second by this part alone; default: no limit of our own. */
    jobsPerSecond: z.number().positive().max(MAX_JOBS_PER_SECOND).optional(),
    scanned: count.default(0),
    embedded: count.default(0),
    skipped: count.default(0),
    failed: count.default(0),
  })
  .refine(({ segment, totalSegments }) => segment < totalSegments, {
    path: ['segment'],
    message: 'must be below totalSegments',
  });

export type RebuildWork = z.output<typeof rebuildWorkSchema>;
