/** A queue of work, its dead letters, and the mapping that hands its messages to a worker. */
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { type IQueue, Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { OperationalSlug, Slug } from '../functions';
import { isMigrating } from '../stage-arms';
import type { StageConfig } from '../stages';
import { KEPT, type QueueName, TIMEOUTS_HIDDEN, type WorkQueueRow, workQueues } from '../work-queues';
import { acknowledge } from './acknowledge';
import type { ServiceFunction } from './service-function';
import { stackMark } from './stack-mark';

export interface WorkQueueProps {
  name: QueueName;
  config: StageConfig;
  /** Undefined: a key of SQS itself. */
  key: IKey | undefined;
  /** Timeout of the function that works the queue off. */
  workerSeconds: number;
}

export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  private readonly row: WorkQueueRow;

  constructor(scope: Construct, id: string, { name, config, key, workerSeconds }: WorkQueueProps) {
    super(scope, id);
    this.row = workQueues[name];
    const { queueHours, deadLettersHours } = this.row.kept ?? KEPT;
    // Each of the two names the other, so one of them has a name that is known before it is made.
    const queueName = `talent-match-${config.stage}-${name}-${stackMark()}`;
    const queueArn = Stack.of(this).formatArn({ service: 'sqs', resource: queueName });
    this.deadLetters = deadLetterQueue(this, 'DeadLetters', {
      key,
      of: [Queue.fromQueueArn(this, 'Source', queueArn)],
      keptHours: deadLettersHours,
    });
    this.queue = new Queue(this, 'Queue', {
      ...protection(key),
      queueName,
      retentionPeriod: Duration.hours(queueHours),
      visibilityTimeout: Duration.seconds(TIMEOUTS_HIDDEN * workerSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: this.row.maxReceives },
    });
    new CfnOutput(Stack.of(this), `${name}DeadLetters`, {
      value: this.deadLetters.queueArn,
      description: 'Messages that were given up; docs/recover.md sends them back',
    });
  }

  feed<S extends Slug | OperationalSlug>(worker: ServiceFunction<S>, config: StageConfig): void {
    const mapping = new EventSourceMapping(this, 'Worker', {
      target: worker.alias,
      eventSourceArn: this.queue.queueArn,
      batchSize: this.row.batchSize,
      reportBatchItemFailures: true,
      maxConcurrency: config.workersAtOnce,
      enabled: this.row.betweenArms !== true || isMigrating(config),
    });
    acknowledge(mapping, {
      'Serverless-LambdaEventSourceMappingDestination': 'SQS itself moves what was given up to the dead letters.',
    });
  }
}

/** @param of the queues whose messages may come here by themselves; a function or a service sends without */
export function deadLetterQueue(
  scope: Construct,
  id: string,
  { key, of = [], keptHours = KEPT.deadLettersHours }: { key: IKey | undefined; of?: IQueue[]; keptHours?: number },
): Queue {
  const queue = new Queue(scope, id, {
    ...protection(key),
    retentionPeriod: Duration.hours(keptHours),
    redriveAllowPolicy:
      of.length === 0
        ? { redrivePermission: RedrivePermission.DENY_ALL }
        : { redrivePermission: RedrivePermission.BY_QUEUE, sourceQueues: of },
  });
  acknowledge(queue, {
    'AwsSolutions-SQS3': 'It is a dead-letter queue itself.',
    'Serverless-SQSRedrivePolicy': 'It is a dead-letter queue itself.',
  });
  return queue;
}

function protection(key: IKey | undefined) {
  return {
    enforceSSL: true,
    ...(key === undefined
      ? { encryption: QueueEncryption.SQS_MANAGED }
      : { encryption: QueueEncryption.KMS, encryptionMasterKey: key }),
  };
}
