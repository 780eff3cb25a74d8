/** Meters of what watches, tells and delivers: logs, metrics, alarms, dashboards, trails, pipelines. */
import { customMetrics } from '../../lib/custom-metrics';
import { DAYS_PER_MONTH, idle, list, type Meters, record, resourcesOf, used } from './quantity';

/** A request's lines: our own with its metrics, the platform's report, and the line of API Gateway. */
const LOG_KB_PER_REQUEST = 4;
/** Kept for as long as the stage says, at a sixth of their size. */
const LOG_COMPRESSION = 6;
/** Deployments in a month, and minutes of one: tests, two synths, two deployments, the smoke test. */
const DEPLOYMENTS = 20;
const DEPLOYMENT_MINUTES = 25;
/** Calls of control planes in a month by such a deployment and the services behind it. */
const MANAGEMENT_EVENTS = 100_000;
/** Notices that a quiet month brings: the review, the budget, an alarm or two and their ends. */
const NOTICES = 20;

export const metersOfWatching: Readonly<Record<string, Meters>> = {
  'AWS::Logs::LogGroup': ({ stacks, config, month }) => {
    const groups = resourcesOf(stacks, 'AWS::Logs::LogGroup').length;
    const gb = (month.requests * LOG_KB_PER_REQUEST) / 1_000_000 / groups;
    const monthsKept = config.logRetentionDays / DAYS_PER_MONTH;
    return [used('log intake', gb), used('log storage', (gb / LOG_COMPRESSION) * monthsKept)];
  },
  'AWS::CloudWatch::Alarm': ({ properties }) => {
    const metrics = list(properties.Metrics)
      .map(record)
      .filter((metric) => metric.MetricStat !== undefined);
    const watched = Math.max(1, metrics.length);
    // A band is two more metrics.
    const band = properties.ThresholdMetricId === undefined ? 0 : 2;
    const periods = [properties.Period, ...metrics.map(({ MetricStat }) => record(MetricStat).Period)];
    return [idle(periods.some((period) => Number(period) < 60) ? 'alarms every 10 s' : 'alarms', watched + band)];
  },
  'AWS::CloudWatch::CompositeAlarm': () => [idle('composite alarms')],
  'AWS::CloudWatch::Dashboard': () => [idle('dashboards')],
  'AWS::Synthetics::Canary': ({ properties }) => {
    const [, every = '5'] = /rate\((\d+) minutes?\)/.exec(String(record(properties.Schedule).Expression)) ?? [];
    return [idle('canaries', (DAYS_PER_MONTH * 24 * 60) / Number(every))];
  },
  'AWS::ApiGateway::Stage': ({ properties, month, config }) => [
    // Each combination that occurs is a metric, for the hours in which it does: an upper bound.
    used('own metrics', customMetrics(config).length * month.hoursInUse),
    ...(properties.TracingEnabled === true ? [used('traces', month.requests)] : []),
  ],
  'AWS::SNS::Topic': () => [idle('notices by e-mail', NOTICES)],
  'AWS::Scheduler::Schedule': () => [idle('schedules run', 1)],
  'AWS::Budgets::BudgetsAction': () => [idle('brake days', DAYS_PER_MONTH)],
  'AWS::CodePipeline::Pipeline': () => [idle('pipeline minutes', DEPLOYMENTS * DEPLOYMENT_MINUTES)],
  'AWS::CodeBuild::Project': ({ stacks }) => [
    idle('build minutes', (DEPLOYMENTS * DEPLOYMENT_MINUTES) / resourcesOf(stacks, 'AWS::CodeBuild::Project').length),
  ],
  'AWS::GuardDuty::Detector': () => [idle('threat events', MANAGEMENT_EVENTS)],
  'AWS::AccessAnalyzer::Analyzer': ({ properties, stacks }) =>
    String(properties.Type).includes('UNUSED')
      ? [idle('unused access checks', resourcesOf(stacks, 'AWS::IAM::Role').length)]
      : [],
};
