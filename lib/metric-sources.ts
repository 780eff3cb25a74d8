/** Metrics by what they are of: ours by their name in the registry, those of AWS by the resource. */
import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS_NAMESPACE, METRICS_SERVICE, type MetricName } from '../lambdas/platform/metrics';
import { firewallMetric } from './constructs/firewall';
import type { ServiceFunction } from './constructs/service-function';
import type { DataStack } from './data-stack';
import { type FunctionRow, functions, operationalFunctions } from './functions';
import { type SageMakerStack, VARIANT } from './sagemaker-stack';
import type { ServiceStack } from './service-stack';
import type { StageConfig } from './stages';
import type { QueueName } from './work-queues';

/** How a metric is read; `period` in minutes. */
export interface Reading {
  stat: string;
  period?: number;
  label?: string;
}

export type QueueMetric =
  | 'ApproximateNumberOfMessagesVisible'
  | 'ApproximateNumberOfMessagesNotVisible'
  | 'ApproximateAgeOfOldestMessage';

export type TableName = keyof DataStack['tables'];

/** Why DynamoDB throttles. Source: DynamoDB developer guide, troubleshooting throttling, read 2026-11-21. */
export const THROTTLE_CAUSES = ['MaxOnDemandThroughput', 'KeyRangeThroughput', 'AccountLimit'] as const;

export type Sources = ReturnType<typeof metricSources>;

export function metricSources(around: {
  config: StageConfig;
  data: DataStack;
  service: ServiceStack;
  sageMaker?: SageMakerStack | undefined;
}) {
  const { config, data, service, sageMaker } = around;
  const metric = (
    namespace: string,
    metricName: string,
    dimensionsMap: Record<string, string>,
    { stat, period = 5, label }: Reading,
  ) =>
    new Metric({
      namespace,
      metricName,
      dimensionsMap,
      statistic: stat,
      period: Duration.minutes(period),
      ...(label !== undefined && { label }),
    });

  return {
    ...around,
    own: (name: MetricName, dimensions: Record<string, string>, reading: Reading): Metric =>
      metric(METRICS_NAMESPACE, name, { service: METRICS_SERVICE, stage: config.stage, ...dimensions }, reading),
    /** The whole API, as callers see it. */
    api: (name: '5XXError' | '4XXError' | 'Count' | 'Latency' | 'IntegrationLatency', reading: Reading): Metric =>
      metric('AWS/ApiGateway', name, { ApiName: service.api.restApiName, Stage: config.stage }, reading),
    /** What the firewall did with requests, whichever rule it was. */
    firewall: (name: 'BlockedRequests' | 'AllowedRequests', reading: Reading): Metric =>
      metric('AWS/WAFV2', name, { WebACL: firewallMetric(config), Region: config.region, Rule: 'ALL' }, reading),
    lambda: (
      made: Pick<ServiceFunction, 'function'>,
      name: 'Invocations' | 'Errors' | 'Throttles' | 'Duration' | 'ConcurrentExecutions' | 'IteratorAge',
      reading: Reading,
    ): Metric => metric('AWS/Lambda', name, { FunctionName: made.function.functionName }, reading),
    /** All functions of the account and region. */
    allLambdas: (name: 'Throttles' | 'ConcurrentExecutions' | 'ClaimedAccountConcurrency', reading: Reading): Metric =>
      metric('AWS/Lambda', name, {}, reading),
    table: (table: TableName, name: string, reading: Reading): Metric =>
      metric('AWS/DynamoDB', name, { TableName: data.tables[table].tableName }, reading),
    tableOperation: (
      table: TableName,
      name: 'SystemErrors' | 'SuccessfulRequestLatency' | 'ThrottledRequests',
      operation: string,
      reading: Reading,
    ): Metric =>
      metric('AWS/DynamoDB', name, { TableName: data.tables[table].tableName, Operation: operation }, reading),
    bedrock: (
      model: string,
      name:
        | 'Invocations'
        | 'InvocationLatency'
        | 'InvocationThrottles'
        | 'InvocationClientErrors'
        | 'InvocationServerErrors'
        | 'EstimatedTPMQuotaUsage',
      reading: Reading,
    ): Metric => metric('AWS/Bedrock', name, { ModelId: model }, reading),
    /** The own embedding model; only where the stage has it. */
    endpoint: (
      name: 'Invocations' | 'Invocation4XXErrors' | 'Invocation5XXErrors' | 'ModelLatency' | 'OverheadLatency',
      reading: Reading,
    ): Metric =>
      metric(
        'AWS/SageMaker',
        name,
        { EndpointName: sageMaker?.endpoint.attrEndpointName ?? '', VariantName: VARIANT },
        reading,
      ),
    /** Of the stream. */
    deadLetters: (name: QueueMetric, reading: Reading): Metric =>
      metric('AWS/SQS', name, { QueueName: service.streamDeadLetters.queueName }, reading),
    queue: (which: QueueName, part: 'queue' | 'deadLetters', name: QueueMetric, reading: Reading): Metric =>
      metric('AWS/SQS', name, { QueueName: service.queues[which][part].queueName }, reading),
  };
}

/** The operations that functions do on a table; DynamoDB counts its own errors by operation only. */
export function operationsOn(table: TableName): string[] {
  const rows: readonly FunctionRow[] = Object.values({ ...functions, ...operationalFunctions });
  return [...new Set(rows.flatMap((row) => row.tables?.[table] ?? []))].sort();
}

/** An expression over metrics by their ids, all read with one period in minutes. No two of one widget share a label. */
export function calculated(
  expression: string,
  metrics: Readonly<Record<string, IMetric>>,
  { label, period = 5 }: { label: string; period?: number },
): MathExpression {
  // Ids hold for a whole widget, so they are made of the label.
  const prefix = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '');
  const named = (id: string) => `${prefix}_${id}`;
  const ids = Object.keys(metrics);
  return new MathExpression({
    expression: expression.replace(/\b[a-z]\w*\b/g, (word) => (ids.includes(word) ? named(word) : word)),
    usingMetrics: Object.fromEntries(Object.entries(metrics).map(([id, metric]) => [named(id), metric])),
    label,
    period: Duration.minutes(period),
  });
}

/** The sum of metrics of which some may have no data: `SUM` of a list leaves those out, `+` would give nothing at all. */
export function sumOf(ids: readonly string[]): string {
  return ids.length === 1 ? String(ids[0]) : `SUM([${ids.join(', ')}])`;
}

/** Metrics under ids that an expression can use: `m0`, `m1`, … */
export function numbered(prefix: string, list: readonly IMetric[]): Record<string, IMetric> {
  return Object.fromEntries(list.map((one, index) => [`${prefix}${index}`, one]));
}

/** The sum of some metrics over the sum of others; with a floor 0 as long as those others do not reach it. */
export function ratio(
  parts: readonly IMetric[],
  totals: readonly IMetric[],
  { floor, times, ...reading }: { label: string; period?: number; floor?: number; times?: number },
): MathExpression {
  const part = sumOf(parts.map((_, index) => `part${index}`));
  const total = sumOf(totals.map((_, index) => `total${index}`));
  const quotient = `${times === undefined ? '' : `${times} * `}${part} / ${total}`;
  return calculated(
    floor === undefined ? quotient : `IF(${total} >= ${floor}, ${quotient}, 0)`,
    { ...numbered('part', parts), ...numbered('total', totals) },
    reading,
  );
}
