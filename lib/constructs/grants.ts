/** A row of `lib/functions.ts` as what Lambda needs: environment variables and the IAM statements that go with them. */
import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { DataStack } from '../data-stack';
import type { FoundationStack } from '../foundation-stack';
import type { DynamoDbAction, FunctionRow } from '../functions';
import { modelArns, TITAN_EMBED_MODEL } from '../models';
import type { SageMakerStack } from '../sagemaker-stack';
import type { StageConfig } from '../stages';
import type { QueueName } from '../work-queues';
import { queueGrants } from './queue-grants';
import type { WorkQueue } from './work-queue';

export interface Grants {
  environment: Record<string, string>;
  statements: PolicyStatement[];
  /** Findings about them that are right as they are, with the reason. */
  reasons: Record<string, string>;
}

export interface Surroundings {
  stack: Stack;
  config: StageConfig;
  foundation: FoundationStack;
  data: DataStack;
  sageMaker: SageMakerStack | undefined;
  /** Undefined where no function of the stack has to do with them. */
  queues?: Readonly<Record<QueueName, WorkQueue>> | undefined;
  flags: { application: string; environment: string; profile: string } | undefined;
}

/** What a service does with a customer key on behalf of a caller who reads, or who writes too. Source: grants of the CDK's tables. */
const KEY_READ = ['kms:Decrypt', 'kms:DescribeKey'];
const KEY_WRITE = [...KEY_READ, 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];
const READS: ReadonlySet<string> = new Set<DynamoDbAction>(['GetItem', 'BatchGetItem', 'Query', 'Scan']);

const TABLE_VARIABLES = { jobs: 'JOBS_TABLE', candidates: 'CANDIDATES_TABLE', state: 'STATE_TABLE' } as const;

/** Each grant comes with the variable that names what is granted, so that neither can be there without the other. */
export function grantsOf(row: FunctionRow, around: Surroundings): Grants {
  const parts = [
    tables(row, around),
    uploads(row, around),
    queueGrants(row, around.queues),
    models(row, around),
    limits(row, around),
    flagStore(row, around),
    keys(row, around),
  ];
  return {
    environment: Object.assign(
      {
        STAGE: around.config.stage,
        REQUEST_TIMEOUT_MS: String(around.config.chainTimeoutMs),
        MAX_CONCURRENT_REQUESTS: String(around.config.maxConcurrentRequests),
        ...(around.config.corsOrigins !== undefined && { CORS_ORIGINS: around.config.corsOrigins }),
      },
      ...parts.map((part) => part.environment),
    ),
    statements: parts.flatMap((part) => part.statements),
    reasons: Object.assign({}, ...parts.map((part) => part.reasons)),
  };
}

function tables(row: FunctionRow, { data }: Surroundings): Grants {
  const grants = nothing();
  for (const [name, actions] of Object.entries(row.tables ?? {})) {
    const table = data.tables[name as keyof typeof TABLE_VARIABLES];
    grants.environment[TABLE_VARIABLES[name as keyof typeof TABLE_VARIABLES]] = table.tableName;
    grants.statements.push(
      new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources: [table.tableArn] }),
    );
  }
  if (row.searchesVectors) {
    grants.statements.push(
      new PolicyStatement({
        actions: ['dynamodb:SearchVectors'],
        resources: data.vectorIndexNames.map((index) => `${data.tables.jobs.tableArn}/index/${index}`),
      }),
    );
  }
  return grants;
}

function nothing(): Grants {
  return { environment: {}, statements: [], reasons: {} };
}

/** What the ARN of the bucket looks like from another stack, as findings spell it. */
const uploadsArn = ({ data }: Surroundings) =>
  `{"Fn::GetStackOutput":{"StackName":"${data.stackName}","Region":"${data.region}","OutputName":"PublishOutputFnGetAttUploads4F6EB0FDArnCD04500A"}}`;

function uploads(row: FunctionRow, around: Surroundings): Grants {
  const { data } = around;
  if (row.uploads === undefined) return nothing();
  const reason = 'Keys of uploads hold the hash of their owner and a random id; the function checks both.';
  return {
    environment: { UPLOADS_BUCKET: data.uploads.bucketName },
    statements: [
      new PolicyStatement({ actions: [...row.uploads], resources: [data.uploads.arnForObjects('uploads/*')] }),
    ],
    reasons: {
      [`AwsSolutions-IAM5[Resource::${uploadsArn(around)}/uploads/*]`]: reason,
      'Serverless-LambdaStarPermissions': reason,
    },
  };
}

function models(row: FunctionRow, around: Surroundings): Grants {
  const { config, stack, foundation, sageMaker } = around;
  const grants = nothing();
  const { environment, statements } = grants;
  const where = { partition: stack.partition, region: stack.region, account: stack.account };
  if (row.models === undefined) return grants;

  if (!config.useBedrock) environment.USE_AWS_BEDROCK = 'false';
  environment.MIGRATION_PERCENTAGE = String(config.migrationPercentage);
  if (config.aiProvider !== undefined) environment.AI_PROVIDER = config.aiProvider;
  const wanted = [
    ...(row.models.includes('text') ? modelArns(config.textModel, where) : []),
    ...(row.models.includes('embed') ? modelArns(TITAN_EMBED_MODEL, where) : []),
  ];
  if (config.useBedrock) statements.push(new PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: wanted }));
  if (row.models.includes('text')) environment.BEDROCK_MODEL_ID = config.textModel;
  environment.BEDROCK_EMBED_DIMENSIONS = config.embedDimensions;
  if (config.embedDimensionsNext !== 'none') {
    environment.BEDROCK_EMBED_DIMENSIONS_NEXT = config.embedDimensionsNext;
  }
  if (sageMaker !== undefined && row.models.includes('embed')) {
    environment.SAGEMAKER_ENDPOINT_NAME = sageMaker.endpoint.attrEndpointName;
    statements.push(
      new PolicyStatement({ actions: ['sagemaker:InvokeEndpoint'], resources: [sageMaker.endpoint.ref] }),
    );
  }
  const secrets = {
    OPENAI_SECRET_ID: foundation.secrets.openai,
    HUGGINGFACE_SECRET_ID: foundation.secrets.huggingface,
  };
  for (const [variable, secret] of Object.entries(secrets)) {
    if (secret === undefined) continue;
    if (variable === 'HUGGINGFACE_SECRET_ID' && !row.models.includes('embed')) continue;
    environment[variable] = secret.secretArn;
    statements.push(new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] }));
  }
  if (config.openAi !== 'none') environment.OPENAI_MODEL_ID = config.openAiModel;
  return grants;
}

/** Budget, quotas and answers that are kept: all of them are rows of the state table. */
function limits(row: FunctionRow, { config }: Surroundings): Grants {
  const grants = nothing();
  if (row.tables?.state === undefined) return grants;
  const { environment } = grants;
  environment.CALLER_DAILY_REQUESTS = String(config.callerDailyRequests);
  if (row.models !== undefined) environment.DAILY_BUDGET_USD = String(config.dailyBudgetUsd);
  const expansions = ['EXPAND_CACHE_SECONDS', config.expandCacheSeconds] as const;
  const kept = {
    text: row.keeps === 'expansions' ? expansions : (['PARSE_CACHE_SECONDS', config.parseCacheSeconds] as const),
    embed: ['EMBED_CACHE_SECONDS', config.embedCacheSeconds],
  } as const;
  for (const kind of row.models ?? []) {
    const [variable, seconds] = kept[kind];
    environment[variable] = String(seconds);
  }
  return grants;
}

function flagStore(row: FunctionRow, { flags, stack }: Surroundings): Grants {
  if (!row.flags || flags === undefined) return nothing();
  const { application, environment, profile } = flags;
  const resource = `application/${application}/environment/${environment}/configuration/${profile}`;
  return {
    ...nothing(),
    environment: {
      APPCONFIG_APPLICATION: application,
      APPCONFIG_ENVIRONMENT: environment,
      APPCONFIG_PROFILE: profile,
    },
    statements: [
      new PolicyStatement({
        actions: ['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration'],
        resources: [stack.formatArn({ service: 'appconfig', resource })],
      }),
    ],
  };
}

function keys(row: FunctionRow, { data, foundation, stack }: Surroundings): Grants {
  const used = new Map<string, { services: Set<string>; actions: Set<string> }>();
  const use = (key: IKey | undefined, service: string, actions: readonly string[]) => {
    if (key === undefined) return;
    const entry = used.get(key.keyArn) ?? { services: new Set(), actions: new Set() };
    entry.services.add(`${service}.${stack.region}.amazonaws.com`);
    for (const action of actions) entry.actions.add(action);
    used.set(key.keyArn, entry);
  };
  const { dataKey } = foundation;
  for (const [table, actions] of Object.entries(row.tables ?? {})) {
    const key = data.tableKeys[table as keyof typeof TABLE_VARIABLES];
    use(key, 'dynamodb', actions.every((action) => READS.has(action)) ? KEY_READ : KEY_WRITE);
  }
  if (row.searchesVectors) use(data.tableKeys.jobs, 'dynamodb', KEY_READ);
  if (row.uploads !== undefined) use(dataKey, 's3', ['kms:Decrypt']);
  if (row.uploads?.includes('s3:PutObject')) use(dataKey, 's3', ['kms:GenerateDataKey']);
  if (row.sendsTo !== undefined) use(dataKey, 'sqs', ['kms:Decrypt', 'kms:GenerateDataKey']);
  if (row.worksOff !== undefined) use(dataKey, 'sqs', ['kms:Decrypt']);
  if (row.models && Object.values(foundation.secrets).some((secret) => secret !== undefined)) {
    use(dataKey, 'secretsmanager', ['kms:Decrypt']);
  }
  return {
    ...nothing(),
    statements: [...used].map(
      ([keyArn, { services, actions }]) =>
        new PolicyStatement({
          actions: [...actions],
          resources: [keyArn],
          conditions: { StringEquals: { 'kms:ViaService': [...services] } },
        }),
    ),
  };
}
