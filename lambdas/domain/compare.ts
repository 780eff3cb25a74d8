/** One request answered by several sides at the same time: what callers send and get. */
import * as z from 'zod';
import { type Arm, armProviders, arms, type Capability } from './arm';
import { expandQueryRequestSchema, expandQueryResponseSchema } from './expansion';
import { explainRequestSchema, explainResponseSchema } from './explain-request';
import { attemptSchema, metaSchema, type Provider, providers, usageSchema } from './meta';
import {
  CANDIDATES,
  embedRequestSchema,
  exactlyOne,
  matchRequestSchema,
  matchResponseSchema,
  oneRequired,
  parseResumeRequestSchema,
  parseResumeResponseSchema,
  problemPartSchema,
} from './requests';
import { vectorSpaceSchema } from './vector-space';

/** A side of the migration, or one provider. */
export const contenderNames = [...arms, ...providers] as const;
export type ContenderName = (typeof contenderNames)[number];

const MAX_CONTENDERS = 4;

const contenders = z
  .array(z.enum(contenderNames))
  .min(2)
  .max(MAX_CONTENDERS)
  .refine((names) => new Set(names).size === names.length, 'each contender may be named once')
  .default(['aws', 'current'])
  .describe('Arms or providers, each asked by itself: none stands in for another');

const { text, document, documentDate, language } = parseResumeRequestSchema.shape;
const PARSED = ['text', 'document'] as const;
const { jobs: _inline, ...matchShape } = matchRequestSchema.shape;

const asked = <C extends Capability, S extends z.ZodType>(capability: C, input: S) =>
  z.strictObject({ capability: z.literal(capability), input, contenders });

export const compareRequestSchema = z
  .discriminatedUnion('capability', [
    asked(
      'parse',
      z
        .strictObject({ text, document, documentDate, language })
        .superRefine(exactlyOne(PARSED))
        .meta(oneRequired(PARSED)),
    ),
    asked('embed', embedRequestSchema),
    asked('match', z.strictObject(matchShape).superRefine(exactlyOne(CANDIDATES)).meta(oneRequired(CANDIDATES))),
    asked('expand', expandQueryRequestSchema),
    asked('explain', explainRequestSchema),
  ])
  .meta({ id: 'CompareRequest', description: '`input` is the body of the route that does it' });
export type CompareRequest = z.infer<typeof compareRequestSchema>;
export type CompareInput<C extends CompareRequest['capability']> = Extract<CompareRequest, { capability: C }>['input'];

/** Vectors of two spaces do not compare, so of an embedding it is only said that it was made. */
const embeddedSchema = z.strictObject({ space: vectorSpaceSchema, vectors: z.int().min(0) });

const resultSchema = z.union([
  parseResumeResponseSchema.omit({ meta: true }),
  matchResponseSchema.omit({ meta: true }),
  embeddedSchema,
  expandQueryResponseSchema.omit({ meta: true }),
  explainResponseSchema.omit({ meta: true }),
]);
export type CompareResult = z.infer<typeof resultSchema>;

const { provider, model, promptVersion, costUsd, costEstimated, simulated } = metaSchema.shape;
const contenderSchema = z
  .strictObject({
    name: z.enum(contenderNames),
    provider: provider.describe('Null where none of its own answered'),
    model,
    promptVersion,
    result: resultSchema.nullable().describe('What the route would have answered, without `meta`'),
    problem: problemPartSchema.nullable().describe('Why there is no result'),
    degraded: z.boolean().describe('Answered with less than the full method, or not at all'),
    attempts: z.array(attemptSchema).describe('Each call of a model, and how it ended'),
    latencyMs: z.int().min(0),
    usage: usageSchema.nullable(),
    costUsd,
    costEstimated,
    simulated,
    warnings: z.array(z.string()),
  })
  .meta({ id: 'Contender' });

const share = z.number().min(0).max(1);
export const compareResponseSchema = z.strictObject({
  contenders: z.array(contenderSchema).describe('In the order asked for'),
  agreement: z
    .array(
      z.strictObject({
        between: z.tuple([z.enum(contenderNames), z.enum(contenderNames)]),
        all: share.nullable().describe('The mean of the fields; null where there is nothing to compare'),
        fields: z.array(z.strictObject({ field: z.string(), agreement: share })),
      }),
    )
    .describe('Of each two that answered'),
  meta: metaSchema,
});
export type CompareResponse = z.infer<typeof compareResponseSchema>;

/**
 * Whom a contender asks, first to last; none where nobody of it is set up for that.
 * @param chains of each arm, in its order
 */
export function providersOf(name: ContenderName, chains: Readonly<Record<Arm, readonly Provider[]>>): Provider[] {
  const arm = arms.find((known) => known === name);
  if (arm === undefined) return chains.aws.filter((known) => known === name);
  return chains[arm].filter((known) => armProviders[arm].includes(known));
}

/** Those that could be asked. */
export function availableContenders(chains: Readonly<Record<Arm, readonly Provider[]>>): ContenderName[] {
  return contenderNames.filter((name) => providersOf(name, chains).length > 0);
}
