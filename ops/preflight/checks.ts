/** Every check, in the order of the report: what must be first for a deployment comes first. */
import { backupCheck, vaultsCheck } from './backup-settings';
import { anomalyMonitorCheck, budgetsCheck, costTagsCheck } from './billing';
import { bootstrapCheck } from './bootstrap';
import { certificateCheck } from './certificate';
import type { Check } from './check';
import { concurrencyCheck } from './concurrency';
import { connectionCheck } from './connection';
import { gatewayRoleCheck } from './gateway-role';
import { givenTablesCheck, userPoolCheck } from './given-resources';
import { leftoversCheck } from './leftovers';
import { modelAccessCheck } from './model-access';
import { modelLifeCheck, profileCheck } from './model-life';
import { gatewayTimeoutCheck, sageMakerQuotaCheck } from './quotas';
import { singletonsCheck } from './singletons';
import { stacksCheck } from './stacks';
import { subscriptionsCheck } from './subscriptions';
import { toolsCheck } from './tools';
import { useCaseFormCheck } from './use-case-form';
import { vectorIndexesCheck } from './vector-indexes';
import { vendorSecretsCheck } from './vendor-secrets';

export const checks: readonly Check[] = [
  toolsCheck,
  bootstrapCheck,
  stacksCheck,
  leftoversCheck,
  givenTablesCheck,
  vectorIndexesCheck,
  userPoolCheck,
  gatewayRoleCheck,
  gatewayTimeoutCheck,
  concurrencyCheck,
  modelAccessCheck,
  profileCheck,
  modelLifeCheck,
  useCaseFormCheck,
  vendorSecretsCheck,
  sageMakerQuotaCheck,
  budgetsCheck,
  anomalyMonitorCheck,
  costTagsCheck,
  subscriptionsCheck,
  backupCheck,
  vaultsCheck,
  certificateCheck,
  connectionCheck,
  singletonsCheck,
];
