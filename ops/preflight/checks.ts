/** Every check, in the order of the report: what must be first for a deployment comes first. */
import { backupCheck } from './backup-settings';
import { anomalyMonitorCheck, budgetsCheck } from './billing';
import { bootstrapCheck } from './bootstrap';
import { certificateCheck } from './certificate';
import type { Check } from './check';
import { concurrencyCheck } from './concurrency';
import { connectionCheck } from './connection';
import { gatewayRoleCheck } from './gateway-role';
import { leftoversCheck } from './leftovers';
import { modelAccessCheck } from './model-access';
import { modelLifeCheck, profileCheck } from './model-life';
import { gatewayTimeoutCheck, sageMakerQuotaCheck } from './quotas';
import { singletonsCheck } from './singletons';
import { stacksCheck } from './stacks';
import { subscriptionsCheck } from './subscriptions';
import { toolsCheck } from './tools';
import { useCaseFormCheck } from './use-case-form';
import { vendorSecretsCheck } from './vendor-secrets';

export const checks: readonly Check[] = [
  toolsCheck,
  bootstrapCheck,
  stacksCheck,
  leftoversCheck,
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
  subscriptionsCheck,
  backupCheck,
  certificateCheck,
  connectionCheck,
  singletonsCheck,
];
