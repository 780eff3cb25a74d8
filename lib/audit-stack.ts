/** Who did what, what was found, and the monthly look at both. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack, type StackProps, TimeZone } from 'aws-cdk-lib';
import { CfnAnalyzer } from 'aws-cdk-lib/aws-accessanalyzer';
import { ReadWriteType, Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventField, type EventPattern, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { CfnDetector } from 'aws-cdk-lib/aws-guardduty';
import { CompositePrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership, StorageClass } from 'aws-cdk-lib/aws-s3';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { SnsPublish } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './constructs/acknowledge';
import { CodeScan } from './constructs/code-scan';
import type { FoundationStack } from './foundation-stack';
import type { StageConfig } from './stages';

/** A trail is read after an incident, and that is often noticed months later. */
const TRAIL_DAYS = { cold: 90, kept: 400 };

/**
 * What is told of, whoever switched the detectors on: a rule for a detector that is not there costs nothing.
 * GuardDuty calls 4 and more medium; Security Hub repeats the others' findings, so only its own grave ones count.
 */
const FINDINGS: Readonly<Record<string, { pattern: EventPattern; text: string }>> = {
  Threats: {
    pattern: {
      source: ['aws.guardduty'],
      detailType: ['GuardDuty Finding'],
      detail: { severity: [{ numeric: ['>=', 4] }] },
    },
    text: `GuardDuty found ${at('$.detail.type')}, severity ${at('$.detail.severity')}, in ${at('$.region')}: ${at('$.detail.title')}.`,
  },
  OutsideAccess: {
    pattern: {
      source: ['aws.access-analyzer'],
      detailType: ['Access Analyzer Finding'],
      detail: { status: ['ACTIVE'] },
    },
    text: `Access Analyzer found that ${at('$.detail.resource')} can be used from outside the account.`,
  },
  Posture: {
    pattern: {
      source: ['aws.securityhub'],
      detailType: ['Security Hub Findings - Imported'],
      detail: {
        findings: {
          Severity: { Label: ['HIGH', 'CRITICAL'] },
          Workflow: { Status: ['NEW'] },
          RecordState: ['ACTIVE'],
          ProductName: ['Security Hub'],
        },
      },
    },
    text: `Security Hub found: ${at('$.detail.findings[0].Title')}.`,
  },
};

/** A field of the event in the text of its notice. */
function at(path: string): string {
  return EventField.fromPath(path);
}

export interface AuditStackProps extends StackProps {
  config: StageConfig;
  foundation: FoundationStack;
}

export class AuditStack extends Stack {
  constructor(scope: Construct, id: string, props: AuditStackProps) {
    super(scope, id, props);
    const { config, foundation } = props;
    const undelivered = this.deadLetters(foundation);
    const publisher = this.publisher();
    const tell = (name: string, eventPattern: EventPattern, text: string) =>
      new Rule(this, name, { eventPattern, description: `Talent Match ${config.stage}: ${name}` }).addTarget(
        new SnsTopic(foundation.alarmTopic, {
          role: publisher,
          deadLetterQueue: undelivered,
          message: RuleTargetInput.fromText(`${text} What to do: docs/runbook.md#audit-findings`),
        }),
      );
    this.trail(config);
    if (config.accessAnalyzer) {
      acknowledge(new CfnAnalyzer(this, 'Analyzer', { type: 'ACCOUNT' }), {
        'Deploy-Safety::OPS-2001': 'accessAnalyzer is asked for; preflight looks for one that exists.',
      });
    }
    if (config.guardDuty) {
      acknowledge(new CfnDetector(this, 'Detector', { enable: true }), {
        'Deploy-Safety::OPS-2001': 'guardDuty is asked for; preflight looks for one that exists.',
      });
    }
    for (const [name, { pattern, text }] of Object.entries(FINDINGS)) tell(name, pattern, text);
    this.remind(foundation, publisher, undelivered);
    const { pipelineConnectionArn: connectionArn, pipelineRepository: repository } = config;
    if (connectionArn !== undefined && repository !== undefined) {
      const scan = new CodeScan(this, 'CodeScan', { config, connectionArn, repository, undelivered });
      tell(
        'ScanFailed',
        scan.failed,
        `The monthly scan of the code did not pass: ${at('$.detail.additional-information.logs.deep-link')}.`,
      );
    }
  }

  /** Management events of every region: the first copy of them in an account is free. */
  private trail(config: StageConfig): void {
    const bucket = new Bucket(this, 'TrailBucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [
        {
          transitions: [
            { storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(TRAIL_DAYS.cold) },
          ],
          expiration: Duration.days(TRAIL_DAYS.kept),
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      removalPolicy: config.retainData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    acknowledge(bucket, { 'AwsSolutions-S1': 'It is the log; who reads it is in the trail of the reader.' });
    const trail = new Trail(this, 'Trail', {
      bucket,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableFileValidation: true,
      managementEvents: ReadWriteType.ALL,
    });
    // CloudTrail tries the bucket when the trail is made.
    if (bucket.policy !== undefined) trail.node.addDependency(bucket.policy);
  }

  /**
   * A role, as services do not always name the account that the conditions of topic and key ask for. Each target adds to it
   * what it needs.
   */
  private publisher(): Role {
    const role = new Role(this, 'Publisher', {
      description: 'Talent Match: findings and reminders to the alarm topic',
      assumedBy: new CompositePrincipal(
        new ServicePrincipal('events.amazonaws.com'),
        new ServicePrincipal('scheduler.amazonaws.com'),
      ),
    });
    acknowledge(role, {
      'AwsSolutions-IAM5[Action::kms:GenerateDataKey*]':
        "What the CDK grants for publishing, on the topic's key alone.",
    });
    return role;
  }

  /** On the first of each month; the text holds the headings of the checklist. */
  private remind({ alarmTopic }: FoundationStack, role: Role, deadLetterQueue: Queue): void {
    new Schedule(this, 'MonthlyReview', {
      description: 'Talent Match: the monthly security review',
      schedule: ScheduleExpression.cron({ minute: '0', hour: '9', day: '1', timeZone: TimeZone.ETC_UTC }),
      target: new SnsPublish(alarmTopic, { role, deadLetterQueue, input: ScheduleTargetInput.fromText(reminder()) }),
    });
  }

  private deadLetters({ alarmTopic }: FoundationStack): Queue {
    const queue = new Queue(this, 'Undelivered', {
      enforceSSL: true,
      encryption: QueueEncryption.SQS_MANAGED,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(queue, {
      'AwsSolutions-SQS3': 'It is a dead-letter queue itself.',
      'Serverless-SQSRedrivePolicy': 'It is a dead-letter queue itself.',
    });
    new Alarm(this, 'NoticesUndelivered', {
      alarmDescription:
        'Users see nothing. A finding or the monthly reminder could not be sent to the alarm topic: read the queue, each message is the event. Runbook: docs/runbook.md#audit-findings',
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      threshold: 0,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(alarmTopic));
    return queue;
  }
}

/** From docs/security-review.md, so that the mail and the page cannot differ. */
function reminder(): string {
  const page = readFileSync(join(__dirname, '../docs/security-review.md'), 'utf8');
  const steps = [...page.matchAll(/^## (\d+\. .+)$/gm)].map(([, step]) => `- ${step}`);
  return [
    'The monthly security review of Talent Match is due. The commands are in docs/security-review.md.',
    ...steps,
  ].join('\n');
}
