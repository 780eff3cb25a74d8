/** A request that both arms are asked: who is drawn, and what waits for the other arm. */
import * as z from 'zod';
import { type Arm, armProviders, arms, BUCKETS, bucketOf, type Capability, wasForbidden } from './arm';
import { mediaTypes } from './document-text';
import { expandQueryRequestSchema } from './expansion';
import { explainRequestSchema } from './explain-request';
import { type Meta, providers } from './meta';
import { embedRequestSchema, matchRequestSchema } from './requests';
import { partialDateSchema } from './resume';

/** Another salt than that of the arms: who is drawn says nothing of who is on which arm. */
const DRAW_SALT = 'shadow-1';
const RECORD_SALT = 'shadow-record-1';
/** In per cent of the shadows; those that agree little are recorded all the same. */
const RECORDED_PERCENT = 10;
const AGREES_LITTLE = 0.5;

const isDrawn = (subject: string, salt: string, percentage: number): boolean =>
  bucketOf(subject, salt) < Math.round((percentage * BUCKETS) / 100);

/** The same for a request each time it is asked. @param percentage 0 to 100 */
export const isShadowed = (requestId: string, percentage: number): boolean => isDrawn(requestId, DRAW_SALT, percentage);

/** `drawn`: by lot, so that these stand for all · `disagrees`: as the two agree little. */
export const reasons = ['drawn', 'disagrees'] as const;

/**
 * Why a shadow is recorded; null for one that is not.
 * @param agreement of all fields, 0 to 1; null where nothing was compared
 */
export function reasonToRecord(requestId: string, agreement: number | null): (typeof reasons)[number] | null {
  if (isDrawn(requestId, RECORD_SALT, RECORDED_PERCENT)) return 'drawn';
  return agreement !== null && agreement < AGREES_LITTLE ? 'disagrees' : null;
}

export const otherArm = (arm: Arm): Arm => (arm === 'aws' ? 'current' : 'aws');

/** How an arm did on a request. */
export const sideSchema = z.strictObject({
  /** Null where nobody answered. */
  provider: z.enum(providers).nullable(),
  model: z.string().nullable(),
  promptVersion: z.string().nullable(),
  /** All calls of its models together, without what the service does before and after. */
  latencyMs: z.number().min(0),
  costUsd: z.number().min(0).nullable(),
  /** None of its own providers answered. */
  failed: z.boolean(),
});
export type Side = z.infer<typeof sideSchema>;

export function sideOf(arm: Arm, meta: Omit<Meta, 'requestId' | 'arm' | 'latencyMs' | 'warnings'>): Side {
  const { provider, model, promptVersion, costUsd, attempts } = meta;
  return {
    provider,
    model,
    promptVersion,
    latencyMs: attempts.reduce((sum, attempt) => sum + attempt.latencyMs, 0),
    costUsd,
    failed: provider === null || !armProviders[arm].includes(provider),
  };
}

/** Which rule of ours kept a request from an arm, so that it says nothing of the arm; null where none did. */
export function keptFrom(arm: Arm, { attempts }: Pick<Meta, 'attempts'>): 'no-budget' | 'withheld' | null {
  if (!wasForbidden(arm, attempts)) return null;
  const own = attempts.find(({ provider }) => armProviders[arm].includes(provider));
  return own?.outcome === 'withheld' ? 'withheld' : 'no-budget';
}

const text = z.string().nullable();
const job = z.object({ jobId: z.string() });
const citing = z.object({ facts: z.array(z.string()) });
const MATCHES_COMPARED = 10;

/** Of an answer what `agreementOf` looks at, and nothing else. */
export const comparedSchemas = {
  parse: z.object({
    resume: z.object({
      basics: z.object({
        name: text,
        email: text,
        phone: text,
        location: z.object({ raw: text }).nullable(),
      }),
      work: z.array(z.object({ name: text, position: text, startDate: text, endDate: text, isCurrent: z.boolean() })),
      education: z.array(z.object({ institution: text, studyType: text })),
      skills: z.array(z.object({ canonical: z.string() })),
    }),
  }),
  embed: z.unknown().transform(() => null),
  match: z.object({ matches: z.array(job).transform((jobs) => jobs.slice(0, MATCHES_COMPARED)) }),
  expand: z.object({
    titles: z.array(z.object({ title: z.string() })),
    skills: z.array(z.object({ name: z.string() })),
  }),
  explain: z.object({ explanation: z.object({ strengths: z.array(citing), concerns: z.array(citing) }) }),
} as const satisfies Record<Capability, z.ZodType>;

const documentSchema = z.strictObject({
  mediaType: z.enum(mediaTypes),
  sha256: z.string(),
  bytes: z.number(),
  pages: z.number(),
  lines: z.array(
    z.strictObject({
      text: z.string(),
      page: z.number(),
      fontSize: z.exactOptional(z.number()),
      bold: z.exactOptional(z.boolean()),
      x: z.exactOptional(z.number()),
      gapAbove: z.exactOptional(z.number()),
      heading: z.exactOptional(z.boolean()),
      bullet: z.exactOptional(z.boolean()),
    }),
  ),
  hidden: z.array(
    z.strictObject({
      kind: z.enum([
        'invisible',
        'tiny',
        'off-page',
        'same-colour',
        'zero-width',
        'unicode-tag',
        'bidi-control',
        'unread-part',
      ]),
      page: z.number(),
      characters: z.number(),
    }),
  ),
  warnings: z.array(z.string()),
});

const common = {
  requestId: z.string().min(1),
  owner: z.string(),
  /** Of the user. */
  arm: z.enum(arms),
  side: sideSchema,
};

/** As it waits in the queue. It holds what the user sent, so it is kept for an hour and no longer. */
export const shadowSchema = z.discriminatedUnion('capability', [
  z.strictObject({
    ...common,
    capability: z.literal('parse'),
    input: z.strictObject({
      document: documentSchema,
      documentDate: partialDateSchema,
      language: z.exactOptional(z.string()),
    }),
    answer: comparedSchemas.parse.nullable(),
  }),
  z.strictObject({
    ...common,
    capability: z.literal('embed'),
    input: embedRequestSchema,
    answer: z.null(),
  }),
  z.strictObject({
    ...common,
    capability: z.literal('match'),
    input: matchRequestSchema,
    answer: comparedSchemas.match.nullable(),
  }),
  z.strictObject({
    ...common,
    capability: z.literal('expand'),
    input: expandQueryRequestSchema,
    answer: comparedSchemas.expand.nullable(),
  }),
  z.strictObject({
    ...common,
    capability: z.literal('explain'),
    input: explainRequestSchema,
    answer: comparedSchemas.explain.nullable(),
  }),
]);
export type Shadow = z.infer<typeof shadowSchema>;
/** `answer`: null where the arm of the user did not give it. */
export type ShadowInput = { [C in Capability]: Extract<Shadow, { capability: C }>['input'] };
