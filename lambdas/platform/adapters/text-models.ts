/** The text models of the configuration, and their chain. */
import type { TextChain, TextModel } from '../../ports';
import { awsOptions, type Platform, perPlatform } from '../platform';
import { chainUsage, type Makers, makeAll } from './chain-usage';
import { providerOrder } from './current-flags';
import { knowledge } from './knowledge';
import { rules } from './rules';
import { stores } from './stores';
import { keyIn } from './vendor-keys';

const makers: Makers<TextModel> = {
  bedrock: async (at) => {
    const { bedrockTextModel } = await import('../../providers/bedrock');
    return bedrockTextModel({ ...awsOptions(at, 'bedrock'), modelId: at.config.BEDROCK_MODEL_ID });
  },
  openai: async (at) => {
    const { config } = at;
    const { openAiTextModel } = await import('../../providers/openai');
    return openAiTextModel({
      key: keyIn(at, config.OPENAI_SECRET_ID),
      modelId: config.OPENAI_MODEL_ID,
      ...(config.endpoints.openai !== undefined && { baseUrl: config.endpoints.openai }),
    });
  },
  rules,
};

export const textModels = perPlatform((at) => makeAll(makers, at.config.chains.aws.text, at));

export const textChain = perPlatform(async (at) => {
  const [chain, { resumeMask }, usage, models, known] = await Promise.all([
    import('../../providers/chain'),
    import('../../providers/mask'),
    chainUsage(at),
    textModels(at),
    knowledge(at),
  ]);
  const order = providerOrder(at, 'text');
  return keeping(at, models, chain.textChain({ ...usage, models, mask: resumeMask(known), order }), order);
});

/** The chain that gives a caller the same answer again for a while, where the settings want that. */
async function keeping(
  at: Platform,
  models: readonly TextModel[],
  chain: TextChain,
  order: ReturnType<typeof providerOrder>,
): Promise<TextChain> {
  const { PARSE_CACHE_SECONDS: ttlSeconds, simulated } = at.config;
  if (ttlSeconds === 0) return chain;
  const [{ cachedTextChain }, { cache }] = await Promise.all([import('../../providers/cached-text-chain'), stores(at)]);
  return cachedTextChain({ chain, models, order, simulated, cache, ttlSeconds });
}
