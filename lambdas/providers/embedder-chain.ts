/** The embedders in order, with fallback; an answer is wholly of one space and says which. */
import { addUsage, type Provider } from '../domain/meta';
import { spaceId } from '../domain/vector-space';
import type { Embedder, EmbedderChain } from '../ports';
import { isOutside } from './chain';
import { mapConcurrently } from './concurrency';
import { provenanceOf } from './provenance';
import { ProviderError } from './provider-error';
import { systemTime } from './resilience';
import { firstAnswer, isLocal, ordered, type Slice, type TierOptions } from './tiers';

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

/** Batches of one request that are under way at the same time. */
const CONCURRENT_BATCHES = 4;

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
      const inOrder = await ordered(options.embedders, options);
      const embedders = inOrder.filter((embedder) => wanted === undefined || spaceId(embedder.space) === wanted);
      const answer = await firstAnswer(
        embedders,
        ask,
        { ...options, defaults: SLICES, repairs: false, worstOf: (embedder) => embedder.estimate(texts) },
        async (embedder, call) => {
          const sent = isOutside(embedder.provider) ? texts.map(mask) : texts;
          const results = await mapConcurrently(
            batches(sent, embedder),
            CONCURRENT_BATCHES,
            call.signal,
            (batch, signal) => embedder.embed(batch, { ...call, signal, purpose: ask.purpose }),
          );
          return { value: results.flatMap((result) => result.vectors), usage: summed(results.map((r) => r.usage)) };
        },
      );
      const { space } = answer.model;
      const provenance = provenanceOf(answer, {
        promptVersion: null,
        degraded: answer.fallbackUsed && isLocal(answer.model.provider),
        simulated: options.simulated ?? false,
        at: time.now(),
      });
      return { vectors: answer.value, space, provenance };
    },
  };
}

/** At most `maxBatch` texts each. A text longer than the model takes is for another model, not to be cut here. */
function batches(texts: readonly string[], embedder: Embedder): string[][] {
  const { provider, modelId, maxBatch, maxCharacters } = embedder;
  if (texts.some((text) => text.length > maxCharacters)) {
    throw new ProviderError({ provider, modelId, kind: 'unsupported' });
  }
  const parts: string[][] = [];
  for (let at = 0; at < texts.length; at += maxBatch) parts.push(texts.slice(at, at + maxBatch));
  return parts;
}

type Usages = Awaited<ReturnType<Embedder['embed']>>['usage'][];

function summed(usages: Usages): Usages[number] {
  return usages.reduce((sum, usage) => {
    if (sum === null || usage === null) return null;
    return addUsage(sum, usage);
  });
}
