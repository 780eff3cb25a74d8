/** What everything else stands on: keys, the topic of the alarms, and the role with which API Gateway writes its logs. */
import { CfnOutput, RemovalPolicy, SecretValue, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { KEY_NOT_SET_UP } from '../lambdas/domain/vendor-key';
import { acknowledge } from './constructs/acknowledge';
import type { StageConfig } from './stages';

/** Services that publish to the alarm topic, and must therefore be let in by its policy and by its key. */
const PUBLISHERS = ['cloudwatch', 'events', 'backup', 'codestar-notifications'];

export class FoundationStack extends Stack {
  /** Alarms and notices go here. */
  readonly alarmTopic: Topic;
  /** Key of catalogue, state, uploads and logs; undefined: keys that AWS owns. */
  readonly dataKey: Key | undefined;
  /** Key of stored resumes alone. */
  readonly candidatesKey: Key | undefined;

  /** Keys of the vendors, where the stage uses them. */
  readonly secrets: Readonly<{ openai: ISecret | undefined; huggingface: ISecret | undefined }>;

  constructor(scope: Construct, id: string, props: StackProps & { config: StageConfig }) {
    super(scope, id, props);
    const { config } = props;
    if (config.customerKeys) {
      this.dataKey = this.key('DataKey', `Talent Match ${config.stage}: catalogue, state, uploads, logs`);
      this.candidatesKey = this.key('CandidatesKey', `Talent Match ${config.stage}: stored resumes`);
      this.letLogsUse(this.dataKey);
    }
    this.alarmTopic = this.topic(config);
    this.secrets = {
      openai: this.secret('OpenAi', config.openAi, config),
      huggingface: this.secret('HuggingFace', config.huggingFace, config),
    };
    if (config.apiGatewayRole) this.gatewayRole();
    new CfnOutput(this, 'AlarmTopicArn', { value: this.alarmTopic.topicArn, description: 'Alarms are published here' });
  }

  /** @param goes with the stack: nothing that outlives it is encrypted with this key, and a key is paid for while it exists */
  private key(id: string, description: string, { goes = false } = {}): Key {
    return new Key(this, id, {
      description,
      enableKeyRotation: true,
      removalPolicy: goes ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  /** CloudWatch Logs refuses to make a log group whose key does not name it. */
  private letLogsUse(key: Key): void {
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${this.region}.amazonaws.com`)],
        actions: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:DescribeKey',
        ],
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': `arn:${this.partition}:logs:${this.region}:${this.account}:log-group:*`,
          },
        },
      }),
    );
  }

  /** The AWS managed key of SNS can never be used by CloudWatch, so the topic has a key of its own, in every stage. */
  private topic(config: StageConfig): Topic {
    const key = this.key('AlarmKey', `Talent Match ${config.stage}: alarms`, { goes: true });
    const topic = new Topic(this, 'AlarmTopic', {
      displayName: `Talent Match ${config.stage}`,
      masterKey: key,
      enforceSSL: true,
    });
    const principals = PUBLISHERS.map((service) => new ServicePrincipal(`${service}.amazonaws.com`));
    const conditions = { StringEquals: { 'aws:SourceAccount': this.account } };
    key.addToResourcePolicy(
      new PolicyStatement({
        principals,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions,
      }),
    );
    // enforceSSL alone makes a policy that only denies, in place of the one that lets the account publish.
    topic.addToResourcePolicy(
      new PolicyStatement({ principals, actions: ['sns:Publish'], resources: [topic.topicArn], conditions }),
    );
    if (config.alarmEmail !== undefined) {
      const subscription = topic.addSubscription(new EmailSubscription(config.alarmEmail));
      acknowledge(subscription, {
        'Serverless-SNSRedrivePolicy': 'SNS retries mail by itself and keeps no dead letters of it.',
      });
    }
    return topic;
  }

  /** Made with a placeholder: the key is put in by hand (docs/rotate-secrets.md) and never passes through a template. */
  private secret(id: string, wanted: string, { replicaRegion }: StageConfig): ISecret | undefined {
    if (wanted === 'none') return undefined;
    if (wanted !== 'create') return Secret.fromSecretCompleteArn(this, id, wanted);
    const secret = new Secret(this, id, {
      description: `Talent Match: key of ${id}`,
      secretStringValue: SecretValue.unsafePlainText(KEY_NOT_SET_UP),
      ...(this.dataKey !== undefined && { encryptionKey: this.dataKey }),
      ...(replicaRegion !== undefined && { replicaRegions: [{ region: replicaRegion }] }),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    acknowledge(secret, {
      'AwsSolutions-SMG4': 'The vendor has the key rotated by a person; an alarm watches its age.',
    });
    new CfnOutput(this, `${id}SecretArn`, { value: secret.secretArn });
    return secret;
  }

  /** One setting for the whole account and region: it stays when the stack goes, as other APIs may lean on it. */
  private gatewayRole(): void {
    const role = new Role(this, 'GatewayLogRole', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    acknowledge(role, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
        'API Gateway checks for the permissions of this policy when the role is set.',
    });
    const account = new CfnAccount(this, 'GatewayAccount', { cloudWatchRoleArn: role.roleArn });
    account.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    account.node.addDependency(role);
  }
}
