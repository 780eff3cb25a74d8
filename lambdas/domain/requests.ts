/** The bodies callers send and the bodies they get; `http/routes.ts` binds each to a method and a path. */
import * as z from 'zod';
import { jobIdSchema, jobSchema } from './job';
import {
  MAX_EMBED_CHARACTERS,
  MAX_EMBED_TEXTS,
  MAX_JOBS_PER_REQUEST,
  MAX_MATCHES,
  MAX_TEXT_CHARACTERS,
} from './limits';
import { filtersSchema, jobMatchSchema, weightsSchema } from './match';
import { metaSchema } from './meta';
import { profileInputSchema } from './profile';
import { parsedResumeSchema, partialDateSchema } from './resume';
import { vectorSpaceSchema } from './vector-space';

const longText = z.string().max(MAX_TEXT_CHARACTERS);

/** Demands exactly one of some optional keys, with a message that names them all. */
export function exactlyOne(keys: readonly string[]) {
  return (body: Record<string, unknown>, context: z.RefinementCtx) => {
    const given = keys.filter((key) => body[key] !== undefined);
    if (given.length !== 1) {
      const found = given.length === 0 ? 'none was given' : `${given.join(' and ')} were given`;
      context.addIssue({ code: 'custom', message: `send exactly one of ${keys.join(', ')}; ${found}`, path: [] });
    }
  };
}

/** The same rule in words of JSON Schema, for the published contract. */
export const oneRequired = (keys: readonly string[]) => ({ oneOf: keys.map((key) => ({ required: [key] })) });

const SOURCES = ['text', 'document', 'uploadId'] as const;
/** As shells and clients write it: line breaks and missing padding are no fault. */
const base64 = z
  .string()
  .regex(
    /^\s*[A-Za-z0-9+/][A-Za-z0-9+/\s]*(?:=\s*){0,2}$/,
    'the bytes of the file in base64 (RFC 4648), without a `data:` prefix',
  )
  .meta({ contentEncoding: 'base64' });

export const parseResumeRequestSchema = z
  .strictObject({
    text: longText.optional(),
    document: z
      .strictObject({ contentBase64: base64, fileName: z.string().max(255).optional() })
      .optional()
      .describe('PDF, DOCX, DOC, RTF, HTML or TXT; told by its bytes'),
    uploadId: z.string().min(1).max(200).optional(),
    documentDate: partialDateSchema.optional().describe('The day "present" refers to'),
    language: z
      .string()
      .regex(/^[a-z]{2}$/, 'an ISO 639-1 code such as de')
      .optional(),
    store: z.boolean().default(false),
    include: z
      .array(z.enum(['provenance']))
      .max(1)
      .default([]),
  })
  .superRefine(exactlyOne(SOURCES))
  .meta({ id: 'ParseResumeRequest', ...oneRequired(SOURCES) });
export type ParseResumeRequest = z.infer<typeof parseResumeRequestSchema>;

export const parseResumeResponseSchema = z.strictObject({ resume: parsedResumeSchema, meta: metaSchema });
export type ParseResumeResponse = z.infer<typeof parseResumeResponseSchema>;

const embedText = z.string().trim().min(1).max(MAX_EMBED_CHARACTERS);
export const embedRequestSchema = z
  .strictObject({
    input: z.union([embedText, z.array(embedText).min(1).max(MAX_EMBED_TEXTS)]),
    purpose: z.enum(['query', 'document']).default('document'),
  })
  .meta({ id: 'EmbedRequest' });
export type EmbedRequest = z.infer<typeof embedRequestSchema>;

export const embedResponseSchema = z.strictObject({
  data: z.array(z.strictObject({ index: z.int().min(0), embedding: z.array(z.number()) })),
  space: vectorSpaceSchema,
  meta: metaSchema,
});
export type EmbedResponse = z.infer<typeof embedResponseSchema>;

export const CANDIDATES = ['resumeText', 'resume', 'resumeId', 'profile', 'query'] as const;
export const matchRequestSchema = z
  .strictObject({
    resumeText: longText.optional(),
    resume: parsedResumeSchema.optional(),
    resumeId: z.string().min(1).max(100).optional(),
    profile: profileInputSchema.optional(),
    query: z.string().trim().min(1).max(1000).optional(),
    jobs: z
      .array(jobSchema)
      .min(1)
      .max(MAX_JOBS_PER_REQUEST)
      .optional()
      .describe('Rank these instead of the catalogue'),
    filters: filtersSchema.optional(),
    weights: weightsSchema.optional(),
    limit: z.int().min(1).max(MAX_MATCHES).default(10),
    minScore: z.number().min(0).max(100).default(0),
    documentDate: partialDateSchema.optional().describe('The day "present" refers to in resumeText'),
  })
  .superRefine(exactlyOne(CANDIDATES))
  .meta({ id: 'MatchRequest', ...oneRequired(CANDIDATES) });
export type MatchRequest = z.infer<typeof matchRequestSchema>;

export const matchResponseSchema = z.strictObject({ matches: z.array(jobMatchSchema), meta: metaSchema });
export type MatchResponse = z.infer<typeof matchResponseSchema>;

/** The jobs are checked one by one, so that one bad job does not reject the batch. */
export const jobsBatchRequestSchema = z
  .strictObject({ jobs: z.array(z.unknown()).min(1).max(MAX_JOBS_PER_REQUEST) })
  .meta({ id: 'JobsBatchRequest' });
export type JobsBatchRequest = z.infer<typeof jobsBatchRequestSchema>;

export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().optional(),
    code: z.string(),
    retryable: z.boolean(),
    traceId: z.string(),
    errors: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });
export type Problem = z.infer<typeof problemSchema>;

/** A refusal that has no request of its own, such as that of one item of a batch. */
export const problemPartSchema = problemSchema.omit({ traceId: true, instance: true });

export const jobsBatchResponseSchema = z.strictObject({
  accepted: z.array(z.strictObject({ id: jobIdSchema })),
  rejected: z.array(z.strictObject({ index: z.int().min(0), problem: problemPartSchema })),
});
export type JobsBatchResponse = z.infer<typeof jobsBatchResponseSchema>;

export const jobResponseSchema = z.strictObject({
  job: jobSchema,
  updatedAt: z.iso.datetime(),
  warnings: z.array(z.string()).default([]).describe('What of the text was not read, and why'),
});
export type JobResponse = z.infer<typeof jobResponseSchema>;

export const createUploadRequestSchema = z
  .strictObject({ mediaType: z.string().min(1).max(200), bytes: z.int().min(1) })
  .meta({ id: 'CreateUploadRequest' });
export const createUploadResponseSchema = z.strictObject({
  uploadId: z.string(),
  url: z.url(),
  fields: z
    .record(z.string(), z.string())
    .describe('Form fields to send before the field `file`, as multipart/form-data'),
  expiresAt: z.iso.datetime(),
});

export const healthResponseSchema = z.strictObject({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  time: z.iso.datetime(),
});
export type HealthResponse = z.infer<typeof healthResponseSchema>;
export const providersHealthResponseSchema = z.strictObject({
  status: z.enum(['ok', 'degraded']),
  providers: z.array(
    z.strictObject({
      capability: z.enum(['text', 'embeddings', 'store']),
      provider: z.string(),
      model: z.string().nullable(),
      status: z.enum(['ok', 'failing', 'unknown']),
      latencyMs: z.int().min(0).nullable(),
      detail: z.string().nullable(),
      breaker: z
        .enum(['closed', 'open', 'half-open', 'capacity'])
        .nullable()
        .describe(
          '`open`: not asked for a while, as it failed; `half-open`: about to be tried again; `capacity`: it said that it is asked too often; null where nothing is left out',
        ),
    }),
  ),
});
export type ProvidersHealthResponse = z.infer<typeof providersHealthResponseSchema>;
