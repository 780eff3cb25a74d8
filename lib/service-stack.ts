/** What answers: one Lambda a slug, the REST API in front of them, and the handler of the jobs table's stream. */
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { LambdaApplication } from 'aws-cdk-lib/aws-codedeploy';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './constructs/acknowledge';
import { flagAlarms } from './constructs/flag-alarms';
import { FlagStore } from './constructs/flags';
import { grantsOf } from './constructs/grants';
import { HttpApi } from './constructs/http-api';
import { RolloutGuard } from './constructs/rollout-guard';
import { SecretWatch } from './constructs/secret-watch';
import { ServiceFunction } from './constructs/service-function';
import { deadLetterQueue, WorkQueue } from './constructs/work-queue';
import type { DataStack } from './data-stack';
import type { FoundationStack } from './foundation-stack';
import { type FunctionRow, functions, type Slug } from './functions';
import type { SageMakerStack } from './sagemaker-stack';
import type { StageConfig } from './stages';
import { type QueueName, queueNames } from './work-queues';

const rows = Object.entries(functions) as [Slug, FunctionRow][];

export interface ServiceStackProps extends StackProps {
  config: StageConfig;
  foundation: FoundationStack;
  data: DataStack;
  sageMaker?: SageMakerStack | undefined;
}

export class ServiceStack extends Stack {
  readonly functions: Readonly<Record<Slug, ServiceFunction>>;
  readonly api: RestApi;
  /** One line of JSON a request: lib/constructs/gateway-logs.ts. */
  readonly accessLog: LogGroup;
  readonly flags: FlagStore;
  /** Where the stage has keys of vendors. */
  readonly secretWatch: SecretWatch | undefined;
  /** Where the stage moves users by a plan. */
  readonly rolloutGuard: RolloutGuard | undefined;
  /** Work that nobody waits for. */
  readonly queues: Readonly<Record<QueueName, WorkQueue>>;
  /** Stream records that were given up. */
  readonly streamDeadLetters: Queue;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { config, foundation, data } = props;
    const alarms = config.canary ? flagAlarms(this, config) : [];
    this.flags = new FlagStore(this, 'Flags', { config, alarms });
    this.queues = this.workQueues(props);
    const around = {
      stack: this,
      config,
      foundation,
      data,
      sageMaker: props.sageMaker,
      flags: this.flags.ids,
      queues: this.queues,
    };
    this.functions = Object.fromEntries(
      rows.map(([slug, row]) => {
        const grants = grantsOf(row, around);
        const made = new ServiceFunction(this, slug, {
          slug,
          row,
          config,
          ...grants,
          logKey: foundation.dataKey,
        });
        return [slug, made];
      }),
    ) as Record<Slug, ServiceFunction>;
    if (config.canary) {
      const application = new LambdaApplication(this, 'Deployments');
      const role = this.deploymentRole();
      for (const made of Object.values(this.functions)) made.shiftSlowly(application, role, config);
    }
    const { api, accessLog } = new HttpApi(this, 'HttpApi', {
      config,
      functions: this.functions,
      users: data.users,
      logKey: foundation.dataKey,
    });
    this.api = api;
    this.accessLog = accessLog;
    this.flags.deployAfter(api.deploymentStage);
    // A stage that writes logs needs the account's role for it, which nothing here refers to.
    this.addStackDependency(foundation);
    this.streamDeadLetters = deadLetterQueue(this, 'StreamDeadLetters', { key: foundation.dataKey });
    this.readStream(data, this.functions['embed-changes']);
    for (const [slug, { worksOff }] of rows) {
      if (worksOff !== undefined) this.queues[worksOff].feed(this.functions[slug], config);
    }
    if (config.guardedRollout) {
      const { flags } = this;
      const topic = foundation.alarmTopic;
      this.rolloutGuard = new RolloutGuard(this, 'RolloutGuard', { around, flags, alarms, topic });
    }
    if (Object.values(foundation.secrets).some((secret) => secret !== undefined)) {
      this.secretWatch = new SecretWatch(this, 'SecretWatch', {
        config,
        secrets: foundation.secrets,
        logKey: foundation.dataKey,
      });
    }
  }

  private deploymentRole(): Role {
    const role = new Role(this, 'DeploymentRole', { assumedBy: new ServicePrincipal('codedeploy.amazonaws.com') });
    acknowledge(role, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]':
        'What CodeDeploy needs to move an alias and read alarms; AWS keeps it in step with CodeDeploy.',
    });
    return role;
  }

  private workQueues({ config, foundation }: ServiceStackProps): Record<QueueName, WorkQueue> {
    const made = queueNames.map((name) => {
      const worker = rows.find(([, { worksOff }]) => worksOff === name)?.[1];
      const workerSeconds = worker?.timeoutSeconds ?? config.functionTimeoutSeconds;
      return [name, new WorkQueue(this, `Queue-${name}`, { name, config, key: foundation.dataKey, workerSeconds })];
    });
    return Object.fromEntries(made) as Record<QueueName, WorkQueue>;
  }

  private sendTo(queue: Queue): PolicyStatement[] {
    const key = queue.encryptionMasterKey;
    return [
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
      ...(key === undefined
        ? []
        : [new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] })]),
    ];
  }

  /** docs/architecture.md says why each of these is as it is. */
  private readStream({ tables }: DataStack, reader: ServiceFunction): void {
    const streamArn = tables.jobs.tableStreamArn;
    if (streamArn === undefined) return;
    reader.role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        resources: [streamArn],
      }),
    );
    for (const statement of this.sendTo(this.streamDeadLetters)) reader.role.addToPrincipalPolicy(statement);
    new EventSourceMapping(this, 'JobsStream', {
      target: reader.alias,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(1),
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 10,
      maxRecordAge: Duration.hours(20),
      parallelizationFactor: 2,
      filters: [FilterCriteria.filter({ dynamodb: { Keys: { pk: { S: [{ prefix: 'JOB#' }] } } } })],
      onFailure: { bind: () => ({ destination: this.streamDeadLetters.queueArn }) },
    });
  }
}
