/** The settings of each kind of stage, and how the CDK context overrides them. */
import { profilePrefix } from './models';
import { type Settings, type StageConfig, stageConfigSchema } from './stage-config';
import { faultsOf } from './stage-fault';
import { LONGEST_MONTH_DAYS, together } from './stage-rules';

export type { StageConfig } from './stage-config';

/** What a stage has when the context says nothing. `dev` asks for nothing that an empty account does not have. */
const dev = {
  budgetUsd: 20,
  anomalyUsd: 10,
  anomalyMonitor: false,
  budgetScope: 'account',
  budgetBrake: false,
  callerDailyRequests: 1_000,
  parseCacheSeconds: 3_600,
  embedCacheSeconds: 3_600,
  expandCacheSeconds: 86_400,
  maxConcurrentRequests: 50,
  workersAtOnce: 2,
  embedDimensions: '1024',
  embedDimensionsNext: 'none',
  openAi: 'none',
  openAiModel: 'gpt-5.6-luna',
  huggingFace: 'none',
  useBedrock: true,
  migrationPercentage: 100,
  guardedRollout: false,
  chainTimeoutMs: 27_000,
  functionTimeoutSeconds: 28,
  gatewayTimeoutMs: 29_000,
  throttleRate: 20,
  throttleBurst: 40,
  dailyQuota: 10_000,
  machineApiKeys: false,
  smokeClient: false,
  waf: false,
  wafRatePer5Minutes: 2_000,
  apiGatewayRole: true,
  customerKeys: false,
  retainData: false,
  logRetentionDays: 14,
  tracing: true,
  canary: false,
  fullMonitoring: false,
  provisionedConcurrency: 0,
  provisionedConcurrencyMax: 0,
  backups: false,
  sageMaker: 'none',
  sageMakerInstanceType: 'ml.c6i.xlarge',
  sageMakerInstances: 1,
  sageMakerInstancesMax: 4,
  backfill: false,
  audit: false,
  accessAnalyzer: false,
  guardDuty: false,
  pipelineBranch: 'main',
} as const satisfies Partial<Settings>;

const prod = {
  ...dev,
  budgetUsd: 500,
  anomalyUsd: 50,
  budgetBrake: true,
  workersAtOnce: 5,
  openAi: 'create',
  guardedRollout: true,
  throttleRate: 200,
  throttleBurst: 400,
  dailyQuota: 1_000_000,
  waf: true,
  customerKeys: true,
  retainData: true,
  logRetentionDays: 365,
  canary: true,
  fullMonitoring: true,
  backups: true,
  backfill: true,
} as const satisfies Partial<Settings>;

const staging = {
  ...prod,
  budgetUsd: 100,
  retainData: false,
  logRetentionDays: 30,
  openAi: 'none',
  // With one arm there is nothing to move.
  guardedRollout: false,
} as const satisfies Partial<Settings>;

const kinds = { dev, staging, prod };

/** Amazon's models need no use-case form, so a first deployment reads resumes with a model; `prod` takes decision 0004's. */
function defaultTextModel(kind: keyof typeof kinds, regionName: string): string {
  const base = kind === 'dev' ? 'amazon.nova-2-lite-v1:0' : 'anthropic.claude-haiku-5-5';
  return `${profilePrefix(regionName)}.${base}`;
}

/** What a day may cost so that no month costs more than its budget, in whole cents. */
function dayOf(budgetUsd: number): number {
  return Math.floor((budgetUsd / LONGEST_MONTH_DAYS) * 100) / 100;
}

/** What is wrong with the configuration, in words for whoever gave it; a stack trace would add nothing. */
export class ConfigurationError extends Error {}

/**
 * The configuration of a context.
 * @param context keys of `stageConfigSchema` only; values may be text, as `-c` gives them
 * @param defaults account and region of the credentials in use
 * @throws ConfigurationError that names every key that is wrong, what was given and what is allowed
 */
export function stageConfig(
  context: Readonly<Record<string, unknown>>,
  defaults: { account?: string | undefined; region?: string | undefined } = {},
): StageConfig {
  const stage = String(context.stage ?? 'dev');
  const kind = (['staging', 'prod'] as const).find((name) => stage.startsWith(name)) ?? 'dev';
  const regionName = String(context.region ?? defaults.region ?? 'us-east-1');
  const budgetUsd = Number(context.budgetUsd ?? kinds[kind].budgetUsd);
  const given = {
    ...kinds[kind],
    dailyBudgetUsd: dayOf(budgetUsd >= 1 ? budgetUsd : kinds[kind].budgetUsd),
    stage,
    region: regionName,
    ...(defaults.account !== undefined && { account: defaults.account }),
    textModel: defaultTextModel(kind, regionName),
    ...context,
  };
  const result = stageConfigSchema.safeParse(given);
  const faults = result.success
    ? together(result.data)
    : result.error.issues.flatMap((issue) => faultsOf(issue, given));
  if (!result.success || faults.length > 0) {
    throw new ConfigurationError(
      `The configuration is not valid:\n${faults.map((fault) => `  - ${fault}`).join('\n')}\ndocs/deploy.md lists every key.`,
    );
  }
  return result.data;
}
