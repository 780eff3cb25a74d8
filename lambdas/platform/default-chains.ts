/** Which providers each arm asks, in which order, and who is on which arm until the flags say otherwise: what the environment asks for. */
import { type Arm, armOf, arms, type Capability, VECTOR_CAPABILITIES } from '../domain/arm';
import type { CurrentFlags } from '../domain/flags';
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

/**
 * The providers of the arm first, then those of the other, and what needs no network last. A provider that is not set up
 * is left out, so both arms hold the same ones.
 * @throws Error when a chain names a provider that does not exist, is not set up, or cannot do the work
 */
export function defaultChains(settings: ChainSettings): Record<Arm, Chains> {
  const of = (arm: Arm): Chains => ({
    text: settings.TEXT_CHAIN ? named('TEXT_CHAIN', settings, TEXT) : ordered(TEXT, settings, arm),
    embed: settings.EMBED_CHAIN ? named('EMBED_CHAIN', settings, EMBED) : ordered(EMBED, settings, arm),
  });
  return { current: of('current'), aws: of('aws') };
}

/** What holds where the flags document is silent. A provider that is preferred puts everybody on its arm. */
export function defaultFlags({ AI_PROVIDER, MIGRATION_PERCENTAGE }: ChainSettings): CurrentFlags {
  const arm = AI_PROVIDER === undefined || AI_PROVIDER === 'local' ? null : armOf(AI_PROVIDER);
  return { rollout: { percentage: MIGRATION_PERCENTAGE ?? 100 }, ...(arm !== null && { arm }) };
}

/** The arms between which there is a choice: those that ask a provider of their own first. None where a chain is fixed for all. */
export function availableArms(
  { chains, flags }: { chains: Record<Arm, Chains>; flags: Pick<CurrentFlags, 'textChain' | 'embedChain'> },
  capability: Capability,
): Arm[] {
  const kind = VECTOR_CAPABILITIES.has(capability) ? 'embed' : 'text';
  if (flags[`${kind}Chain`] !== undefined) return [];
  return arms.filter((arm) => {
    const [first] = chains[arm][kind];
    return first !== undefined && armOf(first) === arm;
  });
}

const TEXT: readonly Provider[] = ['bedrock', 'openai', 'rules'];
const EMBED: readonly Provider[] = ['bedrock', 'sagemaker', 'openai', 'huggingface', 'embedded'];
const LOCAL: readonly Provider[] = ['rules', 'embedded'];

function ordered(usual: readonly Provider[], settings: ChainSettings, arm: Arm): Provider[] {
  if (settings.AI_PROVIDER === 'local') return usual.filter((provider) => LOCAL.includes(provider));
  const rank = (provider: Provider) => {
    const isPreferred = settings.AI_PROVIDER === provider;
    if (LOCAL.includes(provider)) return isPreferred ? 0 : 5;
    if (armOf(provider) !== arm) return 4;
    if (isPreferred) return 1;
    return settings.USE_AWS_SAGEMAKER === true && provider === 'sagemaker' ? 2 : 3;
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
