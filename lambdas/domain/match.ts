/** JobMatch: a score that is the same every time, its parts, and the resume lines behind each part. */
import * as z from 'zod';
import { jobSchema } from './job';
import { pointerSchema } from './profile';

/** Categories in the order they are reported. */
export const categoryKeys = [
  'skills',
  'title',
  'seniority',
  'experience',
  'semantic',
  'education',
  'languages',
  'certifications',
  'location',
  'salary',
] as const;
export type CategoryKey = (typeof categoryKeys)[number];

/** Relative weights; missing keys keep the suggested weight, 0 switches a category off. Normalised to sum to 1. */
export const weightsSchema = z
  .strictObject(
    Object.fromEntries(categoryKeys.map((key) => [key, z.number().min(0).max(100).optional()])) as Record<
      CategoryKey,
      z.ZodOptional<z.ZodNumber>
    >,
  )
  .meta({ id: 'Weights' });
export type Weights = z.infer<typeof weightsSchema>;

export const bands = ['exceptional', 'strong', 'mixed', 'weak', 'poor'] as const;
export type Band = (typeof bands)[number];

const evidenceSchema = z.strictObject({
  fact: z.string(),
  polarity: z.enum(['positive', 'negative', 'neutral']),
  resumePointers: z.array(pointerSchema),
  jobPointers: z.array(z.string()),
});

export const categorySchema = z.strictObject({
  key: z.enum(categoryKeys),
  label: z.string(),
  score: z.number().min(0).max(100).describe('0 to 100, before weighting'),
  weight: z.strictObject({
    suggested: z.number().min(0).max(1),
    requested: z.number().min(0).nullable(),
    applied: z.number().min(0).max(1).describe('0 where hasData is false; the rest sum to 1'),
  }),
  contribution: z.number().min(0).max(100).describe('score × applied weight'),
  hasData: z.boolean(),
  evidence: z.array(evidenceSchema),
});
export type Category = z.infer<typeof categorySchema>;

const skillRef = z.strictObject({ id: z.string(), name: z.string() });

export const jobMatchSchema = z
  .strictObject({
    id: z.string().describe('`mat_…`, from the inputs: the same pair has the same id'),
    resumeId: z.string().nullable(),
    jobId: z.string(),
    score: z.int().min(0).max(100),
    band: z.enum(bands),
    semanticSimilarity: z.number().min(0).max(1),
    eligible: z.boolean().describe('No must-have is known to be unmet'),
    knockouts: z.array(z.strictObject({ requirementId: z.string(), reason: z.string() })),
    categories: z.array(categorySchema),
    requirements: z.array(
      z.strictObject({
        id: z.string(),
        text: z.string(),
        importance: z.enum(['must', 'nice']),
        status: z.enum(['met', 'partial', 'unmet', 'unknown']),
        resumePointers: z.array(pointerSchema),
      }),
    ),
    skills: z.strictObject({
      matched: z.array(
        skillRef.extend({ importance: z.enum(['must', 'nice']), resumePointers: z.array(pointerSchema) }),
      ),
      related: z.array(
        z.strictObject({
          required: skillRef,
          found: skillRef,
          relation: z.string(),
          similarity: z.number().min(0).max(1),
          resumePointers: z.array(pointerSchema),
        }),
      ),
      missing: z.array(skillRef.extend({ importance: z.enum(['must', 'nice']) })),
      extra: z.array(skillRef),
    }),
    job: jobSchema.omit({ description: true }),
    reproducibility: z.strictObject({
      scorerVersion: z.string(),
      taxonomyVersion: z.string(),
      embeddingSpace: z.string(),
      inputHash: z.string(),
      deterministic: z.literal(true),
    }),
  })
  .meta({ id: 'JobMatch' });
export type JobMatch = z.infer<typeof jobMatchSchema>;

export const filtersSchema = z
  .strictObject({
    market: z
      .string()
      .regex(/^[a-z0-9-]{1,32}$/)
      .optional(),
    remote: z.enum(['remote', 'hybrid', 'on-site']).optional(),
    employmentType: jobSchema.shape.employmentType,
    seniority: jobSchema.shape.seniority,
    countryCode: jobSchema.shape.countryCode,
  })
  .meta({ id: 'MatchFilters' });
export type Filters = z.infer<typeof filtersSchema>;
