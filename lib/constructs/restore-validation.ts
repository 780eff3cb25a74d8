/** A function that looks into every table a restore test has made, and files the verdict with AWS Backup. */
import { Duration, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { operationalFunctions } from '../functions';
import type { StageConfig } from '../stages';
import { accountInFindings } from './acknowledge';
import { ServiceFunction } from './service-function';

export interface RestoreValidationProps {
  config: StageConfig;
  /** Events of other restores are passed over. */
  restoreTestingPlanArn: string;
  /** ARNs of the tables that are backed up: their size is asked for when a restored table is empty. */
  tableArns: readonly string[];
  /** For events that could not be delivered. */
  deadLetters: IQueue;
  logKey: IKey | undefined;
}

/**
 * Start of the names that AWS Backup gives to tables of restore tests; it makes them with a key that DynamoDB owns.
 * Source: AWS Backup developer guide, restore testing inferred metadata, read 2026-11-22.
 */
const RESTORED = 'awsbackup-restore-test-*';

export class RestoreValidation extends Construct {
  readonly function: ServiceFunction<'validate-restore'>;

  constructor(scope: Construct, id: string, props: RestoreValidationProps) {
    super(scope, id);
    const { config, tableArns, restoreTestingPlanArn, deadLetters, logKey } = props;
    const stack = Stack.of(this);
    const restored = stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: RESTORED });
    const made = 'The names of restored tables are random behind this beginning, which no table of ours has.';
    const verdict = 'The service authorization reference names no resource for PutRestoreValidationResult.';
    this.function = new ServiceFunction(this, 'validate-restore', {
      slug: 'validate-restore',
      row: operationalFunctions['validate-restore'],
      config,
      environment: { STAGE: config.stage },
      statements: [
        new PolicyStatement({ actions: ['dynamodb:Scan'], resources: [restored] }),
        new PolicyStatement({ actions: ['dynamodb:DescribeTable'], resources: [...tableArns] }),
        new PolicyStatement({ actions: ['backup:PutRestoreValidationResult'], resources: ['*'] }),
      ],
      reasons: {
        [`AwsSolutions-IAM5[Resource::arn:${stack.partition}:dynamodb:${stack.region}:${accountInFindings(stack)}:table/${RESTORED}]`]:
          made,
        'AwsSolutions-IAM5[Resource::*]': verdict,
        'Serverless-LambdaStarPermissions': verdict,
      },
      logKey,
    });
    new Rule(this, 'Finished', {
      description: 'Tables that a restore test has made',
      eventPattern: {
        source: ['aws.backup'],
        detailType: ['Restore Job State Change'],
        detail: {
          status: ['COMPLETED'],
          resourceType: ['DynamoDB'],
          restoreTestingPlanArn: [restoreTestingPlanArn],
        },
      },
      targets: [
        new LambdaFunction(this.function.alias, {
          retryAttempts: 4,
          maxEventAge: Duration.hours(2),
          deadLetterQueue: deadLetters,
        }),
      ],
    });
  }
}
