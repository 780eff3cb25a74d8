/** For what a plan can move users in a stage. */
import { type Capability, VECTOR_CAPABILITIES } from '../../lambdas/domain/arm';
import type { CurrentFlags } from '../../lambdas/domain/flags';
import { movedBy, type RolloutPlan } from '../../lambdas/domain/rollout-plan';
import { availableArms } from '../../lambdas/platform/default-chains';
import type { StageSettings } from '../flags/stage-settings';

/** That which has two arms. */
export function movable(
  plan: Pick<RolloutPlan, 'capability'>,
  flags: CurrentFlags,
  stage: StageSettings,
): readonly Capability[] {
  return movedBy(plan, flags.rollout).filter((capability) => {
    const chains = VECTOR_CAPABILITIES.has(capability) ? stage.embed : stage.text;
    return availableArms({ chains, flags }, capability).length === 2;
  });
}
