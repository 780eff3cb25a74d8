/** Which providers are asked, in which order, until the flags say otherwise: what the environment asks for. */
import { type Provider, providers } from '../domain/meta';

/** The variables that matter here, as read. */
export interface ChainSettings {
  AI_PROVIDER?: Provider | 'local' | undefined;
  USE_AWS_BEDROCK?: boolean | undefined;
  USE_AWS_SAGEMAKER?: boolean | undefined;
  MIGRATION_PERCENTAGE?: number | undefined;
  TEXT_CHAIN?: string[] | undefined;
  EMBED_CHAIN?: string[] | undefined;
  SAGEMAKER_ENDPOINT_NAME?: string | undefined;
  OPENAI_SECRET_ID?: string | undefined;
  HUGGINGFACE_SECRET_ID?: string | undefined;
}

export interface Chains {
  text: Provider[];
  embed: Provider[];
}

const AWS: readonly Provider[] = ['bedrock', 'sagemaker'];

/**
 * The AWS providers first, then those in use before the migration, and what needs no network last. A provider that is
 * not set up is left out.
 * @throws Error when a chain names a provider that does not exist, is not set up, or cannot do the work
 */
export function defaultChains(settings: ChainSettings): Chains {
  return {
    text: settings.TEXT_CHAIN ? named('TEXT_CHAIN', settings, TEXT) : ordered(TEXT, settings),
    embed: settings.EMBED_CHAIN ? named('EMBED_CHAIN', settings, EMBED) : ordered(EMBED, settings),
  };
}

const TEXT: readonly Provider[] = ['bedrock', 'openai', 'rules'];
const EMBED: readonly Provider[] = ['bedrock', 'sagemaker', 'openai', 'huggingface', 'embedded'];
const LOCAL: readonly Provider[] = ['rules', 'embedded'];

function ordered(usual: readonly Provider[], settings: ChainSettings): Provider[] {
  if (settings.AI_PROVIDER === 'local') return usual.filter((provider) => LOCAL.includes(provider));
  const rank = (provider: Provider) => {
    if (LOCAL.includes(provider) && settings.AI_PROVIDER !== provider) return 5;
    if (settings.AI_PROVIDER === provider) return 0;
    if (settings.USE_AWS_SAGEMAKER === true && provider === 'sagemaker') return 1;
    if (settings.USE_AWS_BEDROCK === true && provider === 'bedrock') return 2;
    return AWS.includes(provider) === (settings.MIGRATION_PERCENTAGE ?? 100) >= 100 ? 3 : 4;
  };
  return usual
    .filter((provider) => isSetUp(provider, settings))
    .map((provider, position) => ({ provider, position }))
    .sort((a, b) => rank(a.provider) - rank(b.provider) || a.position - b.position)
    .map(({ provider }) => provider);
}

function isSetUp(provider: Provider, settings: ChainSettings): boolean {
  if (provider === 'bedrock') return settings.USE_AWS_BEDROCK !== false;
  if (provider === 'sagemaker') {
    return settings.SAGEMAKER_ENDPOINT_NAME !== undefined && settings.USE_AWS_SAGEMAKER !== false;
  }
  if (provider === 'openai') return settings.OPENAI_SECRET_ID !== undefined;
  if (provider === 'huggingface') return settings.HUGGINGFACE_SECRET_ID !== undefined;
  return true;
}

function named(variable: 'TEXT_CHAIN' | 'EMBED_CHAIN', settings: ChainSettings, able: readonly Provider[]): Provider[] {
  return [...new Set(settings[variable])].map((word) => {
    const provider = providers.find((known) => known === word);
    if (provider === undefined || !able.includes(provider)) {
      throw new Error(`the environment is not valid: ${variable} may name ${able.join(', ')}, not ${word}`);
    }
    if (!isSetUp(provider, settings)) {
      throw new Error(`the environment is not valid: ${variable} names ${provider}, which is not set up`);
    }
    return provider;
  });
}
