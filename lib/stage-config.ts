/** StageConfig: the schema of every setting of a deployment. */
import * as z from 'zod';

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')], 'true or false');
const between = (kind: string, least: number, most: number) => `${kind} from ${least} to ${most}`;
const whole = (least: number, most: number) => {
  const words = between('a whole number', least, most);
  return z.coerce.number(words).int(words).min(least, words).max(most, words);
};
const usd = (least: number, most: number) => {
  const words = between('an amount in USD', least, most);
  return z.coerce.number(words).min(least, words).max(most, words);
};
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as eu-west-1');
const text = z.string().min(1);
const arn = (service: string, example: string) =>
  z.string().regex(new RegExp(`^arn:aws[a-z-]*:${service}:`), `an ARN such as ${example}`);
const keyArn = arn('kms', 'arn:aws:kms:eu-west-1:111111111111:key/…').optional();
const SECRET_ARN = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+-[A-Za-z0-9]{6}$/;

/** `none`: the vendor is not used. `create`: a secret is made, and its value put in by hand. Else the ARN of one that exists. */
const vendorSecret = z
  .string()
  .refine(
    (value) => value === 'none' || value === 'create' || SECRET_ARN.test(value),
    'none, create, or the complete ARN of a secret, such as arn:aws:secretsmanager:eu-west-1:111111111111:secret:openai-Ab12Cd',
  );

/** Log retentions that CloudWatch Logs takes. Source: PutRetentionPolicy API reference. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const EMAIL = /^[^\s@,;]+@[^\s@,;]+\.[a-z]{2,}$/i;

/** Scheme, host and port as browsers send them, so in lower case; `:*` stands for any port. */
const ORIGIN = 'https?://[a-z0-9.-]+(:([0-9]{1,5}|\\*))?';

/** Each key is a CDK context key (`-c key=value`); docs/deploy.md lists them with what they need first. */
export const stageConfigSchema = z.strictObject({
  stage: z
    .string()
    .regex(
      /^(dev|staging|prod)(-[a-z0-9]{1,12})?$/,
      'dev, staging or prod, with a name of your own behind it if you share an account: dev-anna',
    )
    .describe('Which deployment this is; its name is in every stack and alarm'),
  account: z
    .string()
    .regex(/^\d{12}$/, '12 digits')
    .optional()
    .describe('AWS account; default: that of your credentials'),
  region: region.describe('Region of everything but the cost stack'),

  alarmEmail: z.string().regex(EMAIL, 'an e-mail address').optional().describe('Who gets alarms and budget notices'),
  budgetUsd: usd(1, 1_000_000).describe('Monthly budget, USD'),
  anomalyUsd: usd(1, 1_000_000).describe('Least impact of a cost anomaly that is reported, USD'),
  anomalyMonitor: flag.describe('Watch for cost anomalies; Cost Explorer must have been opened once'),

  budgetScope: z
    .enum(['account', 'stage'])
    .describe(
      'What the budget counts: the whole account, or what carries the tags of this stage once they are activated',
    ),
  budgetBrake: flag.describe(
    'At 120 % of the budget, offer to deny the functions the models of AWS; two budgets with it are free per account',
  ),

  dailyBudgetUsd: usd(0.01, 100_000).describe(
    'What models may cost in a UTC day, USD; then answers come without them. Default: a 31st of budgetUsd',
  ),
  callerDailyRequests: whole(1, 100_000_000).describe(
    'Requests that one caller may make in a UTC day to routes that may ask a model',
  ),
  parseCacheSeconds: whole(0, 604_800).describe(
    'Seconds in which the same resume of the same caller gets the answer it got before; 0: never',
  ),
  embedCacheSeconds: whole(0, 604_800).describe(
    'Seconds in which the same text of the same caller gets the vector it got before; 0: never',
  ),
  expandCacheSeconds: whole(0, 604_800).describe(
    'Seconds in which the same search phrase gets the other words it got before; 0: never',
  ),
  maxConcurrentRequests: whole(1, 10_000).describe(
    'Requests at work in one process; those beyond are refused at once with 503. Lambda gives a process one at a time',
  ),
  workersAtOnce: whole(2, 1_000).describe(
    'How many of each worker of a queue run at once, so that long work leaves room for callers who wait',
  ),

  textModel: text.describe('Bedrock model or inference profile that reads resumes'),
  embedDimensions: z
    .enum(['256', '512', '1024'])
    .describe('Length of Titan vectors; another length is another vector space'),
  embedDimensionsNext: z
    .enum(['none', '256', '512', '1024'])
    .describe('Another length of Titan vectors, made too while one space is exchanged for the other'),
  openAi: vendorSecret.describe('OpenAI as fallback: none, create, or the ARN of a secret with its key'),
  openAiModel: text.describe('OpenAI model that reads resumes'),
  huggingFace: vendorSecret.describe('Hugging Face as fallback for vectors: none, create, or the ARN of a secret'),
  aiProvider: z
    .enum(['bedrock', 'sagemaker', 'openai', 'huggingface', 'local'])
    .optional()
    .describe('Provider to ask first'),
  useBedrock: flag.describe('false: Bedrock is not asked'),
  bedrockTokensPerMinute: whole(1, 1_000_000_000)
    .optional()
    .describe('Quota of textModel in the account, tokens per minute; makes an alarm at 80 % of it'),
  migrationPercentage: whole(0, 100).describe('Share of users on the AWS arm at the first deployment'),
  guardedRollout: flag.describe(
    'Function that raises the share of users on the AWS arm by a plan, and takes it back; looks every five minutes',
  ),

  chainTimeoutMs: whole(1_000, 300_000).describe('What a request may take before it is answered with what there is'),
  functionTimeoutSeconds: whole(2, 900).describe('Timeout of the functions behind the API'),
  gatewayTimeoutMs: whole(50, 300_000).describe('Timeout of API Gateway; above 29,000 needs a quota raise'),

  corsOrigins: z
    .string()
    .regex(
      new RegExp(`^${ORIGIN}(,${ORIGIN})*$`),
      'origins such as https://app.example.com or http://localhost:*, comma separated',
    )
    .optional()
    .describe('Pages that may call the API, comma separated'),
  userPoolArn: arn('cognito-idp', 'arn:aws:cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_AbCdEf')
    .optional()
    .describe('User pool that exists; default: one is made'),
  domainName: z
    .string()
    .regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'a host name such as api.example.com')
    .optional()
    .describe('Host name of the API'),
  certificateArn: arn('acm', 'arn:aws:acm:eu-west-1:111111111111:certificate/…')
    .optional()
    .describe('Certificate for domainName, in the same region'),
  hostedZoneId: z
    .string()
    .regex(/^Z[A-Z0-9]+$/, 'a hosted zone id such as Z0123456789')
    .optional()
    .describe('Route 53 zone of domainName; unset: the DNS record is yours to make'),
  hostedZoneName: text.optional().describe('Name of that zone, such as example.com'),
  throttleRate: whole(1, 10_000).describe(
    'Requests per second of one route, all callers together; dear routes get a share',
  ),
  throttleBurst: whole(1, 5_000).describe('Requests of one route that may come at once; dear routes get a share'),
  dailyQuota: whole(1, 100_000_000).describe('Requests per day and API key; counted with machineApiKeys'),
  machineApiKeys: flag.describe(
    'Routes for machines also take an API key of the usage plan, whose quota then counts; hand the keys out first',
  ),
  smokeClient: flag.describe('App client with which the smoke test signs in; about 6 USD a month'),
  waf: flag.describe('Web application firewall in front of the API; about 10 USD a month'),
  wafRatePer5Minutes: whole(10, 2_000_000_000).describe('Requests per address in five minutes before it is blocked'),
  apiGatewayRole: flag.describe(
    'Set the account-wide role with which API Gateway writes logs; false: it is set already',
  ),

  customerKeys: flag.describe('Customer managed KMS keys; 1 USD each a month'),
  retainData: flag.describe('Keep tables and buckets when the stack is deleted'),
  logRetentionDays: z.coerce
    .number()
    .refine((days) => RETENTION_DAYS.includes(days), `one of ${RETENTION_DAYS.join(', ')}`)
    .describe('Days that logs are kept'),
  tracing: flag.describe('Traces in X-Ray'),
  canary: flag.describe('New versions get a tenth of the traffic for five minutes and go back on an alarm'),
  fullMonitoring: flag.describe('All dashboards and alarms; false: the overview and the few that must not be missed'),
  provisionedConcurrency: whole(0, 1_000).describe(
    'Warm copies of each user-facing function; needs the concurrency quota',
  ),
  provisionedConcurrencyMax: whole(0, 1_000).describe('Most warm copies, by auto scaling'),

  backups: flag.describe('Daily and weekly backups, and the monthly restore test'),
  backupCopyRegion: region.optional().describe('Second region for copies of the backups'),
  replicaRegion: region.optional().describe('Second region in which the tables are replicated all the time'),
  jobsTable: text.optional().describe('Name of a jobs table that exists: after a restore, or in the second region'),
  jobsTableStreamArn: arn(
    'dynamodb',
    'arn:aws:dynamodb:eu-west-1:111111111111:table/NAME/stream/2026-11-21T00:00:00.000',
  )
    .optional()
    .describe('Stream of jobsTable; without it changed jobs are not embedded'),
  candidatesTable: text.optional().describe('The same for the candidates table'),
  jobsTableKeyArn: keyArn.describe('Key of jobsTable, where it is not that of the stage: in the second region'),
  candidatesTableKeyArn: keyArn.describe('Key of candidatesTable, likewise'),
  homeRegion: region
    .optional()
    .describe('In a deployment to the second region: the region whose tables are replicated; no tables are made'),

  sageMaker: z.enum(['none', 'serverless', 'instance']).describe('Own embedding model on SageMaker'),
  sageMakerInstanceType: z
    .string()
    .regex(/^ml\./, 'an instance type such as ml.c6i.xlarge')
    .describe('For sageMaker=instance'),
  sageMakerImage: z
    .string()
    .regex(/^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\/[^:]+:.+$/, 'the URI of an image in ECR, with its tag')
    .optional()
    .describe('Image of Text Embeddings Inference, in regions whose image is not known here'),
  sageMakerInstances: whole(1, 100).describe('Instances at least; for sageMaker=instance'),
  sageMakerInstancesMax: whole(1, 100).describe('Instances at most; for sageMaker=instance'),
  backfill: flag.describe('State machine that rebuilds vectors'),
  audit: flag.describe('Trail, notices of findings, monthly reminder; with the pipeline, a monthly scan of the code'),
  accessAnalyzer: flag.describe('With audit: IAM Access Analyzer; an account has one per region'),
  guardDuty: flag.describe('With audit: GuardDuty detector; an account has one per region'),
  pipelineConnectionArn: arn(
    '(codeconnections|codestar-connections)',
    'arn:aws:codeconnections:eu-west-1:111111111111:connection/…',
  )
    .optional()
    .describe('Connection to GitHub, made once in the console; makes the pipeline'),
  pipelineRepository: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/, 'owner/name')
    .optional()
    .describe('Repository of the pipeline'),
  pipelineBranch: text.describe('Branch that is deployed'),
});

export type StageConfig = Readonly<z.infer<typeof stageConfigSchema>>;
export type Settings = z.input<typeof stageConfigSchema>;
