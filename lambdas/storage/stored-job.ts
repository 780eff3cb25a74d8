/** A job item as it is read back, from the table or from its stream. */
import * as z from 'zod';
import { jobSchema } from '../domain/job';
import type { JobFacts } from '../domain/job-facts';
import { degreeLevels, seniorities } from '../domain/resume';
import type { StoredJob } from '../ports';

const skillNameSchema = z.object({ id: z.string(), name: z.string() });
const requiredSkillSchema = skillNameSchema.extend({
  pointer: z.string(),
  orElse: z.array(skillNameSchema).optional(),
});

const factsSchema = z.object({
  version: z.string(),
  titles: z.array(z.string()),
  mustHave: z.array(requiredSkillSchema),
  niceToHave: z.array(requiredSkillSchema),
  experienceYears: z.object({ min: z.number().nullable(), max: z.number().nullable() }).nullable(),
  seniority: z.enum(seniorities).nullable(),
  education: z.enum(degreeLevels).nullable(),
  languages: z.array(z.string()),
  certificates: z.array(z.string()),
  location: z.object({ raw: z.string(), city: z.string().nullable(), countryCode: z.string().nullable() }).nullable(),
  remote: z.enum(['remote', 'hybrid', 'on-site']).nullable(),
  signals: z.array(z.object({ kind: z.string(), characters: z.number() })).optional(),
  embeddingText: z.string(),
  embedding: z.string().nullable(),
  titleEmbedding: z.string().nullable(),
}) satisfies z.ZodType<JobFacts>;

/** Facts of an older shape: their version is nobody's, so that they are read from the job again. */
const unreadable: JobFacts = {
  version: 'unreadable',
  titles: [],
  mustHave: [],
  niceToHave: [],
  experienceYears: null,
  seniority: null,
  education: null,
  languages: [],
  certificates: [],
  location: null,
  remote: null,
  embeddingText: '',
  embedding: null,
  titleEmbedding: null,
};

const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(schema);

const storedJobSchema = z.object({
  job: json(jobSchema),
  facts: json(factsSchema.catch(unreadable)),
  contentHash: z.string(),
  updatedAt: z.string(),
});

/** Without the vectors, which are most of an item and of no use to a reader. */
export const STORED_JOB_ATTRIBUTES = Object.keys(storedJobSchema.shape);

/** @throws ZodError when the item is not a job as this code writes them */
export function readStoredJob(item: unknown): StoredJob {
  return storedJobSchema.parse(item);
}
