/** The embedders in order, with fallback; an answer is wholly of one space and says which. */
import type { Provider } from '../domain/meta';
import { spaceId, vectorIn } from '../domain/vector-space';
import type { Embedder, EmbedderChain } from '../ports';
import { isOutside } from './chain';
import { embedInBatches } from './embed-in-batches';
import { ordered } from './model-order';
import { provenanceOf } from './provenance';
import { systemTime } from './resilience';
import { firstAnswer, isLocal, type Slice, type TierOptions } from './tiers';
import { orWithhold } from './withhold';

export interface EmbedderChainOptions extends TierOptions {
  /** First to last. */
  embedders: readonly Embedder[];
  /** Applied to texts that leave for vendors outside AWS. */
  mask?: (text: string) => string;
}

const REMOTE: Slice = { minBudgetMs: 250, maxMs: 2_500 };
const SLICES: Readonly<Record<Provider, Slice>> = {
  bedrock: REMOTE,
  sagemaker: REMOTE,
  openai: { ...REMOTE, maxMs: 2_000 },
  huggingface: { ...REMOTE, maxMs: 2_000 },
  rules: { minBudgetMs: 50, maxMs: 1_000 },
  embedded: { minBudgetMs: 50, maxMs: 1_000 },
};

/**
 * Falls back from one embedder to the next, and so to another space, unless the caller names one: then only embedders of
 * that space are asked, and if there is none that answers, DomainError `PROVIDER_UNAVAILABLE`.
 */
export function embedderChain(options: EmbedderChainOptions): EmbedderChain {
  const { mask = (text: string) => text, time = systemTime } = options;
  return {
    spaces: options.embedders.map((embedder) => embedder.space),
    async embed(texts, ask) {
      const wanted = ask.space && spaceId(ask.space);
      const inOrder = await ordered(options.embedders, options, ask);
      const embedders = inOrder.filter((embedder) => wanted === undefined || spaceId(embedder.space) === wanted);
      /** Of each space what is done, so that a second attempt asks for the rest only. */
      const vectors = new Map<string, Map<number, number[]>>();
      const answer = await firstAnswer(
        embedders,
        ask,
        { ...options, defaults: SLICES, repairs: false, worstOf: (embedder) => embedder.estimate(texts) },
        async (embedder, call) => {
          const sent = isOutside(embedder.provider) ? orWithhold(embedder, () => texts.map(mask)) : texts;
          const id = spaceId(embedder.space);
          const done = vectors.get(id) ?? new Map<number, number[]>();
          vectors.set(id, done);
          const made = await embedInBatches(embedder, sent, { ...call, purpose: ask.purpose }, done);
          return { value: made.vectors, usage: made.usage, estimated: made.estimated };
        },
      );
      const { space } = answer.model;
      const provenance = provenanceOf(answer, {
        promptVersion: null,
        degraded: (answer.fallbackUsed || ask.maintenanceUntil !== undefined) && isLocal(answer.model.provider),
        simulated: options.simulated ?? false,
        at: time.now(),
      });
      return { vectors: answer.value.map((values) => vectorIn(space, values)), space, provenance };
    },
  };
}
