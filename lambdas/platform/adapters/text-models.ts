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

/** For what is about a person. */
export const textChain = perPlatform((at) => keepingChain(at, at.config.PARSE_CACHE_SECONDS));

/** For search phrases: they change less often than people. */
export const expandChain = perPlatform((at) => keepingChain(at, at.config.EXPAND_CACHE_SECONDS));

/** Gives a caller the same answer again for a while, where the settings want that. */
async function keepingChain(at: Platform, ttlSeconds: number): Promise<TextChain> {
  const [chain, { resumeMask }, usage, models, known] = await Promise.all([
    import('../../providers/chain'),
    import('../../providers/mask'),
    chainUsage(at),
    textModels(at),
    knowledge(at),
  ]);
  const order = providerOrder(at, 'text');
  const plain = chain.textChain({ ...usage, models, mask: resumeMask(known), order });
  if (ttlSeconds === 0) return plain;
  const [{ cachedTextChain }, { cache }] = await Promise.all([import('../../providers/cached-text-chain'), stores(at)]);
  const { simulated } = at.config;
  return cachedTextChain({ chain: plain, models, order, simulated, cache, ttlSeconds });
}
