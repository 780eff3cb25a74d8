/** A function that looks after the rollout of the AWS arm every few minutes: raises the share by its plan, or takes it back. */
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { operationalFunctions } from '../functions';
import { accountInFindings } from './acknowledge';
import type { FlagStore } from './flags';
import { grantsOf, type Surroundings } from './grants';
import { scheduleRole } from './schedule-role';
import { ServiceFunction } from './service-function';

export interface RolloutGuardProps {
  around: Omit<Surroundings, 'stack' | 'flags'>;
  flags: FlagStore;
  /** Alarms that take a deployment of flags back; none of them stands in the way of a step back. */
  alarms: readonly IAlarm[];
  /** Told what was done. */
  topic: ITopic;
}

export class RolloutGuard extends Construct {
  readonly function: ServiceFunction<'guard-rollout'>;

  constructor(scope: Construct, id: string, props: RolloutGuardProps) {
    super(scope, id);
    const { around, flags, topic } = props;
    const { config, foundation } = around;
    const row = operationalFunctions['guard-rollout'];
    const grants = grantsOf(row, { ...around, stack: Stack.of(this), flags: undefined });
    this.function = new ServiceFunction(this, 'guard-rollout', {
      slug: 'guard-rollout',
      row,
      config,
      environment: {
        ...grants.environment,
        APPCONFIG_APPLICATION: flags.ids.application,
        APPCONFIG_ENVIRONMENT: flags.ids.environment,
        APPCONFIG_PROFILE: flags.ids.profile,
        APPCONFIG_ROLLOUT_STRATEGY: flags.strategies.rollout,
        APPCONFIG_INSTANT_STRATEGY: flags.strategies.instant,
        ALARM_TOPIC_ARN: topic.topicArn,
        // What holds where the flags are silent.
        MIGRATION_PERCENTAGE: String(config.migrationPercentage),
        ...(config.aiProvider !== undefined && { AI_PROVIDER: config.aiProvider }),
      },
      statements: [...grants.statements, ...this.deployments(flags), ...this.watching(props.alarms), ...tell(topic)],
      reasons: { ...grants.reasons, ...this.reasons(flags) },
      logKey: foundation.dataKey,
    });
    this.schedule(this.function.alias.functionArn);
    // By it `npm run rollout` sees that plans are looked after.
    new CfnOutput(this, 'Name', { value: this.function.function.functionName }).overrideLogicalId('RolloutGuard');
  }

  /** Source of the resources of each action: service authorization reference, AppConfig. */
  private deployments({ ids, strategies }: FlagStore): PolicyStatement[] {
    const arn = (resource: string) => Stack.of(this).formatArn({ service: 'appconfig', resource });
    const application = `application/${ids.application}`;
    const [environment, profile] = [
      `${application}/environment/${ids.environment}`,
      `${application}/configurationprofile/${ids.profile}`,
    ];
    const may = (actions: readonly string[], ...resources: string[]) =>
      new PolicyStatement({ actions: actions.map((action) => `appconfig:${action}`), resources: resources.map(arn) });
    const ofVersions = [
      'ListHostedConfigurationVersions',
      'GetHostedConfigurationVersion',
      'CreateHostedConfigurationVersion',
    ];
    const ofDeployments = ['ListDeployments', 'GetDeployment', 'StopDeployment', 'GetEnvironment'];
    return [
      may([...ofVersions, ...ofDeployments, 'StartDeployment'], application),
      may([...ofVersions, 'StartDeployment'], profile),
      may(['GetHostedConfigurationVersion'], `${profile}/hostedconfigurationversion/*`),
      may([...ofDeployments, 'StartDeployment'], environment),
      may(['GetDeployment', 'StopDeployment', 'StartDeployment'], `${environment}/deployment/*`),
      may(['StartDeployment'], ...Object.values(strategies).map((strategy) => `deploymentstrategy/${strategy}`)),
    ];
  }

  private watching(alarms: readonly IAlarm[]): PolicyStatement[] {
    const figures = new PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] });
    if (alarms.length === 0) return [figures];
    return [
      figures,
      new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] }),
      new PolicyStatement({
        actions: ['cloudwatch:DisableAlarmActions', 'cloudwatch:EnableAlarmActions'],
        resources: alarms.map(({ alarmArn }) => alarmArn),
      }),
    ];
  }

  /** As findings spell the ARNs of what is numbered by AppConfig. */
  private reasons({ ids }: FlagStore): Record<string, string> {
    const stack = Stack.of(this);
    const nameOf = (reference: string) => `<${(stack.resolve(reference) as { Ref: string }).Ref}>`;
    const application = `arn:${stack.partition}:appconfig:${stack.region}:${accountInFindings(stack)}:application/${nameOf(ids.application)}`;
    const numbered = 'Versions and deployments of the flags of this stage alone; AppConfig numbers them.';
    return {
      [`AwsSolutions-IAM5[Resource::${application}/configurationprofile/${nameOf(ids.profile)}/hostedconfigurationversion/*]`]:
        numbered,
      [`AwsSolutions-IAM5[Resource::${application}/environment/${nameOf(ids.environment)}/deployment/*]`]: numbered,
      'AwsSolutions-IAM5[Resource::*]': 'CloudWatch has no resources to name for reading metrics and alarms.',
      'Serverless-LambdaStarPermissions': 'CloudWatch has no resources to name for reading metrics and alarms.',
    };
  }

  private schedule(arn: string): void {
    const role = scheduleRole(this, arn);
    new CfnSchedule(this, 'Often', {
      description: 'The rollout of the AWS arm',
      scheduleExpression: 'rate(5 minutes)',
      flexibleTimeWindow: { mode: 'OFF' },
      // The next look makes up for one that was missed.
      target: { arn, roleArn: role.roleArn, retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 240 } },
    });
  }
}

function tell(topic: ITopic): PolicyStatement[] {
  const publish = new PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] });
  const key = topic.masterKey;
  if (key === undefined) return [publish];
  return [publish, new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] })];
}
