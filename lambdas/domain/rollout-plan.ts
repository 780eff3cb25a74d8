/** The plan by which users are moved step by step: a part of the flags document, so that plan and share change together. */
import * as z from 'zod';
import { type Capability, capabilities, type Rollout } from './arm';

const share = z.number().min(0).max(100);
const rating = z.number().min(1).max(5);
const utc = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, 'a time in UTC such as 2026-11-22T10:00:00Z');

/**
 * Where the AWS arm breaks its step. Sources of the defaults: the service's objectives (p95, cost), and for what has none
 * the reason beside it.
 */
const limitsSchema = z.object({
  failureRateMost: z.number().min(0).max(1).optional(),
  failureRateAbove: z.number().min(0).max(1).optional(),
  p95MsMost: z.number().min(1).optional(),
  p95Times: z.number().min(1).optional(),
  costUsdMost: z.number().min(0).optional(),
  costTimes: z.number().min(1).optional(),
  agreementLeast: z.number().min(0).max(1).optional(),
  ratingLeast: rating.optional(),
  ratingBelow: z.number().min(0).max(4).optional(),
});
export type Limits = { [Name in keyof z.infer<typeof limitsSchema>]-?: number };

export const DEFAULT_LIMITS: Limits = {
  /** Five times what the service may fail: the other arm answers what an arm's own providers do not, so no user sees it. */
  failureRateMost: 0.05,
  /** Above the other arm: a point is the whole budget for errors of the service. */
  failureRateAbove: 0.01,
  /** The objective. Below it a slower arm is no harm. */
  p95MsMost: 3_000,
  /** Of the other arm: a quarter slower is what people begin to notice. */
  p95Times: 1.25,
  /** The objective, in USD a request. Below it a dearer arm is no harm. */
  costUsdMost: 0.01,
  /** Of the other arm. */
  costTimes: 1.5,
  /** Two answers of one good model to one resume agree by more than this. */
  agreementLeast: 0.7,
  /** Half a point under the objective of 4.5, which the alarm watches. */
  ratingLeast: 4,
  /** Under the other arm: what 200 ratings of each can tell from chance. */
  ratingBelow: 0.3,
};

const perCapability = <T extends z.ZodType>(part: T) =>
  Object.fromEntries(capabilities.map((name) => [name, part.optional()])) as Record<Capability, z.ZodOptional<T>>;

const mean = z.object({ mean: z.number(), count: z.number().min(0) });
const baseline = z.object({
  requests: z.number().min(0),
  failures: z.number().min(0),
  p95Ms: z.number().min(0).optional(),
  costUsd: z.number().min(0).optional(),
  rating: mean.optional(),
});
export type Baseline = z.infer<typeof baseline>;

export const rolloutPlanSchema = z.object({
  steps: z.array(share).min(1).max(20).describe('Shares on the way, in per cent'),
  capability: z.enum(capabilities).optional().describe('Moves the share of this capability only; absent: of all'),
  state: z
    .enum(['running', 'paused', 'done', 'rolled-back'])
    .describe('paused: no step is raised; what breaks is taken back all the same'),
  from: share.describe('Share before the plan began; there it goes back to'),
  share: share.describe('Share that the plan has set; another one in force was set by hand, and the plan waits'),
  since: utc.describe('When that was'),
  bakeMinutes: z.number().min(1).max(10_080).describe('Least time of a step; a week at most'),
  minRequests: z.number().min(1).describe('Least requests of each arm in a step'),
  limits: limitsSchema.optional().describe('In place of the defaults of docs/rollout.md'),
  dryRun: z.boolean().optional().describe('The guard says what it would do, and does nothing'),
  requireEvaluation: z.boolean().optional().describe('No step is raised without an evaluation passed within 7 days'),
  baseline: z
    .object(perCapability(baseline))
    .optional()
    .describe('Figures of the current arm in the step before; at 100 % there are no others to compare with'),
  note: z.string().max(500).optional().describe('Why the plan is in its state'),
});
export type RolloutPlan = z.infer<typeof rolloutPlanSchema>;

/** A step of ten minutes has a hundred requests at 10 a minute; fewer tell a failure rate of 5 % from 1 % by chance only. */
export const DEFAULT_PLAN = { steps: [10, 50, 100], bakeMinutes: 60, minRequests: 100 } as const;

/** The next share of the plan; undefined at its end. */
export function nextStep({ steps, share }: Pick<RolloutPlan, 'steps' | 'share'>): number | undefined {
  return [...steps].sort((a, b) => a - b).find((step) => step > share);
}

/** The share that counts for the plan. */
export function shareInForce(rollout: Rollout, { capability }: Pick<RolloutPlan, 'capability'>): number {
  return (capability === undefined ? undefined : rollout.capabilities?.[capability]) ?? rollout.percentage;
}

/** What a plan moves: capabilities with a share of their own are moved by no other plan. */
export function movedBy({ capability }: Pick<RolloutPlan, 'capability'>, rollout: Rollout): readonly Capability[] {
  if (capability !== undefined) return [capability];
  return capabilities.filter((name) => rollout.capabilities?.[name] === undefined);
}

/** The part `rollout` of a document with another share for what the plan moves; all else in it stays. */
export function withShare<R extends { percentage?: number | undefined; capabilities?: object | undefined }>(
  rollout: R | undefined,
  { capability }: Pick<RolloutPlan, 'capability'>,
  percentage: number,
) {
  if (capability === undefined) return { ...rollout, percentage };
  return { ...rollout, capabilities: { ...rollout?.capabilities, [capability]: percentage } };
}

/** Whether the guard has something to look after. */
export function isWatched(plan: RolloutPlan | undefined): plan is RolloutPlan & { state: 'running' | 'paused' } {
  return plan?.state === 'running' || plan?.state === 'paused';
}

/** As times stand in the flags: whole seconds, UTC. */
export function utcOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
