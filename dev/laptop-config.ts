/** The configuration of the laptop cloud: every provider set up, every address a simulator's. */
import { type Config, type Endpoints, readConfig } from '../lambdas/platform/config';
import { CORS_ORIGINS } from './server';
import { DEMO_CREDENTIALS } from './simulators/start';

/** Variables that mean the same here as in the cloud, so that a migration step can be tried out. */
const HONOURED = [
  'AI_PROVIDER',
  'USE_AWS_BEDROCK',
  'USE_AWS_SAGEMAKER',
  'MIGRATION_PERCENTAGE',
  'TEXT_CHAIN',
  'EMBED_CHAIN',
  'BEDROCK_MODEL_ID',
];

/** The spaces of Titan; that they are named changes no order. */
const SPACES = ['BEDROCK_EMBED_DIMENSIONS', 'BEDROCK_EMBED_DIMENSIONS_NEXT'];

/** Those of a deployment, to see what a caller sees. */
const LIMITS = ['DAILY_BUDGET_USD', 'CALLER_DAILY_REQUESTS', 'MAX_CONCURRENT_REQUESTS'];

/** Off unless asked for: a kept answer would hide the fault that was just set. */
const CACHES = { PARSE_CACHE_SECONDS: '0', EMBED_CACHE_SECONDS: '0', EXPAND_CACHE_SECONDS: '0' };

const LAPTOP = {
  STAGE: 'laptop',
  OPENAI_SECRET_ID: 'talent-match/openai',
  HUGGINGFACE_SECRET_ID: 'talent-match/huggingface',
  SAGEMAKER_ENDPOINT_NAME: 'job-embed-hf',
  APPCONFIG_APPLICATION: 'talent-match',
};

/** Unless asked otherwise: each space more is a vector more for every sample, and a second or more of the start. */
const QUICK = { EMBED_CHAIN: 'bedrock,embedded' };

/** @throws Error when one of the honoured variables is wrong */
export function laptopConfig(variables: Record<string, string | undefined>): Config {
  const given = (names: readonly string[]) =>
    Object.fromEntries(names.filter((name) => variables[name]?.trim()).map((name) => [name, variables[name]]));
  const honoured = given(HONOURED);
  const usual = Object.keys(honoured).length === 0 ? QUICK : {};
  const caches = { ...CACHES, ...given(Object.keys(CACHES)) };
  return {
    ...readConfig({ ...LAPTOP, ...usual, ...honoured, ...caches, ...given([...LIMITS, ...SPACES]) }),
    ...onThisMachine,
  };
}

/** The same with the addresses of what was started. */
export function pointedAt(config: Config, endpoints: Endpoints): Config {
  const { accessKeyId, secretAccessKey } = DEMO_CREDENTIALS;
  return {
    ...config,
    endpoints,
    credentials: { accessKeyId, secretAccessKey },
    webhooksToAnyAddress: true,
    simulated: true,
  };
}

/** Real tables, providers and credentials, as the environment names them. */
export function liveConfig(variables: Record<string, string | undefined>): Config {
  return { ...readConfig(variables), ...onThisMachine };
}

const onThisMachine = { checkResponses: true, CORS_ORIGINS };
