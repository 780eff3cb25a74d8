/** A function that tells the age of the vendors' keys once a day, so that an alarm can remind of a rotation. */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { KeyedVendor } from '../../lambdas/domain/vendor-key';
import { operationalFunctions } from '../functions';
import type { StageConfig } from '../stages';
import { scheduleRole } from './schedule-role';
import { ServiceFunction } from './service-function';

export interface SecretWatchProps {
  config: StageConfig;
  /** At least one of them. */
  secrets: Readonly<Record<KeyedVendor, ISecret | undefined>>;
  logKey: IKey | undefined;
}

const VARIABLES = { openai: 'OPENAI_SECRET_ID', huggingface: 'HUGGINGFACE_SECRET_ID' } as const;

export class SecretWatch extends Construct {
  readonly function: ServiceFunction<'watch-secrets'>;

  constructor(scope: Construct, id: string, { config, secrets, logKey }: SecretWatchProps) {
    super(scope, id);
    const vendors = Object.keys(VARIABLES) as KeyedVendor[];
    const watched = vendors.flatMap((vendor) => {
      const secret = secrets[vendor];
      return secret === undefined ? [] : [{ variable: VARIABLES[vendor], arn: secret.secretArn }];
    });
    this.function = new ServiceFunction(this, 'watch-secrets', {
      slug: 'watch-secrets',
      row: operationalFunctions['watch-secrets'],
      config,
      environment: {
        STAGE: config.stage,
        ...Object.fromEntries(watched.map(({ variable, arn }) => [variable, arn])),
      },
      // The dates of the versions; never GetSecretValue.
      statements: [
        new PolicyStatement({
          actions: ['secretsmanager:ListSecretVersionIds'],
          resources: watched.map(({ arn }) => arn),
        }),
      ],
      reasons: {},
      logKey,
    });
    this.daily(this.function.alias.functionArn);
  }

  private daily(arn: string): void {
    const role = scheduleRole(this, arn);
    new CfnSchedule(this, 'Daily', {
      description: 'Ages of the keys of OpenAI and Hugging Face',
      scheduleExpression: 'rate(1 day)',
      flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 60 },
      target: {
        arn,
        roleArn: role.roleArn,
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3_600 },
      },
    });
  }
}
