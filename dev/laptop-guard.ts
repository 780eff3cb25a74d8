/** Looks after a rollout on the laptop, as the schedule does it in the cloud, while there is one. */
import { isWatched, rolloutPlanSchema } from '../lambdas/domain/rollout-plan';
import { handler as guardRollout } from '../lambdas/handlers/guard-rollout';
import { deployedFlags, type SimFlags } from './simulators/account/flag-history';

export function guardWhileRunning(flags: SimFlags, everyMs: number): { close(): Promise<void> } {
  let looking: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    if (hasPlan(flags)) looking = guardRollout();
  }, everyMs).unref();
  return {
    async close() {
      clearInterval(timer);
      await looking;
    },
  };
}

function hasPlan(flags: SimFlags): boolean {
  const document = JSON.parse(deployedFlags(flags)?.document ?? '{}') as { plan?: unknown };
  return isWatched(rolloutPlanSchema.safeParse(document.plan).data);
}
