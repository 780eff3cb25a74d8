/** A rollout in words: what was decided and why, with the figures of both arms. */
import type { Arm, Capability } from './arm';
import type { ArmFigures } from './arm-figures';
import type { Guard, Verdict, Why } from './rollout-guard';
import type { RolloutPlan } from './rollout-plan';

const NAMES: Readonly<Record<Guard, string>> = {
  failureRate: 'failure rate',
  p95: 'p95',
  cost: 'cost per request',
  agreement: 'agreement',
  rating: 'rating',
};

const WHY: Readonly<Record<Why, string>> = {
  paused: 'the plan is paused',
  switched: 'all users were put on one arm by hand (flag `arm`)',
  maintenance: 'models are under maintenance',
  'changed-by-hand': 'the share was changed by hand, and is not the one that the plan has set',
  deploying: 'a deployment of flags is under way',
  baking: 'the step is not over',
  'too-few': 'the arms have had too few requests',
  doubtful: 'a figure is outside its limit, by chance perhaps or on both arms',
  'not-evaluated': 'the AWS arm was not evaluated in the last 7 days',
  'evaluation-failed': 'the last evaluation of the AWS arm was not passed',
};

export function whyWords(why: Why): string {
  return WHY[why];
}

export function percent(share: number): string {
  return `${Number(share.toFixed(2))} %`;
}

/** One value of a guard with its unit. */
export function figure(guard: Guard, value: number | null): string {
  if (value === null) return '-';
  if (guard === 'failureRate') return `${(value * 100).toFixed(1)} %`;
  if (guard === 'p95') return `${Math.round(value).toLocaleString('en')} ms`;
  if (guard === 'cost') return `${Number(value.toPrecision(3))} USD`;
  return value.toFixed(2);
}

/** Name of a figure, such as `failure rate of parse`. */
export function nameOf({ guard, capability }: Pick<Verdict, 'guard' | 'capability'>): string {
  return `${NAMES[guard]} of ${capability}`;
}

export function sentence(verdict: Verdict): string {
  const { guard, value, other, limit, samples } = verdict;
  const bound = guard === 'agreement' || guard === 'rating' ? 'at least' : 'at most';
  const compared = guard === 'agreement' ? '' : `; ${figure(guard, other)} on the current arm`;
  const counted = {
    failureRate: 'requests',
    p95: 'requests',
    cost: 'requests',
    agreement: 'shadows',
    rating: 'ratings',
  };
  return `${nameOf(verdict)}: ${figure(guard, value)} on the AWS arm of ${bound} ${figure(guard, limit)}${compared} (${samples} ${counted[guard]})`;
}

/** Requests of each arm, without capabilities that have none, and every figure that is judged; one a line. */
export function figureTable(
  figures: ArmFigures,
  judged: readonly Capability[],
  verdicts: readonly Verdict[],
): string[] {
  const requests = (capability: Capability, arm: Arm) => figures[capability][arm].requests;
  const asked = judged.filter((capability) => requests(capability, 'aws') + requests(capability, 'current') > 0);
  if (asked.length + verdicts.length === 0) return ['no requests'];
  return columns([
    ['', 'AWS arm', 'current arm', 'limit', ''],
    ...asked.map((capability) => [
      `requests of ${capability}`,
      String(requests(capability, 'aws')),
      String(requests(capability, 'current')),
      '',
      '',
    ]),
    ...verdicts.map((verdict) => [
      nameOf(verdict),
      figure(verdict.guard, verdict.value),
      figure(verdict.guard, verdict.other),
      figure(verdict.guard, verdict.limit),
      verdict.state === 'unjudged' ? 'too few' : verdict.state,
    ]),
  ]);
}

export function planWords({ steps, bakeMinutes, capability, dryRun }: RolloutPlan): string {
  const what = capability === undefined ? 'all that asks a model' : capability;
  return `${steps.map(percent).join(', ')} of the users for ${what}, at least ${bakeMinutes} min each${dryRun ? ', as a dry run' : ''}`;
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
