/** Flags in AppConfig: what operators may change at run time, checked before it goes out and taken back on an alarm. */
import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import {
  CfnApplication,
  CfnConfigurationProfile,
  CfnDeployment,
  CfnDeploymentStrategy,
  CfnEnvironment,
  CfnHostedConfigurationVersion,
} from 'aws-cdk-lib/aws-appconfig';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct, type IDependable } from 'constructs';
import { flagsJsonSchema, NO_FLAGS } from '../../lambdas/domain/flags';
import type { StageConfig } from '../stages';
import { acknowledge } from './acknowledge';

export interface FlagStoreProps {
  config: StageConfig;
  /** A rollout is taken back when one of them goes off; at most 5. They must not refer to anything that reads the flags. */
  alarms: readonly IAlarm[];
}

/** While they last a deployment is taken back when an alarm goes off, and no other one can begin. */
const BAKE_MINUTES = 10;

/**
 * The first document decides nothing, and is the same in every stage and for ever: CloudFormation deploys it once, finds it
 * unchanged at each later `cdk deploy`, and so never puts it in place of what an operator has deployed since. What a stage
 * is configured to do is in the environment of its functions, and holds wherever the document is silent.
 */
export class FlagStore extends Construct {
  /** What the functions are told, and granted. */
  readonly ids: Readonly<{ application: string; environment: string; profile: string }>;
  /** Ids of the ways to deploy them. */
  readonly strategies: Readonly<{ rollout: string; instant: string }>;
  private readonly firstDeployment: CfnDeployment;

  constructor(scope: Construct, id: string, { config, alarms }: FlagStoreProps) {
    super(scope, id);
    const application = new CfnApplication(this, 'Application', {
      name: `talent-match-${config.stage}`,
      description: `Talent Match ${config.stage}: flags`,
    });
    const environment = new CfnEnvironment(this, 'Environment', {
      applicationId: application.ref,
      name: config.stage,
      ...(alarms.length > 0 && { monitors: this.monitors(alarms) }),
    });
    const profile = new CfnConfigurationProfile(this, 'Profile', {
      applicationId: application.ref,
      name: 'flags',
      description: 'A part that is absent is as deployed',
      locationUri: 'hosted',
      type: 'AWS.Freeform',
      validators: [{ type: 'JSON_SCHEMA', content: JSON.stringify(flagsJsonSchema()) }],
    });
    const rollout = this.strategy('Rollout', config, { bakeMinutes: alarms.length > 0 ? BAKE_MINUTES : 0 });
    const instant = this.strategy('Instant', config, { bakeMinutes: 0 });
    const version = new CfnHostedConfigurationVersion(this, 'FirstVersion', {
      applicationId: application.ref,
      configurationProfileId: profile.ref,
      content: JSON.stringify(NO_FLAGS),
      contentType: 'application/json',
      description: 'Nothing is decided',
    });
    this.firstDeployment = new CfnDeployment(this, 'FirstDeployment', {
      applicationId: application.ref,
      environmentId: environment.ref,
      configurationProfileId: profile.ref,
      configurationVersion: version.ref,
      deploymentStrategyId: instant.ref,
    });
    // A profile with versions that operators made cannot be deleted, and would make `cdk destroy` fail. They cost nothing.
    for (const kept of [application, environment, profile, version, this.firstDeployment]) {
      kept.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    }
    this.ids = { application: application.ref, environment: environment.ref, profile: profile.ref };
    this.strategies = { rollout: rollout.ref, instant: instant.ref };
    const outputs = {
      FlagsApplication: application.ref,
      FlagsEnvironment: environment.ref,
      FlagsProfile: profile.ref,
      FlagsRolloutStrategy: rollout.ref,
      FlagsInstantStrategy: instant.ref,
    };
    for (const [name, value] of Object.entries(outputs)) {
      new CfnOutput(this, name, { value }).overrideLogicalId(name);
    }
  }

  /**
   * AppConfig takes a deployment back while an alarm has no state, which a new one has not for its first minute. So the
   * first deployment waits for something that takes longer to make.
   */
  deployAfter(last: IDependable): void {
    this.firstDeployment.node.addDependency(last);
  }

  /**
   * All at once: AppConfig grows by the sessions that ask, which are containers and not users, so that a user would change
   * arms from one request to the next. Who is moved is said by the document, user by user.
   */
  private strategy(
    id: 'Rollout' | 'Instant',
    { stage }: StageConfig,
    { bakeMinutes }: { bakeMinutes: number },
  ): CfnDeploymentStrategy {
    return new CfnDeploymentStrategy(this, id, {
      name: `talent-match-${stage}-${id.toLowerCase()}`,
      growthType: 'LINEAR',
      growthFactor: 100,
      deploymentDurationInMinutes: 0,
      finalBakeTimeInMinutes: bakeMinutes,
      replicateTo: 'NONE',
    });
  }

  private monitors(alarms: readonly IAlarm[]): CfnEnvironment.MonitorsProperty[] {
    const role = new Role(this, 'MonitorRole', {
      assumedBy: new ServicePrincipal('appconfig.amazonaws.com'),
      description: 'AppConfig looks at the alarms of the flags',
      inlinePolicies: {
        alarms: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] })],
        }),
      },
    });
    acknowledge(role, {
      'AwsSolutions-IAM5[Resource::*]':
        'AppConfig lists the alarms; its user guide asks for all, and they are only read.',
    });
    return alarms.map(({ alarmArn }) => ({ alarmArn, alarmRoleArn: role.roleArn }));
  }
}
