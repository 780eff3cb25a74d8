/** The sides of the migration that a stage has: between which of them users can be moved, and what of it can be measured. */
import {
  type Arm,
  armProviders,
  arms,
  type Capability,
  capabilities,
  VECTOR_CAPABILITIES,
} from '../lambdas/domain/arm';
import { modelTiers } from './model-tiers';
import type { StageConfig } from './stages';

/** Those with a provider that can do it, as the functions find them. */
export function armsOf(config: StageConfig, capability: Capability): Arm[] {
  const kind = VECTOR_CAPABILITIES.has(capability) ? 'vectors' : 'text';
  const tiers = modelTiers(config).filter((tier) => tier.capability === kind);
  return arms.filter((arm) => tiers.some(({ provider }) => armProviders[arm].some((own) => own === provider)));
}

/** What users can be moved for, from one side to the other. */
export function movable(config: StageConfig): Capability[] {
  return capabilities.filter((capability) => armsOf(config, capability).length === arms.length);
}

/** Whether there are two sides at all. */
export const isMigrating = (config: StageConfig): boolean => movable(config).length > 0;
