/** The models that a stage asks, in the order of the providers: what a dashboard draws a line for. */
import { MODELS_OF_THE_CODE } from '../lambdas/platform/metrics';
import type { StageConfig } from './stages';
import { vectorSpaces } from './vector-spaces';

export interface ModelTier {
  capability: 'text' | 'vectors';
  provider: string;
  model: string;
  /** In this process: it costs nothing, and an answer of it is a degraded one. */
  isLocal: boolean;
  /** Paid by the token, so that each call has a price. Endpoints are paid by the hour. */
  paidByToken: boolean;
}

const LOCAL = new Set(['rules', 'embedded']);
const BY_TOKEN = new Set(['bedrock', 'openai']);
const [, , RULES] = MODELS_OF_THE_CODE;

export function modelTiers(config: StageConfig): ModelTier[] {
  const text = [
    ...(config.useBedrock ? [{ provider: 'bedrock', model: config.textModel }] : []),
    ...(config.openAi === 'none' ? [] : [{ provider: 'openai', model: config.openAiModel }]),
    { provider: 'rules', model: RULES },
  ];
  const tier = (capability: ModelTier['capability'], { provider, model }: { provider: string; model: string }) => ({
    capability,
    provider,
    model,
    isLocal: LOCAL.has(provider),
    paidByToken: BY_TOKEN.has(provider),
  });
  const tiers = [
    ...text.map((one) => tier('text', one)),
    ...vectorSpaces(config).map((space) => tier('vectors', space)),
  ];
  return tiers.filter(({ isLocal }) => isLocal || config.aiProvider !== 'local');
}
