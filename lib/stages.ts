/** StageConfig: every setting of a deployment, one literal per kind of stage, overridden by CDK context; checked once. */
import * as z from 'zod';

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as eu-west-1');
const text = z.string().min(1);
const arn = (service: string, example: string) =>
  z.string().regex(new RegExp(`^arn:aws[a-z-]*:${service}:`), `an ARN such as ${example}`);
const secretArn = arn('secretsmanager', 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:openai-Ab12Cd');

/** `none`: the vendor is not used. `create`: a secret is made, and its value put in by hand. Else the ARN of one that exists. */
const vendorSecret = z.union([z.enum(['none', 'create']), secretArn], {
  error: 'none, create, or the complete ARN of a secret',
});

/** Log retentions that CloudWatch Logs takes. Source: PutRetentionPolicy API reference. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const EMAIL = /^[^\s@,;]+@[^\s@,;]+\.[a-z]{2,}$/i;

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
  budgetUsd: z.coerce.number().min(1).max(1_000_000).describe('Monthly budget, USD'),
  anomalyUsd: z.coerce.number().min(1).max(1_000_000).describe('Least impact of a cost anomaly that is reported, USD'),
  anomalyMonitor: flag.describe('Watch for cost anomalies; Cost Explorer must have been opened once'),

  textModel: text.describe('Bedrock model or inference profile that reads resumes'),
  embedDimensions: z
    .enum(['256', '512', '1024'])
    .describe('Length of Titan vectors; another length is another vector space'),
  openAi: vendorSecret.describe('OpenAI as fallback: none, create, or the ARN of a secret with its key'),
  openAiModel: text.describe('OpenAI model that reads resumes'),
  huggingFace: vendorSecret.describe('Hugging Face as fallback for vectors: none, create, or the ARN of a secret'),
  aiProvider: z
    .enum(['bedrock', 'sagemaker', 'openai', 'huggingface', 'local'])
    .optional()
    .describe('Provider to ask first'),
  useBedrock: flag.describe('false: Bedrock is not asked'),
  migrationPercentage: whole(0, 100).describe('Share of users on the AWS arm at the first deployment'),

  chainTimeoutMs: whole(1_000, 300_000).describe('What a request may take before it is answered with what there is'),
  functionTimeoutSeconds: whole(2, 900).describe('Timeout of the functions behind the API'),
  gatewayTimeoutMs: whole(50, 300_000).describe('Timeout of API Gateway; above 29,000 needs a quota raise'),

  corsOrigins: z
    .string()
    .regex(/^https?:\/\/[^\s,/]+(,https?:\/\/[^\s,/]+)*$/, 'origins such as https://app.example.com, comma separated')
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
  throttleRate: whole(1, 10_000).describe('Requests per second, all callers together'),
  throttleBurst: whole(1, 5_000).describe('Requests that may come at once'),
  dailyQuota: whole(1, 100_000_000).describe('Requests per day and API key of the usage plan'),
  waf: flag.describe('Web application firewall in front of the API; about 9 USD a month'),
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
  tracing: flag.describe('X-Ray'),
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

  sageMaker: z.enum(['none', 'serverless', 'instance']).describe('Own embedding model on SageMaker'),
  sageMakerInstanceType: z
    .string()
    .regex(/^ml\./, 'an instance type such as ml.c6i.xlarge')
    .describe('For sageMaker=instance'),
  backfill: flag.describe('State machine that rebuilds vectors'),
  audit: flag.describe('Trail, findings, monthly review reminder, scheduled scan'),
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
type Settings = z.input<typeof stageConfigSchema>;

/** What a stage has when the context says nothing. `dev` asks for nothing that an empty account does not have. */
const dev = {
  budgetUsd: 20,
  anomalyUsd: 10,
  anomalyMonitor: false,
  embedDimensions: '1024',
  openAi: 'none',
  openAiModel: 'gpt-5.6-luna',
  huggingFace: 'none',
  useBedrock: true,
  migrationPercentage: 100,
  chainTimeoutMs: 27_000,
  functionTimeoutSeconds: 28,
  gatewayTimeoutMs: 29_000,
  throttleRate: 20,
  throttleBurst: 40,
  dailyQuota: 10_000,
  waf: false,
  wafRatePer5Minutes: 2_000,
  apiGatewayRole: true,
  customerKeys: false,
  retainData: false,
  logRetentionDays: 14,
  tracing: false,
  canary: false,
  fullMonitoring: false,
  provisionedConcurrency: 0,
  provisionedConcurrencyMax: 0,
  backups: false,
  sageMaker: 'none',
  sageMakerInstanceType: 'ml.c6i.xlarge',
  backfill: false,
  audit: false,
  pipelineBranch: 'main',
} as const satisfies Partial<Settings>;

const prod = {
  ...dev,
  budgetUsd: 500,
  anomalyUsd: 50,
  openAi: 'create',
  throttleRate: 200,
  throttleBurst: 400,
  dailyQuota: 1_000_000,
  waf: true,
  customerKeys: true,
  retainData: true,
  logRetentionDays: 365,
  tracing: true,
  canary: true,
  fullMonitoring: true,
  backups: true,
  backfill: true,
} as const satisfies Partial<Settings>;

const staging = {
  ...prod,
  budgetUsd: 100,
  retainData: false,
  logRetentionDays: 30,
  openAi: 'none',
} as const satisfies Partial<Settings>;

const kinds = { dev, staging, prod };

/** Prefix of the inference profile that serves a region. Source: Bedrock user guide, cross-region inference, read 2026-11-21. */
export function profilePrefix(regionName: string): 'us' | 'eu' | 'apac' | 'global' {
  if (/^us-(east|west)-\d$/.test(regionName)) return 'us';
  if (regionName.startsWith('eu-')) return 'eu';
  if (regionName.startsWith('ap-')) return 'apac';
  return 'global';
}

/** Amazon's models need no use-case form, so a first deployment reads resumes with a model; `prod` takes decision 0004's. */
function defaultTextModel(kind: keyof typeof kinds, regionName: string): string {
  const base = kind === 'dev' ? 'amazon.nova-2-lite-v1:0' : 'anthropic.claude-haiku-5-5';
  return `${profilePrefix(regionName)}.${base}`;
}

/**
 * The configuration of a context.
 * @param context keys of `stageConfigSchema` only; values may be text, as `-c` gives them
 * @param defaults account and region of the credentials in use
 * @throws Error that names every key that is wrong, what was given and what is allowed
 */
export function stageConfig(
  context: Readonly<Record<string, unknown>>,
  defaults: { account?: string | undefined; region?: string | undefined } = {},
): StageConfig {
  const stage = String(context.stage ?? 'dev');
  const kind = kinds[stage.split('-')[0] as keyof typeof kinds] ? (stage.split('-')[0] as keyof typeof kinds) : 'dev';
  const regionName = String(context.region ?? defaults.region ?? 'us-east-1');
  const given = {
    ...kinds[kind],
    stage,
    region: regionName,
    ...(defaults.account !== undefined && { account: defaults.account }),
    textModel: defaultTextModel(kind, regionName),
    ...context,
  };
  const result = stageConfigSchema.safeParse(given);
  const faults = result.success
    ? together(result.data)
    : result.error.issues.flatMap((issue) => faultsOf(issue, given));
  if (!result.success || faults.length > 0) {
    throw new Error(
      `The configuration is not valid:\n${faults.map((fault) => `  - ${fault}`).join('\n')}\ndocs/deploy.md lists every key.`,
    );
  }
  return result.data;
}

function faultsOf(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${key}: there is no such key${nearest(key)}`);
  }
  const key = String(issue.path[0]);
  return [`${key}: ${JSON.stringify(given[key])} was given; allowed: ${allowed(issue)}`];
}

function allowed(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return issue.values.join(', ');
  if (issue.code === 'too_small') return `${issue.minimum} or more`;
  if (issue.code === 'too_big') return `${issue.maximum} or less`;
  if (issue.code === 'invalid_union') return issue.message === 'Invalid input' ? 'true or false' : issue.message;
  return issue.message;
}

/** A key of ours that is the same but for case or up to two letters. */
function nearest(key: string): string {
  const known = Object.keys(stageConfigSchema.shape).find(
    (name) => distance(name.toLowerCase(), key.toLowerCase()) <= 2,
  );
  return known === undefined ? '' : `; did you mean ${known}?`;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** What a handler keeps for writing its answer (http/deadline.ts keeps 700 ms), and a function before the gateway. */
const RESERVE_MS = 1_000;

/** Faults of settings that are each allowed, but not with one another. */
function together(config: StageConfig): string[] {
  const functionMs = config.functionTimeoutSeconds * 1_000;
  const rules: [boolean, string][] = [
    [
      config.chainTimeoutMs + RESERVE_MS > functionMs,
      `chainTimeoutMs: ${config.chainTimeoutMs} leaves the function of ${config.functionTimeoutSeconds} s no time to answer; allowed: ${functionMs - RESERVE_MS} or less`,
    ],
    [
      functionMs + RESERVE_MS > config.gatewayTimeoutMs,
      `functionTimeoutSeconds: ${config.functionTimeoutSeconds} outlasts the gateway's ${config.gatewayTimeoutMs} ms; allowed: ${Math.floor((config.gatewayTimeoutMs - RESERVE_MS) / 1_000)} or less`,
    ],
    [
      config.stage.startsWith('prod') && config.alarmEmail === undefined,
      'alarmEmail: nothing was given; a prod stage needs somebody who gets its alarms',
    ],
    [
      config.domainName !== undefined && config.certificateArn === undefined,
      'certificateArn: nothing was given; domainName needs a certificate in the same region',
    ],
    [
      config.certificateArn !== undefined && config.domainName === undefined,
      'domainName: nothing was given; certificateArn is of no use without it',
    ],
    [
      config.certificateArn !== undefined && config.certificateArn.split(':')[3] !== config.region,
      `certificateArn: it is of ${config.certificateArn?.split(':')[3]}; allowed: a certificate in ${config.region}`,
    ],
    [
      (config.hostedZoneId === undefined) !== (config.hostedZoneName === undefined),
      'hostedZoneId, hostedZoneName: give both or neither',
    ],
    [
      config.hostedZoneId !== undefined && config.domainName === undefined,
      'domainName: nothing was given; hostedZoneId is of no use without it',
    ],
    [
      config.backupCopyRegion === config.region,
      `backupCopyRegion: ${config.region} is the region itself; allowed: another region`,
    ],
    [config.backupCopyRegion !== undefined && !config.backups, 'backups: false was given; backupCopyRegion needs true'],
    [
      config.replicaRegion === config.region,
      `replicaRegion: ${config.region} is the region itself; allowed: another region`,
    ],
    [
      config.replicaRegion !== undefined && config.account === undefined,
      'account: nothing was given; replicaRegion needs it, or credentials',
    ],
    [
      (config.pipelineConnectionArn === undefined) !== (config.pipelineRepository === undefined),
      'pipelineConnectionArn, pipelineRepository: give both or neither',
    ],
    [
      config.provisionedConcurrencyMax !== 0 && config.provisionedConcurrencyMax < config.provisionedConcurrency,
      `provisionedConcurrencyMax: ${config.provisionedConcurrencyMax} is below provisionedConcurrency; allowed: ${config.provisionedConcurrency} or more, or 0 for no auto scaling`,
    ],
    [
      config.throttleBurst < config.throttleRate / 10,
      `throttleBurst: ${config.throttleBurst} is less than a tenth of throttleRate; allowed: ${Math.ceil(config.throttleRate / 10)} or more`,
    ],
    [
      !profileServes(config),
      `textModel: ${config.textModel} is an inference profile that ${config.region} does not have; allowed: ${profilePrefix(config.region)}.… or global.…, or a model without a profile`,
    ],
  ];
  return rules.filter(([broken]) => broken).map(([, fault]) => fault);
}

function profileServes({ textModel, region: regionName }: StageConfig): boolean {
  const prefix = /^(us|eu|apac|jp|au|ca|us-gov|global)\./.exec(textModel)?.[1];
  if (prefix === undefined || prefix === 'global' || prefix === profilePrefix(regionName)) return true;
  const own: Record<string, RegExp> = {
    jp: /^ap-northeast-[13]$/,
    au: /^ap-southeast-[24]$/,
    ca: /^ca-/,
    'us-gov': /^us-gov-/,
  };
  return own[prefix]?.test(regionName) ?? false;
}
