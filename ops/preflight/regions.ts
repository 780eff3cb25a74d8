/** The Regions that a deployment touches. */
import type { StageConfig } from '../../lib/stage-config';

/** Budgets and cost monitors are made there, wherever the rest is. */
export const COST_REGION = 'us-east-1';

/** Each Region once, with what goes there; the main one first. */
export function deploymentRegions(config: StageConfig): { region: string; holds: string }[] {
  const uses: [string | undefined, string][] = [
    [config.region, 'the service'],
    [COST_REGION, 'the budget'],
    [config.backupCopyRegion, 'copies of backups'],
    // Replicas are made from the main Region; only their keys have a stack.
    [config.customerKeys ? config.replicaRegion : undefined, 'keys of the replicas'],
  ];
  const regions = new Map<string, string[]>();
  for (const [region, use] of uses)
    if (region !== undefined) regions.set(region, [...(regions.get(region) ?? []), use]);
  return [...regions].map(([region, all]) => ({ region, holds: all.join(', ') }));
}
