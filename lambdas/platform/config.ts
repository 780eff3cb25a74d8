/** The settings of the service: the environment, checked once, on first use; nothing else reads `process.env`. */
import * as z from 'zod';
import { defaultChains, defaultFlags } from './default-chains';

const flag = z.enum(['true', 'false', '1', '0', 'yes', 'no']).transform((word) => ['true', '1', 'yes'].includes(word));
const name = z.string().min(1);
const list = name.transform((words) => words.split(',').map((word) => word.trim()));
const count = z.coerce.number().int().min(1);
const seconds = z.coerce.number().int().min(0);

/** Every variable with its meaning; `.env.example` lists the same, and a test holds the two together. */
export const environmentSchema = z.object({
  AWS_REGION: name.default('us-east-1').describe('Region of the tables and of Bedrock; Lambda sets it'),
  STAGE: name.default('dev').describe('Name of the deployment; `prod` switches off the check of our own answers'),
  SERVICE_VERSION: name.default('0.1.0').describe('Shown by the health route'),

  REQUEST_TIMEOUT_MS: count
    .default(27_000)
    .describe('What a request may take, in milliseconds; below the timeouts of Lambda and API Gateway'),

  MAX_CONCURRENT_REQUESTS: count
    .default(200)
    .describe('Requests that one process works on at a time; those beyond are answered 503 at once'),

  JOBS_TABLE: name.default('talent-match-jobs').describe('Table of the catalogue and its vectors'),
  CANDIDATES_TABLE: name.default('talent-match-candidates').describe('Table of stored resumes'),
  STATE_TABLE: name.default('talent-match-state').describe('Table of cache and idempotency records'),
  UPLOADS_BUCKET: name.default('talent-match-uploads').describe('Bucket for documents too large for a body'),
  OPERATIONS_QUEUE_URL: z.url().optional().describe('Queue of long work; unset: there is none'),
  WEBHOOKS_QUEUE_URL: z.url().optional().describe('Queue of events for the callers; unset: nobody is told'),
  SHADOWS_QUEUE_URL: z.url().optional().describe('Queue of requests for the other arm; unset: it is not asked'),
  RESUME_RETENTION_DAYS: count.default(30).describe('Days until a stored resume is gone by itself'),

  AI_PROVIDER: z
    .enum(['bedrock', 'sagemaker', 'openai', 'huggingface', 'rules', 'embedded', 'local'])
    .optional()
    .describe('Provider to ask first, and with it its arm for all users; `local` asks no provider at all'),
  USE_AWS_BEDROCK: flag.optional().describe('false: Bedrock is not asked'),
  USE_AWS_SAGEMAKER: flag
    .optional()
    .describe('false: SageMaker is not asked; true: it is asked before Bedrock for vectors'),
  MIGRATION_PERCENTAGE: z.coerce
    .number()
    .min(0)
    .max(100)
    .optional()
    .describe('Share of users on the AWS arm, in per cent, until the flags say otherwise; unset: 100'),
  TEXT_CHAIN: list
    .optional()
    .describe('Text providers in order, comma separated, on both arms; overrides the four above'),
  EMBED_CHAIN: list
    .optional()
    .describe('Embedding providers in order, comma separated, on both arms; overrides the four above'),

  BEDROCK_MODEL_ID: name
    .default('us.anthropic.claude-haiku-5-5')
    .describe('Model or inference profile that reads resumes'),
  BEDROCK_EMBED_DIMENSIONS: z.enum(['256', '512', '1024']).default('1024').describe('Length of Titan vectors'),
  BEDROCK_EMBED_DIMENSIONS_NEXT: z
    .enum(['256', '512', '1024'])
    .optional()
    .describe('Another length, whose vectors are made too while one space is exchanged for the other; unset: none'),
  SAGEMAKER_ENDPOINT_NAME: name.optional().describe('Endpoint of the own embedding model; unset: not used'),
  SAGEMAKER_MODEL: name
    .default('sentence-transformers/all-MiniLM-L6-v2')
    .describe('Model in that endpoint; names its vector space'),
  SAGEMAKER_DIMENSIONS: count.default(384).describe('Length of its vectors'),
  OPENAI_SECRET_ID: name.optional().describe('Secret with the OpenAI key; unset: not used'),
  OPENAI_MODEL_ID: name.default('gpt-5.6-luna').describe('OpenAI model that reads resumes'),
  OPENAI_EMBED_MODEL_ID: name.default('text-embedding-3-small').describe('OpenAI model that embeds'),
  OPENAI_EMBED_DIMENSIONS: count.default(1536).describe('Length of its vectors'),
  HUGGINGFACE_SECRET_ID: name.optional().describe('Secret with the Hugging Face token; unset: not used'),
  HUGGINGFACE_MODEL_ID: name.default('sentence-transformers/all-MiniLM-L6-v2').describe('Model that embeds'),
  HUGGINGFACE_DIMENSIONS: count.default(384).describe('Length of its vectors'),

  APPCONFIG_APPLICATION: name.optional().describe('AppConfig application of the flags; unset: the default order holds'),
  APPCONFIG_ENVIRONMENT: name.default('default').describe('AppConfig environment'),
  APPCONFIG_PROFILE: name.default('flags').describe('AppConfig configuration profile'),
  APPCONFIG_ROLLOUT_STRATEGY: name
    .default('rollout')
    .describe('Deployment strategy of the flags that alarms take back; for the guard of a rollout'),
  APPCONFIG_INSTANT_STRATEGY: name
    .default('instant')
    .describe('Deployment strategy of the flags without a wait; for the guard of a rollout'),
  ALARM_TOPIC_ARN: name.optional().describe('Topic that the guard of a rollout tells what it did; unset: nobody'),

  DAILY_BUDGET_USD: z.coerce
    .number()
    .min(0.01)
    .optional()
    .describe('What models may cost in a UTC day, in USD; then answers come without them; unset: no limit'),
  CALLER_DAILY_REQUESTS: count
    .optional()
    .describe('Requests that a caller may make in a UTC day to routes that may ask a model; unset: no limit'),

  PARSE_CACHE_SECONDS: seconds
    .default(3_600)
    .describe('Seconds in which the same resume of the same caller gets the answer it got before; 0: never'),
  EMBED_CACHE_SECONDS: seconds
    .default(3_600)
    .describe('Seconds in which the same text of the same caller gets the vector it got before; 0: never'),

  EXPAND_CACHE_SECONDS: seconds
    .default(86_400)
    .describe('Seconds in which the same search phrase gets the other words it got before; 0: never'),

  CORS_ORIGINS: list
    .optional()
    .describe('Origins whose pages may call, comma separated; `http://localhost:*` for any port'),
  LOG_LEVEL: z
    .enum(['DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT'])
    .default('INFO')
    .describe('Least level that is logged'),
});

type Environment = z.output<typeof environmentSchema>;

/** Where the services are; unset ones are AWS's and the vendors' own. The laptop cloud points them at itself. */
export interface Endpoints {
  dynamodb?: string;
  bedrock?: string;
  sagemaker?: string;
  secretsManager?: string;
  appConfig?: string;
  s3?: string;
  sqs?: string;
  backup?: string;
  openai?: string;
  huggingface?: string;
  /** Control planes: AppConfig's deployments, CloudWatch, SNS. */
  account?: string;
}

export interface Config extends Environment {
  /** Providers of each arm in order; both arms hold the same ones. */
  chains: ReturnType<typeof defaultChains>;
  /** What holds where the flags document is silent. */
  flags: ReturnType<typeof defaultFlags>;
  checkResponses: boolean;
  endpoints: Endpoints;
  /** Default: the role of the Lambda. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
  /** Events go to private addresses and over plain http too. No variable sets it: a deployment must not. */
  webhooksToAnyAddress: boolean;
  /** The model providers are simulators; answers say so. */
  simulated: boolean;
}

/**
 * The configuration of these variables; blank ones count as unset.
 * @throws Error that names every variable that is wrong and how, never its value
 */
export function readConfig(variables: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()));
  const result = environmentSchema.safeParse(given);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`the environment is not valid: ${faults.join('; ')}`);
  }
  const environment = result.data;
  return {
    ...environment,
    chains: defaultChains(environment),
    flags: defaultFlags(environment),
    checkResponses: environment.STAGE !== 'prod',
    endpoints: {},
    webhooksToAnyAddress: false,
    simulated: false,
  };
}
