/** What on-call sees: alarms that say what users notice, and dashboards that answer whether users are well served. */
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Dashboard, type IWidget, PeriodOverride } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { migrationAlarms, ratingAlarms } from './constructs/alarm-migration';
import { budgetAlarms, budgetSpent, degradedAlarms, providerAlarms, spendAlarm } from './constructs/alarm-providers';
import { queueAlarms } from './constructs/alarm-queues';
import { errorAlarm, essentialAlarms, resourceAlarms } from './constructs/alarm-resources';
import { AlarmSet } from './constructs/alarm-set';
import { burnAlarms } from './constructs/alarm-slo';
import { costDashboard } from './constructs/dashboard-cost';
import { dataDashboard } from './constructs/dashboard-data';
import { migrationDashboard } from './constructs/dashboard-migration';
import { overview } from './constructs/dashboard-overview';
import { providersDashboard } from './constructs/dashboard-providers';
import { qualityDashboard } from './constructs/dashboard-quality';
import type { DataStack } from './data-stack';
import type { FoundationStack } from './foundation-stack';
import { metricSources, type Sources } from './metric-sources';
import type { SageMakerStack } from './sagemaker-stack';
import type { ServiceStack } from './service-stack';
import { isMigrating } from './stage-arms';
import type { StageConfig } from './stages';

/** What there is to see behind the overview, and over how many hours at first: money and quality move over days. */
const drillDowns = {
  providers: { widgets: providersDashboard, hours: 3 },
  data: { widgets: dataDashboard, hours: 3 },
  cost: { widgets: costDashboard, hours: 72 },
  quality: { widgets: qualityDashboard, hours: 168 },
  migration: { widgets: migrationDashboard, hours: 72 },
};

export interface ObservabilityStackProps extends StackProps {
  config: StageConfig;
  foundation: FoundationStack;
  data: DataStack;
  service: ServiceStack;
  sageMaker?: SageMakerStack | undefined;
}

export class ObservabilityStack extends Stack {
  readonly alarms: AlarmSet;

  constructor(scope: Construct, id: string, props: ObservabilityStackProps) {
    super(scope, id, props);
    const { config, foundation } = props;
    const sources = metricSources(props);
    this.alarms = new AlarmSet(this, 'Alarms', { config, topic: foundation.alarmTopic });
    if (config.fullMonitoring) this.everyAlarm(sources);
    else this.fewAlarms(sources);

    const closer = config.fullMonitoring
      ? Object.entries(drillDowns).filter(([part]) => part !== 'migration' || isMigrating(config))
      : [];
    const names = closer.map(([part]) => dashboardName(config, part));
    this.dashboard('Overview', dashboardName(config), overview(sources, this.alarms.all, names), 3);
    for (const [part, { widgets, hours }] of closer) {
      this.dashboard(`Dashboard-${part}`, dashboardName(config, part), widgets(sources), hours);
    }
  }

  /** One page for one incident: what wakes people is told together, whichever of the parts is on. */
  private everyAlarm(sources: Sources): void {
    const burning = burnAlarms(this.alarms, sources);
    const { 'no-text-model': text, 'no-vector-model': vectors } = degradedAlarms(sources);
    this.alarms.any('service-degraded', [
      ...burning,
      this.alarms.silent('no-text-model', text),
      this.alarms.silent('no-vector-model', vectors),
      this.alarms.silent('budget-spent', budgetSpent(sources)),
    ]);
    essentialAlarms(this.alarms, sources);
    spendAlarm(this.alarms, sources);
    budgetAlarms(this.alarms, sources);
    providerAlarms(this.alarms, sources);
    resourceAlarms(this.alarms, sources);
    queueAlarms(this.alarms, sources);
    ratingAlarms(this.alarms, sources);
    migrationAlarms(this.alarms, sources);
  }

  /** No alarm on money: the budget of the day ends the spending, and then `no-text-model` goes off. */
  private fewAlarms(sources: Sources): void {
    errorAlarm(this.alarms, sources);
    this.alarms.add('no-text-model', degradedAlarms(sources)['no-text-model']);
    essentialAlarms(this.alarms, sources);
  }

  private dashboard(id: string, dashboardName: string, widgets: IWidget[][], hours: number): void {
    new Dashboard(this, id, {
      dashboardName,
      widgets,
      defaultInterval: Duration.hours(hours),
      // Else a longer look would add up more than the axes say.
      periodOverride: PeriodOverride.INHERIT,
    });
  }
}

function dashboardName({ stage }: StageConfig, part?: string): string {
  return ['talent-match', stage, ...(part === undefined ? [] : [part])].join('-');
}
