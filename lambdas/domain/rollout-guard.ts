/** Whether a rollout goes on, waits or goes back: each figure of the AWS arm against the other arm's and its limit. */
import type { Capability } from './arm';
import type { ArmFigures, CapabilityFigures, Mean, SideFigures } from './arm-figures';
import { type CurrentFlags, maintenanceAt } from './flags';
import { leastDifference, wilson } from './proportion';
import {
  type Baseline,
  DEFAULT_LIMITS,
  isWatched,
  type Limits,
  movedBy,
  nextStep,
  type RolloutPlan,
  shareInForce,
} from './rollout-plan';

export const guards = ['failureRate', 'p95', 'cost', 'agreement', 'rating'] as const;
export type Guard = (typeof guards)[number];

/** One figure of the AWS arm. */
export interface Verdict {
  capability: Capability;
  guard: Guard;
  value: number | null;
  /** The same of the current arm; null where it is not known. */
  other: number | null;
  limit: number;
  samples: number;
  /**
   * doubtful: outside the limit, but by chance perhaps, or the other arm is no better: no reason to go back, and none to
   * go on. unjudged: too few to say anything.
   */
  state: 'holds' | 'doubtful' | 'broken' | 'unjudged';
}

type Judged = Omit<Verdict, 'capability' | 'guard'>;

export interface Evaluation {
  passed: boolean;
  /** ISO time. */
  at: string;
  detail: string;
}

export type Why =
  | 'paused'
  | 'switched'
  | 'maintenance'
  | 'changed-by-hand'
  | 'deploying'
  | 'baking'
  | 'too-few'
  | 'doubtful'
  | 'not-evaluated'
  | 'evaluation-failed';

export type Decision =
  | { do: 'nothing' }
  /** isHeld: the step is over, and cannot be judged. */
  | { do: 'wait'; why: Why; isHeld: boolean }
  | { do: 'step'; to: number }
  | { do: 'finish' }
  | { do: 'rollBack'; broken: readonly [Verdict, ...Verdict[]] };

/** A break that began late is thinned out by a long step; so the last while is looked at too. */
export const RECENT_MS = 15 * 60_000;
const EVALUATION_MS = 7 * 86_400_000;
/** Fewer failures than this are bad luck, whatever share they are. */
const LEAST_FAILURES = 5;
/** For means of rare things. */
const FEW = 20;
/** For the slowest and for costs. With as many requests the true 95th percentile is above the 89.4th seen, 99.5 % sure. */
const MANY = 100;
/** From here on the 95th seen is near enough to the true one. */
const VERY_MANY = 1_000;
/** One-sided 95 %, as ratings and agreement are few and come slowly. */
const Z_95 = 1.645;
/** Assumed, as CloudWatch keeps no variances: more than ratings in stars, and agreements, spread in practice. */
const RATING_DEVIATION = 1;
const AGREEMENT_DEVIATION = 0.25;

/** What a person has decided, which the plan gives way to. Asked first: then no figures are needed. */
export function standsAside(plan: RolloutPlan, flags: CurrentFlags, now: number): Why | undefined {
  if (maintenanceAt(flags, now) !== undefined) return 'maintenance';
  if (flags.arm !== undefined) return 'switched';
  // A dry run moves nothing, so whatever share there is is the one to judge.
  if (plan.dryRun !== true && shareInForce(flags.rollout, plan) !== plan.share) return 'changed-by-hand';
  return undefined;
}

/**
 * @param now epoch milliseconds
 * @param seen.step figures since the step began · `recent`: of the last `RECENT_MS`; undefined where `standsAside` speaks
 * @param seen.isDeploying a deployment of flags is under way
 */
export function decide(
  plan: RolloutPlan,
  now: number,
  seen: {
    flags: CurrentFlags;
    step: ArmFigures | undefined;
    recent: ArmFigures | undefined;
    isDeploying: boolean;
    evaluation: Evaluation | null;
  },
): Decision {
  if (!isWatched(plan)) return { do: 'nothing' };
  const isOver = now >= Date.parse(plan.since) + plan.bakeMinutes * 60_000;
  const wait = (why: Why, isHeld = isOver): Decision => ({ do: 'wait', why, isHeld });
  const aside = standsAside(plan, seen.flags, now);
  if (aside !== undefined) return wait(aside, isOver && aside === 'changed-by-hand' && plan.state === 'running');
  if (seen.step === undefined || seen.recent === undefined) return wait('too-few');

  const judged = movedBy(plan, seen.flags.rollout);
  const all = verdicts(plan, judged, seen.step);
  const broken = [...all, ...verdicts(plan, judged, seen.recent)].filter(({ state }) => state === 'broken');
  const isSame = (a: Verdict, b: Verdict) => a.guard === b.guard && a.capability === b.capability;
  const [first, ...more] = broken.filter((one, at) => broken.findIndex((other) => isSame(one, other)) === at);
  if (first !== undefined) return { do: 'rollBack', broken: [first, ...more] };
  if (plan.state === 'paused') return wait('paused', false);
  if (seen.isDeploying) return wait('deploying', false);
  if (!isOver) return wait('baking', false);
  if (!hasEnough(plan, judged, seen.step)) return wait('too-few');
  if (all.some(({ state }) => state === 'doubtful')) return wait('doubtful');
  const to = nextStep(plan);
  if (to === undefined) return { do: 'finish' };
  if (plan.requireEvaluation === true) {
    const { evaluation } = seen;
    if (evaluation === null || Date.parse(evaluation.at) < now - EVALUATION_MS) return wait('not-evaluated');
    if (!evaluation.passed) return wait('evaluation-failed');
  }
  return { do: 'step', to };
}

/**
 * Whether each arm has the requests that the plan asks for; at 100 % nobody is on the other. A capability that the current
 * arm serves often must have been seen on the AWS arm too: else a step would be raised on the figures of another one.
 */
function hasEnough(plan: RolloutPlan, judged: readonly Capability[], figures: ArmFigures): boolean {
  const requests = (arm: 'aws' | 'current') =>
    judged.reduce((all, capability) => all + figures[capability][arm].requests, 0);
  if (plan.share >= 100) return requests('aws') >= plan.minRequests;
  const isUnseen = judged.some((capability) => {
    const { aws, current } = figures[capability];
    return aws.requests === 0 && current.requests >= plan.minRequests;
  });
  return requests('aws') >= plan.minRequests && requests('current') >= plan.minRequests && !isUnseen;
}

/** Every guard of every capability that is moved and has traffic, in the order of `guards`. */
export function verdicts(plan: RolloutPlan, judged: readonly Capability[], figures: ArmFigures): Verdict[] {
  const limits: Limits = { ...DEFAULT_LIMITS, ...defined(plan.limits) };
  return judged.flatMap((capability) => {
    const seen = figures[capability];
    if (seen.aws.requests === 0 && seen.agreement === null) return [];
    const baseline = plan.baseline?.[capability];
    return verdictsOf(capability, seen, baseline === undefined ? undefined : figuresOf(baseline), limits);
  });
}

function verdictsOf(
  capability: Capability,
  { aws, current, agreement }: CapabilityFigures,
  before: SideFigures | undefined,
  limits: Limits,
): Verdict[] {
  /** The current arm now, or where it has too few as it was in the step before. */
  const other = (least: number): SideFigures | undefined =>
    [current, before].find((side) => side !== undefined && side.requests >= least);
  const of = (guard: Guard, rest: Judged): Verdict => ({ capability, guard, ...rest });
  return [
    of('failureRate', failures(aws, other(FEW), limits)),
    of('p95', slowest(aws, other(MANY)?.p95Ms ?? null, limits)),
    of('cost', cost(aws, other(FEW)?.costUsd ?? null, limits)),
    of('agreement', agreed(agreement, limits)),
    of('rating', rated(aws.rating, [current.rating, before?.rating ?? null], limits)),
  ];
}

function failures(aws: SideFigures, other: SideFigures | undefined, limits: Limits): Judged {
  const { failureRate: value, requests: samples } = aws;
  const otherRate = other?.failureRate ?? null;
  const limit = Math.min(limits.failureRateMost, (otherRate ?? 1) + limits.failureRateAbove);
  const common = { value, other: otherRate, limit, samples };
  if (value === null) return { ...common, state: 'unjudged' };
  if (value <= limit) return { ...common, state: 'holds' };
  const own = { events: aws.failures, of: samples };
  const isSure =
    other === undefined
      ? wilson(own).low > limits.failureRateMost
      : leastDifference(own, { events: other.failures, of: other.requests }) > limits.failureRateAbove;
  return { ...common, state: isSure && aws.failures >= LEAST_FAILURES ? 'broken' : 'doubtful' };
}

function slowest(aws: SideFigures, other: number | null, limits: Limits): Judged {
  const { p90Ms, p95Ms: value, requests: samples } = aws;
  const limit = Math.max(limits.p95MsMost, limits.p95Times * (other ?? 0));
  const isSure = samples >= VERY_MANY || (samples >= MANY && (p90Ms ?? 0) > limit);
  return { value, other, limit, samples, state: against(value, value !== null && value <= limit, isSure) };
}

function cost(aws: SideFigures, other: number | null, limits: Limits): Judged {
  const { costUsd: value, requests: samples } = aws;
  const limit = Math.max(limits.costUsdMost, limits.costTimes * (other ?? 0));
  return { value, other, limit, samples, state: against(value, value !== null && value <= limit, samples >= MANY) };
}

function agreed(agreement: Mean | null, limits: Limits): Judged {
  const limit = limits.agreementLeast;
  if (agreement === null || agreement.count < FEW) return tooFew(agreement, null, limit);
  const { mean: value, count: samples } = agreement;
  const isSure = value + (Z_95 * AGREEMENT_DEVIATION) / Math.sqrt(samples) < limit;
  return { value, other: null, limit, samples, state: against(value, value >= limit, isSure) };
}

function rated(own: Mean | null, others: readonly (Mean | null)[], limits: Limits): Judged {
  const other = others.find((rating) => rating !== null && rating.count >= FEW) ?? null;
  const limit = Math.max(limits.ratingLeast, (other?.mean ?? 0) - limits.ratingBelow);
  if (own === null || own.count < FEW) return tooFew(own, other?.mean ?? null, limit);
  const { mean: value, count: samples } = own;
  const reach = Z_95 * RATING_DEVIATION * Math.sqrt(1 / samples + (other === null ? 0 : 1 / other.count));
  const least = other === null ? limits.ratingLeast : other.mean - limits.ratingBelow;
  return {
    value,
    other: other?.mean ?? null,
    limit,
    samples,
    state: against(value, value >= limit, value + reach < least),
  };
}

function against(value: number | null, isInside: boolean, isSure: boolean): Verdict['state'] {
  if (value === null) return 'unjudged';
  if (isInside) return 'holds';
  return isSure ? 'broken' : 'doubtful';
}

function tooFew(seen: Mean | null, other: number | null, limit: number): Judged {
  return { value: seen?.mean ?? null, other, limit, samples: seen?.count ?? 0, state: 'unjudged' };
}

/**
 * What a plan keeps of the current arm, for the step in which nobody is on it.
 * @param kept of the steps before; stays where there were too few to take its place
 */
export function baselineOf(
  judged: readonly Capability[],
  figures: ArmFigures,
  kept: RolloutPlan['baseline'] = {},
): NonNullable<RolloutPlan['baseline']> {
  const parts = judged.flatMap((capability): [Capability, Baseline][] => {
    const { requests, failures, p95Ms, costUsd, rating } = figures[capability].current;
    if (requests === 0 || (requests < MANY && kept[capability] !== undefined)) return [];
    const known = { ...(p95Ms !== null && { p95Ms }), ...(costUsd !== null && { costUsd }) };
    return [[capability, { requests, failures, ...known, ...(rating !== null && { rating }) }]];
  });
  return { ...kept, ...Object.fromEntries(parts) };
}

function figuresOf(baseline: Baseline): SideFigures {
  const { requests, failures, p95Ms, costUsd, rating } = baseline;
  return {
    requests,
    failures,
    failureRate: requests === 0 ? null : failures / requests,
    p90Ms: null,
    p95Ms: p95Ms ?? null,
    costUsd: costUsd ?? null,
    rating: rating ?? null,
  };
}

function defined<T extends object>(values: T | undefined): { [K in keyof T]: NonNullable<T[K]> } {
  const given = Object.entries(values ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [K in keyof T]: NonNullable<T[K]> };
}
