/** Everything that holds state: three tables by class of data, the bucket for uploads, and the users. */
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
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { spaceName } from '../lambdas/domain/vector-space';
import { tableSchemas } from '../lambdas/storage/table-schema';
import { acknowledge } from './constructs/acknowledge';
import { Users } from './constructs/user-pool';
import type { FoundationStack } from './foundation-stack';
import type { ReplicaKeysStack } from './replica-keys-stack';
import type { StageConfig } from './stages';
import { vectorSpaces } from './vector-spaces';

export interface DataStackProps extends StackProps {
  config: StageConfig;
  foundation: FoundationStack;
  /** Of the second region, when there are replicas and the stage has keys of its own. */
  replicaKeys?: ReplicaKeysStack | undefined;
}

export class DataStack extends Stack {
  readonly tables: Readonly<Record<'jobs' | 'candidates' | 'state', ITableV2>>;
  /** The keys they are encrypted with; undefined: keys that AWS owns. */
  readonly tableKeys: Readonly<Record<'jobs' | 'candidates' | 'state', IKey | undefined>>;
  readonly uploads: Bucket;
  readonly users: Users;
  /** Of the jobs table, one a vector space. */
  readonly vectorIndexNames: readonly string[];

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    const { config, foundation } = props;
    const { dataKey, candidatesKey } = foundation;
    this.vectorIndexNames = vectorSpaces(config).map(spaceName);
    const own = config.homeRegion === undefined ? this.ownTables(props) : undefined;
    this.tableKeys = {
      jobs: this.keyOf('JobsKey', config.jobsTableKeyArn, own && dataKey),
      candidates: this.keyOf('CandidatesKey', config.candidatesTableKeyArn, own && candidatesKey),
      state: dataKey,
    };
    this.tables = {
      jobs: this.inUse('Jobs', { tableName: config.jobsTable, tableStreamArn: config.jobsTableStreamArn }, own?.jobs),
      candidates: this.inUse('Candidates', { tableName: config.candidatesTable }, own?.candidates),
      state: this.table('State', dataKey, { expires: true, kept: false }),
    };
    this.uploads = this.uploadsBucket(config, dataKey);
    this.users = new Users(this, 'Users', { config });
    for (const [name, table] of Object.entries(this.tables)) {
      new CfnOutput(this, `${name}Table`, { value: table.tableName });
    }
    new CfnOutput(this, 'uploadsBucket', { value: this.uploads.bucketName });
  }

  /**
   * The tables of the stage. They stay declared while another table is in use, so that neither a cut-over to a restored
   * table nor the way back deletes anything.
   */
  private ownTables({ config, foundation, replicaKeys }: DataStackProps): Record<'jobs' | 'candidates', TableV2> {
    const region = config.replicaRegion;
    const kept = config.retainData;
    const { dataKey, candidatesKey } = foundation;
    const jobs = this.table('Jobs', dataKey, {
      expires: false,
      kept,
      stream: true,
      replica: region === undefined ? undefined : { region, key: replicaKeys?.jobs },
    });
    const { create } = tableSchemas({ jobs: '', candidates: '', state: '' }, vectorSpaces(config)).jobs;
    const resource = jobs.node.defaultChild as CfnGlobalTable;
    // The construct knows neither vector indexes nor attributes that only they use. Replicas get the same indexes.
    resource.addPropertyOverride('AttributeDefinitions', create.AttributeDefinitions);
    resource.addPropertyOverride('VectorIndexes', create.VectorIndexes);
    const candidates = this.table('Candidates', candidatesKey, {
      expires: true,
      kept,
      replica: region === undefined ? undefined : { region, key: replicaKeys?.candidates },
    });
    return { jobs, candidates };
  }

  /** Keys, streams and expiry are those of the schema that the laptop cloud creates; a test compares the two. */
  private table(
    id: string,
    key: Key | undefined,
    options: {
      expires: boolean;
      kept: boolean;
      stream?: boolean;
      replica?: { region: string; key: IKey | undefined } | undefined;
    },
  ): TableV2 {
    const { replica } = options;
    const hasSortKey = id !== 'State';
    const keysOfReplicas = replica?.key ? { [replica.region]: replica.key.keyArn } : undefined;
    const settings = {
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: id !== 'State' },
      deletionProtection: options.kept,
    };
    return new TableV2(this, id, {
      ...settings,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      ...(hasSortKey && { sortKey: { name: 'sk', type: AttributeType.STRING } }),
      billing: Billing.onDemand(),
      ...(options.stream && { dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES }),
      ...(options.expires && { timeToLiveAttribute: 'expiresAt' }),
      encryption:
        key === undefined
          ? TableEncryptionV2.dynamoOwnedKey()
          : TableEncryptionV2.customerManagedKey(key, keysOfReplicas),
      ...(replica && {
        replicas: [
          {
            ...settings,
            region: replica.region,
            tags: Object.entries(this.tags.tagValues()).map(([name, value]) => ({ key: name, value })),
          },
        ],
      }),
      removalPolicy: options.kept ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
  }

  /** The table that exists, if the configuration names one: after a restore, or in the second region. */
  private inUse(
    id: 'Jobs' | 'Candidates',
    { tableName, tableStreamArn }: { tableName: string | undefined; tableStreamArn?: string | undefined },
    own: TableV2 | undefined,
  ): ITableV2 {
    if (tableName !== undefined) {
      return TableV2.fromTableAttributes(this, `${id}InUse`, {
        tableName,
        ...(tableStreamArn !== undefined && { tableStreamArn }),
      });
    }
    if (own === undefined) throw new Error(`There is no ${id} table: neither one of the stage nor one that exists.`);
    return own;
  }

  private keyOf(id: string, arn: string | undefined, own: IKey | undefined): IKey | undefined {
    return arn === undefined ? own : Key.fromKeyArn(this, id, arn);
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
