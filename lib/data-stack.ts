/** Everything that holds state: three tables by class of data, and the bucket for uploads. */
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  type CfnGlobalTable,
  type ITableV2,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { spaceName } from '../lambdas/domain/vector-space';
import { tableSchemas } from '../lambdas/storage/table-schema';
import { acknowledge } from './constructs/acknowledge';
import type { FoundationStack } from './foundation-stack';
import type { StageConfig } from './stages';
import { vectorSpaces } from './vector-spaces';

export interface DataStackProps extends StackProps {
  config: StageConfig;
  foundation: FoundationStack;
}

export class DataStack extends Stack {
  readonly tables: Readonly<Record<'jobs' | 'candidates' | 'state', ITableV2>>;
  readonly uploads: Bucket;
  /** Of the jobs table, one a vector space. */
  readonly vectorIndexNames: readonly string[];

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    const { config, foundation } = props;
    const { dataKey, candidatesKey } = foundation;
    this.vectorIndexNames = vectorSpaces(config).map(spaceName);
    this.tables = {
      jobs:
        config.jobsTable === undefined
          ? this.jobsTable(config, dataKey)
          : this.existing('Jobs', config.jobsTable, config.jobsTableStreamArn, dataKey),
      candidates:
        config.candidatesTable === undefined
          ? this.table('Candidates', candidatesKey, { expires: true, kept: config.retainData })
          : this.existing('Candidates', config.candidatesTable, undefined, candidatesKey),
      state: this.table('State', dataKey, { expires: true, kept: false }),
    };
    this.uploads = this.uploadsBucket(config, dataKey);
    for (const [name, table] of Object.entries(this.tables)) {
      new CfnOutput(this, `${name}Table`, { value: table.tableName });
    }
    new CfnOutput(this, 'uploadsBucket', { value: this.uploads.bucketName });
  }

  /** Keys, streams and expiry are those of the schema that the laptop cloud creates; a test compares the two. */
  private table(
    id: string,
    key: Key | undefined,
    options: { expires: boolean; kept: boolean; stream?: boolean },
  ): TableV2 {
    const hasSortKey = id !== 'State';
    return new TableV2(this, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      ...(hasSortKey && { sortKey: { name: 'sk', type: AttributeType.STRING } }),
      billing: Billing.onDemand(),
      ...(options.stream && { dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES }),
      ...(options.expires && { timeToLiveAttribute: 'expiresAt' }),
      encryption: key === undefined ? TableEncryptionV2.dynamoOwnedKey() : TableEncryptionV2.customerManagedKey(key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: id !== 'State' },
      deletionProtection: options.kept,
      removalPolicy: options.kept ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
  }

  private jobsTable(config: StageConfig, key: Key | undefined): TableV2 {
    const table = this.table('Jobs', key, { expires: false, kept: config.retainData, stream: true });
    const { create } = tableSchemas({ jobs: '', candidates: '', state: '' }, vectorSpaces(config)).jobs;
    const resource = table.node.defaultChild as CfnGlobalTable;
    // The construct knows neither vector indexes nor attributes that only they use.
    resource.addPropertyOverride('AttributeDefinitions', create.AttributeDefinitions);
    resource.addPropertyOverride('VectorIndexes', create.VectorIndexes);
    return table;
  }

  private existing(id: string, tableName: string, tableStreamArn: string | undefined, key: Key | undefined): ITableV2 {
    return TableV2.fromTableAttributes(this, id, {
      tableName,
      ...(tableStreamArn !== undefined && { tableStreamArn }),
      ...(key !== undefined && { encryptionKey: key }),
    });
  }

  private uploadsBucket(config: StageConfig, key: Key | undefined): Bucket {
    const origins = config.corsOrigins?.split(',');
    const bucket = new Bucket(this, 'Uploads', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      ...(key === undefined
        ? { encryption: BucketEncryption.S3_MANAGED }
        : { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
      // A document is read within minutes and kept by nobody.
      lifecycleRules: [{ expiration: Duration.days(1), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      ...(origins !== undefined && {
        cors: [{ allowedOrigins: origins, allowedMethods: [HttpMethods.POST], allowedHeaders: ['*'], maxAge: 3600 }],
      }),
      // Nothing in it outlives a day, so it may go with the stack; CloudFormation deletes a bucket only when it is empty.
      removalPolicy: config.retainData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    acknowledge(bucket, {
      'AwsSolutions-S1': 'Objects live for a day and their keys name no person; reads are in the function logs.',
    });
    return bucket;
  }
}
