/** A plan as it is asked for on the command line. */
import { type Capability, capabilities } from '../../lambdas/domain/arm';
import { DEFAULT_LIMITS, DEFAULT_PLAN, type Limits, type RolloutPlan } from '../../lambdas/domain/rollout-plan';
import { type Settings, UsageError } from '../operation';

export const planOptions = {
  plan: { type: 'string' },
  bake: { type: 'string' },
  requests: { type: 'string' },
  capability: { type: 'string' },
  limit: { type: 'string', multiple: true },
  'require-evaluation': { type: 'boolean' },
  'dry-run-plan': { type: 'boolean' },
} as const;

/** CloudWatch counts a request a minute or two after it, and AppConfig watches its alarms for ten minutes. */
const LEAST_BAKE_MINUTES = 10;
const MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440 };

export type AskedPlan = Pick<RolloutPlan, 'steps' | 'bakeMinutes' | 'minRequests'> &
  Partial<Pick<RolloutPlan, 'capability' | 'limits' | 'requireEvaluation' | 'dryRun'>>;

/** @throws UsageError that says what is allowed */
export function askedPlan({ given, stage }: Pick<Settings, 'given' | 'stage'>): AskedPlan {
  const limits = limitsOf(given.limit);
  return {
    steps: stepsOf(given.plan),
    bakeMinutes: bakeOf(given.bake, stage === 'laptop' ? 1 : LEAST_BAKE_MINUTES),
    minRequests: requestsOf(given.requests),
    ...(given.capability !== undefined && { capability: capabilityOf(String(given.capability)) }),
    ...(limits !== undefined && { limits }),
    ...(given['require-evaluation'] === true && { requireEvaluation: true }),
    ...(given['dry-run-plan'] === true && { dryRun: true }),
  };
}

function stepsOf(given: Settings['given'][string]): number[] {
  if (given === undefined) return [...DEFAULT_PLAN.steps];
  const steps = String(given).split(',').map(Number);
  const isAscending = steps.every((step, at) => step > (steps[at - 1] ?? 0) && step <= 100);
  if (isAscending && steps.length <= 20) return steps;
  throw new UsageError(`--plan: ${given} was given; allowed: shares above 0 up to 100, each larger, such as 10,50,100`);
}

function bakeOf(given: Settings['given'][string], least: number): number {
  if (given === undefined) return DEFAULT_PLAN.bakeMinutes;
  const [, number, unit = ''] = /^(\d{1,5})([mhd])$/.exec(String(given)) ?? [];
  const minutes = Number(number) * (MINUTES[unit] ?? 0);
  if (minutes >= least && minutes <= 10_080) return minutes;
  throw new UsageError(`--bake: ${given} was given; allowed: ${least}m to 7d, such as 60m`);
}

function requestsOf(given: Settings['given'][string]): number {
  if (given === undefined) return DEFAULT_PLAN.minRequests;
  if (/^[1-9]\d{0,6}$/.test(String(given))) return Number(given);
  throw new UsageError(`--requests: ${given} was given; allowed: a whole number from 1`);
}

function capabilityOf(given: string): Capability {
  const found = capabilities.find((one) => one === given);
  if (found !== undefined) return found;
  throw new UsageError(`--capability: ${given} was given; allowed: ${capabilities.join(', ')}`);
}

function limitsOf(given: Settings['given'][string]): Partial<Limits> | undefined {
  if (given === undefined) return undefined;
  const names = Object.keys(DEFAULT_LIMITS) as (keyof Limits)[];
  const parts = [given].flat().map((text) => {
    const [, word, value] = /^(\w+)=(\d+(?:\.\d+)?)$/.exec(String(text)) ?? [];
    const name = names.find((one) => one === word);
    if (name === undefined) {
      throw new UsageError(`--limit: ${text} was given; allowed: NAME=NUMBER with one of ${names.join(', ')}`);
    }
    return [name, Number(value)] as const;
  });
  return Object.fromEntries(parts);
}
