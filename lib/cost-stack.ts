/** What it may cost: a monthly budget that warns early, a watch for anomalies, and a brake that a person can pull. */
import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnBudget, CfnBudgetsAction } from 'aws-cdk-lib/aws-budgets';
import { CfnAnomalyMonitor, CfnAnomalySubscription } from 'aws-cdk-lib/aws-ce';
import {
  type CfnRole,
  Effect,
  ManagedPolicy,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { acknowledge } from './constructs/acknowledge';
import { type FunctionRow, functions as rows, type Slug } from './functions';
import type { ServiceStack } from './service-stack';
import type { StageConfig } from './stages';

/** Budgets and Cost Explorer do not exist as CloudFormation types in 21 regions; this one has them all. */
export const COST_REGION = 'us-east-1';

/** Shares of the budget at which somebody is told, in per cent. A budget takes five notices, no more. */
const NOTICES = [
  ['ACTUAL', 50],
  ['ACTUAL', 80],
  ['ACTUAL', 100],
  ['FORECASTED', 100],
  ['FORECASTED', 120],
] as const;

/** Where the brake is offered: as the forecast notices say, spending has then gone past every warning. */
const BRAKE_PERCENT = 120;

/** What publishes to the topic of the cost notices. */
const PUBLISHERS = ['budgets', 'costalerts'].map((service) => new ServicePrincipal(`${service}.amazonaws.com`));

export interface CostStackProps extends StackProps {
  config: StageConfig;
  service: ServiceStack;
}

export class CostStack extends Stack {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: CostStackProps) {
    super(scope, id, props);
    const { config, service } = props;
    this.topic = this.costTopic(config);
    const budget = this.budget(config);
    if (config.anomalyMonitor) this.anomalies(config);
    if (config.budgetBrake) this.brake(budget, service);
  }

  private costTopic(config: StageConfig): Topic {
    // A notice holds an amount and an account number; a key of its own only where the stage has customer keys.
    const key = config.customerKeys ? this.topicKey(config) : undefined;
    const topic = new Topic(this, 'CostTopic', {
      displayName: `Talent Match ${config.stage} cost`,
      enforceSSL: true,
      ...(key !== undefined && { masterKey: key }),
    });
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: PUBLISHERS,
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    if (config.alarmEmail !== undefined) {
      const subscription = topic.addSubscription(new EmailSubscription(config.alarmEmail));
      acknowledge(subscription, {
        'Serverless-SNSRedrivePolicy': 'SNS retries mail by itself and keeps no dead letters of it.',
      });
    }
    return topic;
  }

  private topicKey(config: StageConfig): Key {
    const key = new Key(this, 'CostKey', {
      description: `Talent Match ${config.stage}: cost notices`,
      enableKeyRotation: true,
      // Nothing that is kept is encrypted with it.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: PUBLISHERS,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    return key;
  }

  /**
   * Its notices can only be set when it is made, so a change of address makes another budget: it must have no name of
   * ours, or the second could not be made beside the first.
   */
  private budget(config: StageConfig): CfnBudget {
    const budget = new CfnBudget(this, 'Budget', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: config.budgetUsd, unit: 'USD' },
        ...counted(config),
      },
      notificationsWithSubscribers: NOTICES.map(([notificationType, threshold]) => ({
        notification: {
          notificationType,
          threshold,
          thresholdType: 'PERCENTAGE',
          comparisonOperator: 'GREATER_THAN',
        },
        subscribers: [{ subscriptionType: 'SNS', address: this.topic.topicArn }],
      })),
    });
    this.afterTopic(budget);
    return budget;
  }

  /** CUSTOM: an account can have one monitor per dimension, and new ones often come with that for services. */
  private anomalies(config: StageConfig): void {
    const monitor = new CfnAnomalyMonitor(this, 'AnomalyMonitor', {
      monitorName: `talent-match-${config.stage}`,
      monitorType: 'CUSTOM',
      monitorSpecification: JSON.stringify({
        Tags: { Key: 'application', Values: ['talent-match'], MatchOptions: ['EQUALS'] },
      }),
    });
    const subscription = new CfnAnomalySubscription(this, 'AnomalySubscription', {
      subscriptionName: `talent-match-${config.stage}`,
      monitorArnList: [monitor.attrMonitorArn],
      // Only SNS is told at once; e-mail subscribers hear once a day.
      frequency: 'IMMEDIATE',
      subscribers: [{ type: 'SNS', address: this.topic.topicArn }],
      thresholdExpression: JSON.stringify({
        Dimensions: {
          Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
          Values: [String(config.anomalyUsd)],
          MatchOptions: ['GREATER_THAN_OR_EQUAL'],
        },
      }),
    });
    this.afterTopic(subscription);
  }

  /**
   * Offers, and does not do by itself, a denial of every model call of AWS: answers then come from what is left of the
   * chain, the rules at the least, and say that they are degraded.
   */
  private brake(budget: CfnBudget, { functions }: ServiceStack): void {
    const callers = Object.entries<FunctionRow>(rows)
      .filter(([, { models }]) => models !== undefined)
      .map(([slug]) => functions[slug as Slug]);
    // A role itself may not be named from another region unless its name is fixed; its resource may.
    const roles = callers.map(({ role }) => role.node.defaultChild as CfnRole);
    const denial = new ManagedPolicy(this, 'DenyModels', {
      description: 'Talent Match: no calls of models that AWS bills',
      statements: [
        new PolicyStatement({
          effect: Effect.DENY,
          actions: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream', 'sagemaker:InvokeEndpoint'],
          resources: ['*'],
        }),
      ],
    });
    const executor = new Role(this, 'BrakeRole', {
      description: 'Talent Match: attaches the denial of model calls, and nothing else',
      assumedBy: new ServicePrincipal('budgets.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
      inlinePolicies: {
        brake: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
              resources: roles.map(({ attrArn }) => attrArn),
              conditions: { ArnEquals: { 'iam:PolicyARN': denial.managedPolicyArn } },
            }),
          ],
        }),
      },
    });
    acknowledge(denial, { 'AwsSolutions-IAM5[Resource::*]': 'It denies; a denial is best without exceptions.' });
    const action = new CfnBudgetsAction(this, 'Brake', {
      budgetName: budget.ref,
      actionType: 'APPLY_IAM_POLICY',
      approvalModel: 'MANUAL',
      notificationType: 'ACTUAL',
      actionThreshold: { type: 'PERCENTAGE', value: BRAKE_PERCENT },
      executionRoleArn: executor.roleArn,
      definition: {
        iamActionDefinition: { policyArn: denial.managedPolicyArn, roles: roles.map(({ ref }) => ref) },
      },
      subscribers: [{ type: 'SNS', address: this.topic.topicArn }],
    });
    this.afterTopic(action);
  }

  /** The services look whether they may publish when they are told of a topic. */
  private afterTopic(resource: CfnBudget | CfnBudgetsAction | CfnAnomalySubscription): void {
    resource.node.addDependency(this.topic);
  }
}

/**
 * What the budget counts, without credits and refunds, which would hide what is spent until they are used up. A budget has
 * either kind of filter. Source: AWS Budgets API reference, CreateBudget, read 2026-11-22.
 */
function counted({ budgetScope, stage }: StageConfig): Partial<CfnBudget.BudgetDataProperty> {
  if (budgetScope === 'account') return { costTypes: { includeCredit: false, includeRefund: false } };
  const one = (key: string, values: string[]) => ({ key, values, matchOptions: ['EQUALS'] });
  return {
    filterExpression: {
      and: [
        { tags: one('application', ['talent-match']) },
        { tags: one('stage', [stage]) },
        { not: { dimensions: one('RECORD_TYPE', ['Credit', 'Refund']) } },
      ],
    },
    metrics: ['UnblendedCost'],
  };
}
