/** What takes a change of flags back: users of the API get errors, or wait, or the arm that they were moved to does not answer. */
import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IAlarm,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { VECTOR_CAPABILITIES } from '../../lambdas/domain/arm';
import { METRICS_NAMESPACE, METRICS_SERVICE } from '../../lambdas/platform/metrics';
import { movable } from '../stage-arms';
import type { StageConfig } from '../stages';

/** Requests of the arm in a minute, below which a share of failures says nothing. */
const LEAST_REQUESTS = 10;
const FAILED_PERCENT = 25;

/**
 * The API is named here, not referred to: its functions read the flags, whose environment names these alarms. AppConfig
 * takes a change back when an alarm has no data, so none counts as healthy.
 */
export function flagAlarms(scope: Construct, config: StageConfig): IAlarm[] {
  const { stage } = config;
  const read = (namespace: string, metricName: string, dimensionsMap: Record<string, string>, statistic: string) =>
    new Metric({ namespace, metricName, dimensionsMap, statistic, period: Duration.minutes(1) });
  const api = (metricName: string, statistic: string) =>
    read('AWS/ApiGateway', metricName, { ApiName: `talent-match-${stage}` }, statistic);
  const alarm = (id: string, users: string, metric: IMetric, threshold: number) =>
    new Alarm(scope, id, {
      alarmDescription: `${users} after flags were changed; they go back by themselves. Runbook: docs/runbook.md#flags`,
      metric,
      threshold,
      evaluationPeriods: 2,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  // Two alarms: one for all would be silent while one kind of model fails and the other has most of the requests.
  const arm = (id: string, models: string, isOfVectors: boolean): IAlarm[] => {
    const of = movable(config).filter((capability) => VECTOR_CAPABILITIES.has(capability) === isOfVectors);
    if (of.length === 0) return [];
    const ids = (prefix: string) => of.map((capability) => `${prefix}_${capability}`).join(', ');
    const failures = (prefix: string, statistic: string) =>
      of.map((capability) => {
        const dimensions = { service: METRICS_SERVICE, stage, capability, arm: 'aws' };
        return [`${prefix}_${capability}`, read(METRICS_NAMESPACE, 'ArmFailures', dimensions, statistic)] as const;
      });
    const [failed, asked] = [`SUM([${ids('failed')}])`, `SUM([${ids('asked')}])`];
    const share = new MathExpression({
      expression: `IF(${asked} >= ${LEAST_REQUESTS}, 100 * ${failed} / ${asked}, 0)`,
      usingMetrics: Object.fromEntries([...failures('failed', 'Sum'), ...failures('asked', 'SampleCount')]),
      label: `${models} of the AWS arm that failed, %`,
      period: Duration.minutes(1),
    });
    return [alarm(id, `${models} of the AWS arm fail, and others answer in their place,`, share, FAILED_PERCENT)];
  };
  return [
    alarm('FlagErrors', 'Users get errors from the API', api('5XXError', 'Average'), 0.05),
    alarm('FlagLatency', 'Users wait more than 10 s for the API', api('Latency', 'p95'), 10_000),
    ...arm('FlagTextArm', 'Text models', false),
    ...arm('FlagVectorArm', 'Embedders', true),
  ];
}
