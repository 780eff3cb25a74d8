/** The two sides of the migration, and which of them serves a caller. */
import { createHash } from 'node:crypto';
import type { Provider } from './meta';

/** `current`: the vendors in use before the migration. `aws`: the models of Bedrock and SageMaker. */
export const arms = ['current', 'aws'] as const;
export type Arm = (typeof arms)[number];

/** The providers that make up each arm; what needs no network is of neither. */
export const armProviders: Readonly<Record<Arm, readonly Provider[]>> = {
  current: ['openai', 'huggingface'],
  aws: ['bedrock', 'sagemaker'],
};

export function armOf(provider: Provider): Arm | null {
  return arms.find((arm) => armProviders[arm].includes(provider)) ?? null;
}

/** Scope of a token that may say which arm serves a request; of no route, so it is given out by itself. */
export const ARM_SCOPE = 'arms:choose';
/** Group of a user pool whose people may say so. */
export const TESTERS = 'testers';

/** What attempts end in that a rule of ours forbade: a text that must not leave for a vendor, a price that the day does not hold. */
const FORBIDDEN: ReadonlySet<string> = new Set(['withheld', 'over-budget', 'budget-unknown']);

/** Whether none of the arm's providers was asked, and that was none of their doing. */
export function wasForbidden(arm: Arm, attempts: readonly { provider: Provider; outcome: string }[]): boolean {
  const own = attempts.filter(({ provider }) => armProviders[arm].includes(provider));
  return own.length > 0 && own.every(({ outcome }) => FORBIDDEN.has(outcome));
}

/** What can be moved by itself. `parse`, `expand` and `explain` ask text models, `embed` and `match` ask embedders. */
export const capabilities = ['parse', 'embed', 'match', 'expand', 'explain'] as const;
export type Capability = (typeof capabilities)[number];

export const VECTOR_CAPABILITIES: ReadonlySet<Capability> = new Set(['embed', 'match']);

/** Users are told apart in hundredths of a per cent. */
export const BUCKETS = 10_000;

/** 0 to 9,999, always the same for a subject and a salt. */
export function bucketOf(subject: string, salt: string): number {
  return createHash('sha256').update(`${salt}|${subject}`).digest().readUInt32BE() % BUCKETS;
}

/** How users are shared out. Shares are in per cent, 0 to 100, of the users on the AWS arm. */
export interface Rollout {
  percentage: number;
  /** In place of `percentage`, for one capability. */
  capabilities?: Partial<Record<Capability, number | undefined>> | undefined;
  /** Another salt shares users out anew. */
  salt?: string | undefined;
  /** Subjects and owners that are always on the AWS arm. */
  allow?: readonly string[] | undefined;
  /** Subjects and owners that are always on the current arm; before `allow`. */
  deny?: readonly string[] | undefined;
}

/** Who is put on an arm, and stays on it. */
export interface Assignee {
  /** For whom the work is done. */
  owner: string;
  /** By what the share is drawn: the owner, or a hash where one owner stands for many people. */
  subject: string;
  /** What a tester asked for. */
  override?: Arm | undefined;
}

export const DEFAULT_SALT = 'migration-1';

/**
 * The arm of a subject: a tester's choice, the arm of all, `deny`, `allow`, the share, in this order. Who is on the AWS
 * arm at one percentage is on it at every higher one, and a subject keeps its bucket for all capabilities.
 * @param decided.arm everybody is on this arm
 * @param ask.available arms that have a provider set up; with one of them there is nothing to choose
 * @returns null where no arm is available
 */
export function assignArm(
  decided: { arm?: Arm | undefined; rollout: Rollout },
  ask: Assignee & { capability: Capability; available: readonly Arm[] },
): Arm | null {
  const { rollout } = decided;
  const { owner, subject, capability, available, override } = ask;
  if (available.length < 2) return available[0] ?? null;
  if (override !== undefined) return override;
  if (decided.arm !== undefined) return decided.arm;
  const isIn = (list: readonly string[] = []) => list.includes(subject) || list.includes(owner);
  if (isIn(rollout.deny)) return 'current';
  if (isIn(rollout.allow)) return 'aws';
  const percentage = rollout.capabilities?.[capability] ?? rollout.percentage;
  return bucketOf(subject, rollout.salt ?? DEFAULT_SALT) < bucketsIn(percentage) ? 'aws' : 'current';
}

/** Whole ones: 0.07 * 100 is a little more than 7. */
function bucketsIn(percentage: number): number {
  return Math.round((percentage * BUCKETS) / 100);
}
