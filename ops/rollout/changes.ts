/** What each command makes of the plan in the flags. */

import { decided, type FlagsDocument, shareOf } from '../../lambdas/domain/flags';
import { isWatched, type RolloutPlan, shareInForce, utcOf, withShare } from '../../lambdas/domain/rollout-plan';
import { percent, planWords } from '../../lambdas/domain/rollout-words';
import type { Change } from '../flags/changes';
import type { StageSettings } from '../flags/stage-settings';
import { CannotGoOn } from '../operation';
import { movable } from './movable';
import type { AskedPlan } from './plan-options';

export interface PlanBefore {
  document: FlagsDocument;
  stage: StageSettings;
  /** Epoch milliseconds. */
  now: number;
}

/** @throws CannotGoOn where a plan could move nobody */
export function started(asked: AskedPlan, { document, stage, now }: PlanBefore): Change {
  if (isWatched(document.plan)) {
    throw new CannotGoOn(`A plan is ${document.plan.state} already. End it first: npm run rollout -- stop or back.`);
  }
  const { arm: deployedArm, ...silent } = stage.flags;
  const flags = decided(document, document.arm === undefined ? silent : stage.flags);
  if (document.arm !== undefined) {
    throw new CannotGoOn(`All users are on ${document.arm}. First: npm run flags -- arm auto.`);
  }
  if (movable(asked, flags, stage).length === 0) {
    throw new CannotGoOn('The stage has one arm for it, or a chain that is the same for all: there is nobody to move.');
  }
  const isArmOfAll = deployedArm !== undefined && document.rollout?.percentage === undefined;
  const from = isArmOfAll ? shareOf(stage.flags) : shareInForce(flags.rollout, asked);
  if (isArmOfAll && (asked.capability !== undefined || asked.dryRun === true)) {
    throw new CannotGoOn(
      `All users are on ${deployedArm}, as it was deployed (AI_PROVIDER), so no share counts. First, which moves nobody: npm run flags -- percentage ${from}.`,
    );
  }
  const [first = 0] = asked.steps;
  if (asked.dryRun !== true && first <= from) {
    throw new CannotGoOn(
      `${percent(from)} of the users are on the AWS arm already, and the plan begins at ${percent(first)}. Give steps above it with --plan, or lower the share: npm run flags -- percentage.`,
    );
  }
  const share = asked.dryRun === true ? from : first;
  const plan: RolloutPlan = { ...asked, state: 'running', from, share, since: utcOf(now) };
  return {
    document:
      asked.dryRun === true
        ? { ...document, plan }
        : { ...document, rollout: withShare(document.rollout, plan, share), plan },
    why: `Rollout begun: ${planWords(plan)}`,
    back: 'back',
    isUrgent: asked.dryRun === true,
  };
}

/** @throws CannotGoOn without a plan that is under way */
export function changed(word: 'pause' | 'resume' | 'stop' | 'back', { document, stage, now }: PlanBefore): Change {
  const { plan } = document;
  if (plan === undefined || (word !== 'back' && word !== 'stop' && !isWatched(plan))) {
    throw new CannotGoOn(
      plan === undefined
        ? 'There is no plan. Shares are set with npm run flags -- percentage.'
        : `The plan is ${plan.state}. A new one: npm run rollout -- start.`,
    );
  }
  const { rollout } = document;
  const share = shareInForce(decided(document, stage.flags).rollout, plan);
  const since = utcOf(now);
  if (word === 'stop') {
    const { plan: _gone, ...others } = document;
    return { document: others, why: `Rollout ended by hand at ${percent(share)}`, back: 'start', isUrgent: true };
  }
  if (word === 'back') {
    const { from } = plan;
    const note = `taken back by hand from ${percent(share)} to ${percent(from)}`;
    return {
      document: {
        ...document,
        rollout: withShare(rollout, plan, from),
        plan: { ...plan, state: 'rolled-back', share: from, since, note },
      },
      why: `Rollout ${note}`,
      back: 'start',
      isUrgent: true,
    };
  }
  // A share that was set by hand is from now on the plan's.
  const next: RolloutPlan =
    word === 'pause'
      ? { ...plan, state: 'paused', note: 'paused by hand' }
      : { ...plan, state: 'running', share, since, note: 'resumed by hand' };
  return {
    document: { ...document, plan: next },
    why: `Rollout ${next.note} at ${percent(share)}`,
    back: word === 'pause' ? 'resume' : 'pause',
    isUrgent: true,
  };
}
