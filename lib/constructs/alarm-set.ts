/** The alarms of a stage: each with a name that says how urgent it is, a description for a tired reader, and the topic. */
import {
  Alarm,
  type AlarmBase,
  AlarmRule,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarm,
  type IAlarmRule,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages';
import { type AlarmKind, type AlarmKindName, alarmKinds } from './alarm-kinds';

/** When a metric is an alarm. */
export interface Condition {
  metric: IMetric;
  /** Above it. */
  above?: number;
  /** Below it. */
  below?: number;
  /** Data points that are looked at; default 1. */
  periods?: number;
  /** How many of them must be bad; default all. */
  bad?: number;
  /** Default `NOT_BREACHING`: without traffic most metrics have no data, and nobody suffers. */
  missing?: TreatMissingData;
}

export class AlarmSet extends Construct {
  /** In the order in which they were added. */
  readonly all: AlarmBase[] = [];
  private readonly prefix: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: { config: StageConfig; topic: ITopic },
  ) {
    super(scope, id);
    this.prefix = `talent-match-${props.config.stage}`;
  }

  /** @param of which one, where there are several of a kind */
  add(kind: AlarmKindName, condition: Condition, of?: string): Alarm {
    const alarm = this.silent(kind, condition, of);
    this.notify(alarm, alarmKinds[kind]);
    return alarm;
  }

  /** An alarm that tells nobody by itself: it is part of another one. */
  silent(kind: AlarmKindName, condition: Condition, of?: string): Alarm {
    const { metric, above, below, periods = 1, bad = periods, missing = TreatMissingData.NOT_BREACHING } = condition;
    const alarm = new Alarm(this, this.idOf(kind, of), {
      ...this.words(kind, of),
      metric,
      threshold: above ?? below ?? 0,
      comparisonOperator:
        above === undefined ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      datapointsToAlarm: bad,
      treatMissingData: missing,
      // A percentile of a few requests is the slowest of them.
      ...(/^p\d/.test(statisticOf(metric)) && { evaluateLowSampleCountPercentile: 'ignore' }),
    });
    this.all.push(alarm);
    return alarm;
  }

  /** On while all of these are on. */
  together(kind: AlarmKindName, parts: readonly IAlarm[], options: { silent: boolean }): CompositeAlarm {
    return this.composite(kind, AlarmRule.allOf(...parts), options);
  }

  /** On while any of these is on. */
  any(kind: AlarmKindName, parts: readonly IAlarm[]): CompositeAlarm {
    return this.composite(kind, AlarmRule.anyOf(...parts), { silent: false });
  }

  private composite(kind: AlarmKindName, alarmRule: IAlarmRule, options: { silent: boolean }): CompositeAlarm {
    const { alarmName, alarmDescription } = this.words(kind);
    const alarm = new CompositeAlarm(this, this.idOf(kind), {
      compositeAlarmName: alarmName,
      alarmDescription,
      alarmRule,
    });
    this.all.push(alarm);
    if (!options.silent) this.notify(alarm, alarmKinds[kind]);
    return alarm;
  }

  private words(kind: AlarmKindName, of?: string): { alarmName: string; alarmDescription: string } {
    const { severity, users, check }: AlarmKind = alarmKinds[kind];
    return {
      alarmName: [this.prefix, severity, kind, ...(of === undefined ? [] : [of.replace(/[^\w.-]/g, '-')])].join('-'),
      alarmDescription: [
        ...(of === undefined ? [] : [`${of}:`]),
        users,
        `First check: ${check}`,
        `Runbook: ${runbookLink(this.props.config, kind)}`,
      ].join(' '),
    };
  }

  private idOf(kind: string, of?: string): string {
    return of === undefined ? kind : `${kind}-${of.replace(/[^\w-]/g, '-')}`;
  }

  /** Who was woken is also told that it is over. */
  private notify(alarm: AlarmBase, { severity }: AlarmKind): void {
    const action = new SnsAction(this.props.topic);
    alarm.addAlarmAction(action);
    if (severity === 'page') alarm.addOkAction(action);
  }
}

/** The heading of the runbook; as a link where the repository is known. */
export function runbookLink({ pipelineRepository, pipelineBranch }: StageConfig, heading: string): string {
  const file = `docs/runbook.md#${heading}`;
  return pipelineRepository === undefined
    ? file
    : `https://github.com/${pipelineRepository}/blob/${pipelineBranch}/${file}`;
}

function statisticOf(metric: IMetric): string {
  return metric.toMetricConfig().metricStat?.statistic ?? '';
}
