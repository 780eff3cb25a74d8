/** The embedders of the configuration, and their chains. */
import type { Embedder, EmbedderChain } from '../../ports';
import { awsOptions, type Platform, perPlatform } from '../platform';
import { chainUsage, type Makers, makeAll } from './chain-usage';
import { providerOrder } from './current-flags';
import { knowledge } from './knowledge';
import { stores } from './stores';
import { keyIn } from './vendor-keys';

/** Behind the stream nobody waits: a batch of texts may take as long as the handler has. */
const PATIENT = { minBudgetMs: 250, maxMs: 20_000 };
const patientSlices = { bedrock: PATIENT, sagemaker: PATIENT, openai: PATIENT, huggingface: PATIENT };

const makers: Makers<Embedder> = {
  bedrock: async (at) => {
    const [titan] = await titans(at);
    return titan;
  },
  sagemaker: async (at) => {
    const { config } = at;
    const { sageMakerEmbedder } = await import('../../providers/sagemaker');
    return sageMakerEmbedder({
      ...awsOptions(at, 'sagemaker'),
      endpointName: config.SAGEMAKER_ENDPOINT_NAME ?? '',
      model: config.SAGEMAKER_MODEL,
      dimensions: config.SAGEMAKER_DIMENSIONS,
    });
  },
  openai: async (at) => {
    const { config } = at;
    const { openAiEmbedder } = await import('../../providers/openai');
    return openAiEmbedder({
      key: keyIn(at, config.OPENAI_SECRET_ID),
      modelId: config.OPENAI_EMBED_MODEL_ID,
      dimensions: config.OPENAI_EMBED_DIMENSIONS,
      ...(config.endpoints.openai !== undefined && { baseUrl: config.endpoints.openai }),
    });
  },
  huggingface: async (at) => {
    const { config } = at;
    const { huggingFaceEmbedder } = await import('../../providers/huggingface');
    return huggingFaceEmbedder({
      key: keyIn(at, config.HUGGINGFACE_SECRET_ID),
      modelId: config.HUGGINGFACE_MODEL_ID,
      dimensions: config.HUGGINGFACE_DIMENSIONS,
      ...(config.endpoints.huggingface !== undefined && { baseUrl: config.endpoints.huggingface }),
    });
  },
  embedded: async (at) => {
    const [{ embeddedEmbedder }, { words }] = await Promise.all([import('../../providers/embedded'), knowledge(at)]);
    return embeddedEmbedder(words);
  },
};

export const embedders = perPlatform(async (at) => {
  const made = await makeAll(makers, at.config.chains.aws.embed, at);
  return Promise.all(made.map((one) => (one.provider === 'bedrock' ? titans(at) : [one]))).then((all) => all.flat());
});

/** The space in use, and beside it the one that it is to be exchanged for. */
async function titans(at: Platform): Promise<[Embedder, ...Embedder[]]> {
  const { bedrockEmbedder } = await import('../../providers/bedrock-embedder');
  const { BEDROCK_EMBED_DIMENSIONS: current, BEDROCK_EMBED_DIMENSIONS_NEXT: next } = at.config;
  const titan = (length: typeof current) =>
    bedrockEmbedder({ ...awsOptions(at, 'bedrock'), dimensions: Number(length) as 256 | 512 | 1024 });
  return [titan(current), ...(next === undefined || next === current ? [] : [titan(next)])];
}

export const embedChains = perPlatform(async (at) => {
  const [{ embedderChain }, usage, made] = await Promise.all([
    import('../../providers/embedder-chain'),
    chainUsage(at),
    embedders(at),
  ]);
  const usual = { ...usage, embedders: made, ...(await outsideMask(at)) };
  const hedging = await hedgingOf(at, made);
  const order = providerOrder(at, 'embed');
  return {
    embed: await keeping(at, made, embedderChain({ ...usual, embedders: hedging, order }), order),
    /** For the catalogue: every space, whatever the flags put first. */
    embedPatiently: embedderChain({ ...usual, slices: patientSlices }),
  };
});

/** The embedders as those ask them who wait: a call that is late is made a second time, two in a hundred at most. */
async function hedgingOf({ telemetry }: Platform, made: readonly Embedder[]): Promise<Embedder[]> {
  const [{ hedged }, { retryBudget }, { isLocal }] = await Promise.all([
    import('../../providers/hedge'),
    import('../../providers/retry-budget'),
    import('../../providers/tiers'),
  ]);
  const budget = retryBudget({ share: 0.02, floor: 1 });
  return made.map((embedder) => {
    const { provider, modelId } = embedder;
    const onHedge = () => telemetry.measure({ CallsHedged: 1 }, { provider, model: modelId });
    return isLocal(provider) ? embedder : hedged(embedder, { budget, onHedge });
  });
}

/** Only where an embedder is outside AWS are the rules loaded that find contact details. */
async function outsideMask(at: Platform) {
  if (!at.config.chains.aws.embed.some((provider) => provider === 'openai' || provider === 'huggingface')) return {};
  const [{ textMask }, known] = await Promise.all([import('../../providers/mask'), knowledge(at)]);
  return { mask: textMask(known) };
}

/** The chain that gives a caller the same vectors again for a while, where the settings want that. */
async function keeping(
  at: Platform,
  made: readonly Embedder[],
  chain: EmbedderChain,
  order: ReturnType<typeof providerOrder>,
): Promise<EmbedderChain> {
  const { EMBED_CACHE_SECONDS: ttlSeconds, simulated } = at.config;
  if (ttlSeconds === 0) return chain;
  const [{ cachedEmbedderChain }, { cache }] = await Promise.all([
    import('../../providers/cached-embedder-chain'),
    stores(at),
  ]);
  return cachedEmbedderChain({ chain, embedders: made, order, simulated, cache, ttlSeconds });
}
