/** The least IAM policy with which the checks of a deployment can run. */
import type { Check, Deployment } from './check';

/** One statement for each set of resources; checks that the configuration makes needless ask for nothing. */
export function policyFor(checks: readonly Check[], deployment: Deployment): object {
  const actionsByResources = new Map<string, Set<string>>();
  for (const check of checks) {
    if (check.needless?.(deployment.config) !== undefined) continue;
    for (const { actions, resources = ['*'] } of check.permissions(deployment)) {
      const key = JSON.stringify([...resources].sort());
      const known = actionsByResources.get(key) ?? new Set();
      actionsByResources.set(key, new Set([...known, ...actions]));
    }
  }
  return {
    Version: '2012-10-17',
    Statement: [...actionsByResources].map(([resources, actions]) => ({
      Effect: 'Allow',
      Action: [...actions].sort(),
      Resource: JSON.parse(resources) as string[],
    })),
  };
}
