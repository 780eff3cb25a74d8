/** What callers send to have a match explained, and what they get. */
import * as z from 'zod';
import { explanationSchema } from './explanation';
import { jobIdSchema, jobSchema } from './job';
import { jobMatchSchema } from './match';
import { metaSchema } from './meta';
import { exactlyOne, matchRequestSchema, oneRequired } from './requests';

const CANDIDATES = ['resumeText', 'resume', 'resumeId', 'profile'] as const;
const JOBS = ['jobId', 'job'] as const;

const { resumeText, resume, resumeId, profile, weights, documentDate } = matchRequestSchema.shape;

export const explainRequestSchema = z
  .strictObject({
    resumeText,
    resume,
    resumeId,
    profile,
    jobId: jobIdSchema.optional().describe('Of the catalogue'),
    job: jobSchema.optional().describe('A job that need not be in the catalogue; it is not kept'),
    weights,
    documentDate,
    language: z
      .string()
      .regex(/^[a-z]{2}$/, 'an ISO 639-1 code such as de')
      .default('en')
      .describe('Of the explanation. Without a model it is in English, and `meta.warnings` says so'),
  })
  .superRefine(exactlyOne(CANDIDATES))
  .superRefine(exactlyOne(JOBS))
  .meta({ id: 'ExplainRequest', allOf: [oneRequired(CANDIDATES), oneRequired(JOBS)] });
export type ExplainRequest = z.infer<typeof explainRequestSchema>;

export const explainResponseSchema = z.strictObject({
  match: jobMatchSchema,
  explanation: explanationSchema,
  meta: metaSchema,
});
export type ExplainResponse = z.infer<typeof explainResponseSchema>;
