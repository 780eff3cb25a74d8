import fc from 'fast-check';
import type { ArmFigures, CapabilityFigures, SideFigures } from '../../../lambdas/domain/arm-figures';
import type { CurrentFlags } from '../../../lambdas/domain/flags';
import { baselineOf, type Decision, decide, type Evaluation, verdicts } from '../../../lambdas/domain/rollout-guard';
import {
  nextStep,
  type RolloutPlan,
  rolloutPlanSchema,
  shareInForce,
  utcOf,
  withShare,
} from '../../../lambdas/domain/rollout-plan';
import { armFiguresOf, side } from '../../support/arm-figures';

const MINUTE = 60_000;
const began = Date.UTC(2026, 10, 22, 8);
const over = began + 61 * MINUTE;

function planOf(changes: Partial<RolloutPlan> = {}): RolloutPlan {
  return rolloutPlanSchema.parse({
    steps: [10, 50, 100],
    state: 'running',
    from: 0,
    share: 10,
    since: utcOf(began),
    bakeMinutes: 60,
    minRequests: 100,
    ...changes,
  });
}

interface Seen {
  plan?: Partial<RolloutPlan>;
  now?: number;
  step?: ArmFigures;
  recent?: ArmFigures;
  flags?: Partial<CurrentFlags>;
  isDeploying?: boolean;
  evaluation?: Evaluation | null;
}

function decided({
  plan,
  now = over,
  step = armFiguresOf(),
  recent = step,
  flags,
  isDeploying = false,
  evaluation = null,
}: Seen): Decision {
  const made = planOf(plan);
  return decide(made, now, {
    flags: { rollout: { percentage: made.share }, ...flags },
    step,
    recent,
    isDeploying,
    evaluation,
  });
}

const aws = (changes: Partial<SideFigures>, current: Partial<SideFigures> = {}) =>
  armFiguresOf({ aws: side(changes), current: side(current) });

/** The guard that broke, or what happened in its place. */
const outcome = (decision: Decision) =>
  decision.do === 'rollBack' ? decision.broken[0].guard : decision.do === 'wait' ? decision.why : decision.do;

describe('a step of a rollout', () => {
  it('is raised when it is over and every figure holds', () => {
    expect(decided({})).toEqual({ do: 'step', to: 50 });
    expect(decided({ plan: { share: 50 } })).toEqual({ do: 'step', to: 100 });
  });

  it('is the last one at the end of the plan', () => {
    expect(decided({ plan: { share: 100 } })).toEqual({ do: 'finish' });
    expect(decided({ plan: { share: 50, steps: [10, 50] } })).toEqual({ do: 'finish' });
  });

  it('is not raised before its time', () => {
    expect(decided({ now: began + 59 * MINUTE })).toEqual({ do: 'wait', why: 'baking', isHeld: false });
    expect(decided({ now: began + 60 * MINUTE })).toEqual({ do: 'step', to: 50 });
  });

  it.each([
    ['the AWS arm', aws({ requests: 99, failures: 0 })],
    ['the current arm', aws({}, { requests: 99, failures: 0 })],
  ])('is held while %s has too few requests', (_arm, step) => {
    expect(decided({ step })).toEqual({ do: 'wait', why: 'too-few', isHeld: true });
  });

  it('is held while a capability that is in use was never seen on the AWS arm', () => {
    const unseen = side({ requests: 0, failures: 0, p90Ms: null, p95Ms: null, costUsd: null });
    const embed = (requests: number) => ({ aws: unseen, current: side({ requests, failures: 0 }), agreement: null });
    expect(decided({ step: armFiguresOf({}, { embed: embed(100) }) })).toMatchObject({ do: 'wait', why: 'too-few' });
    expect(decided({ step: armFiguresOf({}, { embed: embed(99) }) })).toMatchObject({ do: 'step' });
  });

  it('counts the requests of all capabilities together', () => {
    const half = {
      aws: side({ requests: 50, failures: 0 }),
      current: side({ requests: 50, failures: 0 }),
      agreement: null,
    };

    expect(decided({ step: armFiguresOf(half, { match: half }) })).toEqual({ do: 'step', to: 50 });
  });

  it('needs no requests of the current arm at 100 %, where nobody is on it', () => {
    expect(decided({ plan: { share: 100 }, step: aws({}, { requests: 0, failures: 0 }) })).toEqual({ do: 'finish' });
  });

  it('waits for a deployment that is under way', () => {
    expect(decided({ isDeploying: true })).toEqual({ do: 'wait', why: 'deploying', isHeld: false });
  });

  it.each([
    ['switched', { arm: 'current' as const }, false],
    ['maintenance', { maintenance: { until: utcOf(over + MINUTE) } }, false],
    ['changed-by-hand', { rollout: { percentage: 25 } }, true],
  ])('gives way to a person: %s', (why, flags, isHeld) => {
    const worst = aws({ failures: 900 });

    expect(decided({ flags, step: worst })).toEqual({ do: 'wait', why, isHeld });
  });

  it('goes on after a maintenance window', () => {
    expect(decided({ flags: { maintenance: { until: utcOf(over) } } })).toEqual({ do: 'step', to: 50 });
  });

  it('is not raised while the plan is paused, and goes back all the same', () => {
    expect(decided({ plan: { state: 'paused' } })).toEqual({ do: 'wait', why: 'paused', isHeld: false });
    expect(outcome(decided({ plan: { state: 'paused' }, step: aws({ failures: 500 }) }))).toBe('failureRate');
  });

  it.each(['done', 'rolled-back'] as const)('is nobody’s any more when the plan is %s', (state) => {
    expect(decided({ plan: { state }, step: aws({ failures: 500 }) })).toEqual({ do: 'nothing' });
  });

  it('waits for an evaluation where the plan wants one', () => {
    const requireEvaluation = { plan: { requireEvaluation: true } };
    const at = (days: number, passed: boolean) => ({ passed, at: utcOf(over - days * 86_400_000), detail: '' });

    expect(outcome(decided(requireEvaluation))).toBe('not-evaluated');
    expect(outcome(decided({ ...requireEvaluation, evaluation: at(8, true) }))).toBe('not-evaluated');
    expect(outcome(decided({ ...requireEvaluation, evaluation: at(1, false) }))).toBe('evaluation-failed');
    expect(outcome(decided({ ...requireEvaluation, evaluation: at(6, true) }))).toBe('step');
    expect(outcome(decided({ evaluation: at(1, false) }))).toBe('step');
  });

  it('goes back before its time when a figure breaks, also while a deployment is under way', () => {
    const broken = aws({ failures: 100 });

    expect(outcome(decided({ step: broken, now: began + 5 * MINUTE }))).toBe('failureRate');
    expect(outcome(decided({ step: broken, isDeploying: true }))).toBe('failureRate');
  });

  it('names each figure that broke once', () => {
    const decision = decided({ step: aws({ failures: 500, costUsd: 0.05 }) });

    expect(decision).toMatchObject({ broken: [{ guard: 'failureRate' }, { guard: 'cost' }] });
    expect(decision.do === 'rollBack' && decision.broken).toHaveLength(2);
  });

  it('goes back when the last minutes are broken, though the step as a whole is not', () => {
    expect(outcome(decided({ step: aws({}), recent: aws({ requests: 60, failures: 30 }, { requests: 60 }) }))).toBe(
      'failureRate',
    );
  });
});

describe('guards', () => {
  const rating = (mean: number, count: number) => ({ rating: { mean, count } });
  const agreement = (mean: number, count: number) => armFiguresOf({ agreement: { mean, count } });
  const few = { requests: 0, failures: 0 };

  it.each<[string, string, ArmFigures]>([
    ['failures like those of the other arm', 'step', aws({ failures: 12 }, { failures: 5 })],
    ['one request of one that failed', 'too-few', aws({ requests: 1, failures: 1 })],
    ['four of four that failed', 'too-few', aws({ requests: 4, failures: 4 })],
    ['all of five that failed', 'failureRate', aws({ requests: 5, failures: 5 })],
    ['a point and a half more failures, by chance', 'doubtful', aws({ requests: 200, failures: 4 }, { failures: 5 })],
    [
      'a point and a half more failures, for sure',
      'failureRate',
      aws({ requests: 10_000, failures: 200 }, { requests: 10_000, failures: 50 }),
    ],
    ['more than 5 % where the other arm fails more', 'doubtful', aws({ failures: 100 }, { failures: 200 })],
    ['more than 5 % and nobody to compare with', 'failureRate', aws({ failures: 100 }, few)],

    ['slower, within the objective', 'step', aws({ p90Ms: 2_500, p95Ms: 2_900 }, { p95Ms: 1_000 })],
    ['slower than the objective, as the other arm is', 'step', aws({ p90Ms: 3_000, p95Ms: 3_700 }, { p95Ms: 3_000 })],
    ['slower than both', 'p95', aws({ p90Ms: 3_000, p95Ms: 3_800 }, { p95Ms: 3_000 })],
    ['slow, of too few to be sure', 'doubtful', aws({ requests: 200, failures: 0, p90Ms: 2_000, p95Ms: 9_000 })],
    ['slow, of few, the nine tenths too', 'p95', aws({ requests: 200, failures: 0, p90Ms: 3_100, p95Ms: 9_000 })],

    ['dearer, within the objective', 'step', aws({ costUsd: 0.009 })],
    ['dearer than the objective, by less than half', 'step', aws({ costUsd: 0.014 }, { costUsd: 0.01 })],
    ['dearer by more than half', 'cost', aws({ costUsd: 0.016 }, { costUsd: 0.01 })],
    ['unknown costs', 'step', aws({ costUsd: null })],

    ['answers that agree', 'step', agreement(0.75, 20)],
    ['answers that do not agree, of too few to say', 'step', agreement(0.2, 19)],
    ['answers that do not quite agree', 'doubtful', agreement(0.68, 20)],
    ['answers that do not agree', 'agreement', agreement(0.55, 20)],

    ['ratings like those of the other arm', 'step', aws(rating(4.3, 50), rating(4.5, 50))],
    ['bad ratings, of too few to say', 'step', aws(rating(1, 19), rating(4.5, 50))],
    ['lower ratings, by chance', 'doubtful', aws(rating(4.1, 20), rating(4.5, 20))],
    ['lower ratings, for sure', 'rating', aws(rating(4.1, 1_000), rating(4.6, 1_000))],
    ['low ratings where the others are low too', 'doubtful', aws(rating(3.8, 1_000), rating(3.9, 1_000))],
    ['low ratings and none to compare with', 'rating', aws(rating(3.8, 1_000))],
  ])('%s: %s', (_what, expected, step) => {
    expect(outcome(decided({ step }))).toBe(expected);
  });

  it('take the figures of the step before where nobody is on the current arm', () => {
    const before = armFiguresOf({ current: side({ failures: 60, p95Ms: 4_000, costUsd: 0.02 }) });
    const baseline = baselineOf(['parse'], before);
    const step = aws({ failures: 65, p95Ms: 4_500, costUsd: 0.025 }, few);

    expect(outcome(decided({ plan: { share: 100, baseline }, step }))).toBe('doubtful');
    expect(outcome(decided({ plan: { share: 100 }, step }))).toBe('p95');
    expect(baselineOf(['parse', 'match'], before)).toEqual({
      parse: { requests: 1_000, failures: 60, p95Ms: 4_000, costUsd: 0.02 },
    });
  });

  it('look at what the plan moves, and at nothing else', () => {
    const broken: CapabilityFigures = { aws: side({ failures: 900 }), current: side(), agreement: null };
    const step = armFiguresOf({}, { match: broken });
    const own = { rollout: { percentage: 10, capabilities: { match: 80 } } };

    expect(outcome(decided({ step }))).toBe('failureRate');
    expect(outcome(decided({ step, flags: own }))).toBe('step');
    const rollout = { percentage: 0, capabilities: { parse: 10 } };
    expect(outcome(decided({ step, plan: { capability: 'parse' }, flags: { rollout } }))).toBe('step');
  });

  it('hold to the limits of the plan', () => {
    const step = aws({ p90Ms: 1_400 });

    expect(outcome(decided({ step, plan: { limits: { p95MsMost: 1_000, p95Times: 1 } } }))).toBe('step');
    const slower = aws({ p90Ms: 1_400, p95Ms: 1_501 });
    expect(outcome(decided({ step: slower, plan: { limits: { p95MsMost: 1_000, p95Times: 1 } } }))).toBe('p95');
  });

  it('say each figure, the other arm’s and the limit', () => {
    const [failureRate, p95] = verdicts(planOf(), ['parse'], aws({ failures: 12 }));

    expect(failureRate).toEqual({
      capability: 'parse',
      guard: 'failureRate',
      value: 0.012,
      other: 0.002,
      limit: 0.012,
      samples: 1_000,
      state: 'holds',
    });
    expect(p95).toMatchObject({ guard: 'p95', value: 1_500, other: 1_500, limit: 3_000, state: 'holds' });
  });
});

describe('a plan', () => {
  it('goes from step to step, in whatever order they are written', () => {
    const steps = [100, 10, 50];

    expect([0, 10, 25, 50, 100].map((share) => nextStep({ steps, share }))).toEqual([10, 50, 50, 100, undefined]);
  });

  it('moves the share of all, or of its capability, and nothing else', () => {
    const rollout = { percentage: 5, capabilities: { match: 80 }, deny: ['a'] };

    expect(withShare(rollout, {}, 10)).toEqual({ percentage: 10, capabilities: { match: 80 }, deny: ['a'] });
    expect(withShare(rollout, { capability: 'parse' }, 10)).toEqual({
      percentage: 5,
      capabilities: { match: 80, parse: 10 },
      deny: ['a'],
    });
    expect(withShare(undefined, {}, 10)).toEqual({ percentage: 10 });
    expect(shareInForce(rollout, { capability: 'match' })).toBe(80);
    expect(shareInForce(rollout, { capability: 'parse' })).toBe(5);
  });

  it('never rises while a guard is broken or in doubt, never skips a step, and falls only to where it began', () => {
    const look = fc.record({
      failures: fc.constantFrom(0, 0, 1, 2, 5, 30),
      requests: fc.constantFrom(40, 150, 400),
      p90Ms: fc.constantFrom(1_000, 3_500),
      p95Ms: fc.constantFrom(1_500, 2_900, 4_000),
      costUsd: fc.constantFrom(0.002, 0.02),
      others: fc.constantFrom(10, 150, 400),
    });
    const steps = fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(steps, fc.array(look, { minLength: 1, maxLength: 60 }), (wanted, looks) => {
        const inOrder = [...wanted].sort((a, b) => a - b);
        let plan = planOf({ steps: wanted, share: inOrder[0] ?? 0 });
        for (const [at, { others, ...seen }] of looks.entries()) {
          const now = began + (at + 1) * 20 * MINUTE;
          const step = aws(seen, { requests: others, failures: 0 });
          const decision = decided({ plan, now, step });
          const states = verdicts(plan, ['parse'], step).map(({ state }) => state);
          expect(decision.do === 'rollBack').toBe(states.includes('broken'));
          if (decision.do === 'rollBack' || decision.do === 'finish') break;
          if (decision.do !== 'step') continue;
          expect(states).not.toContain('doubtful');
          expect(decision.to).toBe(inOrder[inOrder.indexOf(plan.share) + 1]);
          plan = { ...plan, share: decision.to, since: utcOf(now) };
        }
      }),
    );
  });
});
