/** What takes a rollout of flags back: users of the API get errors, or wait. */
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IAlarm, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages';

/**
 * The API is named here, not referred to: its functions read the flags, whose environment names these alarms. AppConfig
 * takes a rollout back when an alarm has no data, so none counts as healthy.
 */
export function flagAlarms(scope: Construct, { stage }: StageConfig): IAlarm[] {
  const metric = (metricName: string, statistic: string) =>
    new Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: { ApiName: `talent-match-${stage}` },
      period: Duration.minutes(1),
      statistic,
    });
  const usual = {
    evaluationPeriods: 2,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
  const after = 'while flags are rolled out; they go back by themselves. Runbook: docs/runbook.md#flags';
  return [
    new Alarm(scope, 'FlagErrors', {
      ...usual,
      alarmDescription: `Users get errors from the API ${after}`,
      metric: metric('5XXError', 'Average'),
      threshold: 0.05,
    }),
    new Alarm(scope, 'FlagLatency', {
      ...usual,
      alarmDescription: `Users wait more than 10 s for the API ${after}`,
      metric: metric('Latency', 'p95'),
      threshold: 10_000,
    }),
  ];
}
