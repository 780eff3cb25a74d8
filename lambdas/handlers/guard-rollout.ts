/** Every few minutes: whether the rollout of the AWS arm goes on, waits or goes back. */
import * as services from '../platform/container/guard-rollout';

export async function handler() {
  return services.guardRollout();
}
