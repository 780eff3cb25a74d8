/** Guarding a rollout, with its ports. */
import * as service from '../../services/guard-rollout';
import { rollout } from '../adapters/rollout';
import { rolloutMemory } from '../adapters/stores';
import { platform } from '../platform';

export async function guardRollout(): Promise<service.Look> {
  const at = platform();
  const { config, clock, telemetry } = at;
  const [reached, memory] = await Promise.all([rollout(at), rolloutMemory(at)]);
  return service.guardRollout(
    { ...reached, memory, clock, telemetry },
    { stage: config.STAGE, region: config.AWS_REGION, deployed: config.flags },
  );
}
