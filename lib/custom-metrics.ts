/** The metrics of our own that a stage can send, one by one: what dashboards and alarms may name, and what is billed. */
import { ALL_FIELDS, agreementFields } from '../lambdas/domain/agreement';
import { type Arm, type Capability, capabilities, VECTOR_CAPABILITIES } from '../lambdas/domain/arm';
import { keyedVendors } from '../lambdas/domain/vendor-key';
import { problemKinds } from '../lambdas/http/problem';
import { allRoutes } from '../lambdas/http/routes';
import { METRICS_SERVICE, type MetricDefinition, type MetricName, metrics } from '../lambdas/platform/metrics';
import { type FunctionRow, functions } from './functions';
import { modelTiers } from './model-tiers';
import { armsOf, movable } from './stage-arms';
import type { StageConfig } from './stages';

/** USD per metric and month, prorated by the hour: a metric that is not sent costs nothing. Source: CloudWatch prices, read 2026-11-21. */
export const CUSTOM_METRIC_USD = 0.3;

export interface CustomMetric {
  name: MetricName;
  dimensions: Readonly<Record<string, string>>;
}

const answering = allRoutes.filter(({ slug }) => {
  const row: FunctionRow | undefined = Object.entries(functions).find(([name]) => name === slug)?.[1];
  return row?.models !== undefined && row.userFacing;
});

/** Operations whose answer comes from a model and says so in its `meta`. */
export const answeringOperations: readonly string[] = answering.map(({ operationId }) => operationId);

/** The same by the kind of model. */
export const answeringBy: Readonly<Record<'text' | 'vectors', readonly string[]>> = {
  text: answering.filter(({ capability }) => !isOfVectors(capability)).map(({ operationId }) => operationId),
  vectors: answering.filter(({ capability }) => isOfVectors(capability)).map(({ operationId }) => operationId),
};

function isOfVectors(capability: Capability | null): boolean {
  return capability !== null && VECTOR_CAPABILITIES.has(capability);
}

/** A path or method that is no route is counted under this name. */
const NO_OPERATION = 'none';
const ABOUT_ANSWERS = /^(Answers|CacheHits|RequestCost)/;
const ABOUT_TOKENS = /^Model(InputTokens|OutputTokens|CostUsd)$/;
/** A request that both sides are asked. */
const ABOUT_BOTH = /^Shadow/;
/** What stands in this process is not guarded against. */
const ABOUT_FAILURES = /^(BreakerOpened|RetriesRefused|CallsHedged)$/;

/** Every metric that could occur; the `other` of unknown models, which settings cannot lead to, is not among them. */
export function customMetrics(config: StageConfig): CustomMetric[] {
  return Object.entries<MetricDefinition>(metrics).flatMap(([name, definition]) =>
    valuesOf(name, definition, config).map((values) => ({
      name: name as MetricName,
      dimensions: { service: METRICS_SERVICE, stage: config.stage, ...values },
    })),
  );
}

function valuesOf(name: string, { dimensions }: MetricDefinition, config: StageConfig): Record<string, string>[] {
  switch (dimensions[0]) {
    case undefined:
      return [{}];
    case 'operation':
      return operationsOf(name).map((operation) => ({ operation }));
    case 'code':
      return Object.keys(problemKinds).map((code) => ({ code }));
    case 'secret':
      return usedSecrets(config).map((secret) => ({ secret }));
    case 'capability':
      return dimensions[1] === 'arm' ? sidesOf(name, config) : comparedFields(config);
    case 'provider':
      return modelTiers(config)
        .filter(({ paidByToken }) => paidByToken || !ABOUT_TOKENS.test(name))
        .filter(({ isLocal }) => !isLocal || !ABOUT_FAILURES.test(name))
        .filter(({ capability }) => capability === 'vectors' || name !== 'CallsHedged')
        .map(({ provider, model }) => ({ provider, model }));
  }
}

function operationsOf(name: string): readonly string[] {
  if (name !== 'AnswersServed' && ABOUT_ANSWERS.test(name)) return answeringOperations;
  return [...allRoutes.map(({ operationId }) => operationId), NO_OPERATION];
}

/** The vendors whose keys the stage holds, as `SecretAgeDays` names them. */
export function usedSecrets(config: StageConfig): string[] {
  const setting = { openai: config.openAi, huggingface: config.huggingFace };
  return keyedVendors.filter((vendor) => setting[vendor] !== 'none');
}

/** What users see, and so can rate. */
export const ratedCapabilities: readonly Capability[] = [
  ...new Set(allRoutes.flatMap(({ capability, rated }) => (rated && capability !== null ? [capability] : []))),
];

/** Both sides are asked where there are two; users are on one where there is one. */
function sidesOf(name: string, config: StageConfig): { capability: Capability; arm: Arm }[] {
  const measured = ABOUT_BOTH.test(name) ? movable(config) : name === 'AnswerRating' ? ratedCapabilities : capabilities;
  return measured.flatMap((capability) => armsOf(config, capability).map((arm) => ({ capability, arm })));
}

/** What two answers are compared by. */
export function comparedFields(config: StageConfig): { capability: Capability; field: string }[] {
  return movable(config).flatMap((capability) => {
    const fields: readonly string[] = agreementFields[capability];
    return fields.length === 0 ? [] : [...fields, ALL_FIELDS].map((field) => ({ capability, field }));
  });
}
