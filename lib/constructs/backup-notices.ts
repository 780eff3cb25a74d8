/** Tells on-call of backup, copy and restore jobs that failed at night; and when telling fails, an alarm says so. */
import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FoundationStack } from '../foundation-stack';
import { acknowledge } from './acknowledge';

/** Backup and copy jobs have a `state`, restore jobs a `status`. Source: AWS Backup, monitoring events with EventBridge. */
const FAILED = ['ABORTED', 'EXPIRED', 'FAILED', 'PARTIAL'];

export class BackupNotices extends Construct {
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { foundation }: { foundation: FoundationStack }) {
    super(scope, id);
    const topic = foundation.alarmTopic;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const reason = 'It is a dead-letter queue itself.';
    acknowledge(this.deadLetters, { 'AwsSolutions-SQS3': reason, 'Serverless-SQSRedrivePolicy': reason });
    // All failed jobs of the region, not only those of our vaults: an event without the field that a filter asks for
    // would be passed over in silence.
    const rule = new Rule(this, 'FailedJobs', {
      description: 'Backup, copy and restore jobs that failed',
      eventPattern: {
        source: ['aws.backup'],
        detailType: ['Backup Job State Change', 'Copy Job State Change', 'Restore Job State Change'],
        detail: { $or: [{ state: FAILED }, { status: FAILED }] },
      },
    });
    rule.addTarget(
      new SnsTopic(topic, {
        // By a role: EventBridge does not always give the account that conditions of topic and key policies ask for.
        role: this.publisher(foundation).withoutPolicyUpdates(),
        deadLetterQueue: this.deadLetters,
        message: RuleTargetInput.fromText(
          [
            `AWS Backup: ${EventField.fromPath('$.detail-type')} ${EventField.fromPath('$.detail.state')}${EventField.fromPath('$.detail.status')}.`,
            `Of: ${EventField.fromPath('$.detail.resourceArn')}`,
            `Reason: ${EventField.fromPath('$.detail.statusMessage')}`,
            'What to do: docs/runbook.md#backup-jobs',
          ].join('\n'),
        ),
      }),
    );
    const undelivered = new Alarm(this, 'Undelivered', {
      alarmDescription:
        'Users see nothing. A backup, copy or restore job failed and the notice of it could not be sent: read the queue, then AWS Backup, Jobs. Runbook: docs/runbook.md#backup-jobs',
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      threshold: 0,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    undelivered.addAlarmAction(new SnsAction(topic));
  }

  private publisher({ alarmTopic }: FoundationStack): Role {
    const stack = Stack.of(this);
    const statements = [new PolicyStatement({ actions: ['sns:Publish'], resources: [alarmTopic.topicArn] })];
    if (alarmTopic.masterKey !== undefined) {
      statements.push(
        new PolicyStatement({
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: [alarmTopic.masterKey.keyArn],
          conditions: { StringEquals: { 'kms:ViaService': `sns.${stack.region}.amazonaws.com` } },
        }),
      );
    }
    return new Role(this, 'Publisher', {
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
      description: 'Talent Match: notices of failed backups',
      inlinePolicies: { publish: new PolicyDocument({ statements }) },
    });
  }
}
