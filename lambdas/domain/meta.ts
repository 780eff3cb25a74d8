/** How an answer came about: who was asked, what it cost, what was given up; sent as `meta` beside every result. */
import * as z from 'zod';

export const providers = ['bedrock', 'sagemaker', 'openai', 'huggingface', 'rules', 'embedded'] as const;
export type Provider = (typeof providers)[number];

export const usageSchema = z.strictObject({
  inputTokens: z.int().min(0),
  outputTokens: z.int().min(0),
  cacheReadTokens: z.int().min(0).default(0),
  cacheWriteTokens: z.int().min(0).default(0),
  cacheWriteHourTokens: z.int().min(0).default(0).describe('Of the tokens written to a cache, those kept for an hour'),
});
export type Usage = z.infer<typeof usageSchema>;

export const NO_TOKENS: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  cacheWriteHourTokens: 0,
};

/** Field by field. */
export function addUsage(one: Usage, other: Usage): Usage {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    cacheReadTokens: one.cacheReadTokens + other.cacheReadTokens,
    cacheWriteTokens: one.cacheWriteTokens + other.cacheWriteTokens,
    cacheWriteHourTokens: one.cacheWriteHourTokens + other.cacheWriteHourTokens,
  };
}

export const attemptSchema = z.strictObject({
  provider: z.enum(providers),
  model: z.string(),
  outcome: z
    .string()
    .describe(
      '`ok`, the kind of failure, or why it was not asked: `no-time`, `breaker-open`, `busy`, `over-budget`, `budget-unknown`, `withheld`',
    ),
  latencyMs: z.int().min(0),
});
export type Attempt = z.infer<typeof attemptSchema>;

export const metaSchema = z
  .strictObject({
    requestId: z.string(),
    provider: z.enum(providers).nullable().default(null),
    model: z.string().nullable().default(null),
    attempts: z.array(attemptSchema).default([]),
    fallbackUsed: z.boolean().default(false),
    degraded: z.boolean().default(false).describe('Answered without a model, or with less than the full method'),
    cached: z
      .boolean()
      .default(false)
      .describe('What a model answered you before, or at the same time, to the same; of several texts, all of them'),
    simulated: z.boolean().default(false).describe('The model was a simulator of the laptop cloud'),
    promptVersion: z.string().nullable().default(null),
    arm: z
      .enum(['current', 'aws'])
      .nullable()
      .default(null)
      .describe('Side of the migration that you are on for this; null where there is no choice'),
    latencyMs: z.int().min(0),
    usage: usageSchema.nullable().default(null),
    costUsd: z.number().min(0).nullable().default(null).describe('Null when the price of the model is unknown'),
    costEstimated: z
      .boolean()
      .default(false)
      .describe('Calls broken off are among the cost and the usage, with the most that they can be billed'),
    warnings: z.array(z.string()).default([]),
  })
  .meta({ id: 'Meta' });
export type Meta = z.infer<typeof metaSchema>;

/** The part of Meta that a provider chain knows. */
export type Provenance = Pick<
  Meta,
  | 'provider'
  | 'model'
  | 'attempts'
  | 'fallbackUsed'
  | 'degraded'
  | 'cached'
  | 'simulated'
  | 'promptVersion'
  | 'usage'
  | 'costUsd'
  | 'costEstimated'
>;

/** The later of two answers to one question, with the attempts of both and what both cost. */
export function addProvenance(before: Provenance, after: Provenance): Provenance {
  return {
    ...after,
    attempts: [...before.attempts, ...after.attempts],
    usage: before.usage && after.usage ? addUsage(before.usage, after.usage) : (before.usage ?? after.usage),
    costUsd: before.costUsd === null || after.costUsd === null ? null : before.costUsd + after.costUsd,
    costEstimated: before.costEstimated || after.costEstimated,
  };
}
