/** Texts through one embedder, in calls of a size that it takes, a few at a time; what is done stays done when a call fails. */
import { addUsage, NO_TOKENS, type Usage } from '../domain/meta';
import type { Call, Embedder } from '../ports';
import { billOf } from './bill';
import { isProviderError, ProviderError, type VendorFault } from './provider-error';

/** Calls of one request that are under way at the same time. */
const CONCURRENT_BATCHES = 8;

/**
 * @param done vectors by the place of their text, from an attempt before; added to as calls succeed
 * @returns the vectors of all texts in their order, and what this attempt alone is billed for
 * @throws ProviderError the first failure, with the bill of all calls; those under way have then ended, and no new one was begun
 */
export async function embedInBatches(
  embedder: Embedder,
  texts: readonly string[],
  ask: Call & { purpose: 'query' | 'document' },
  done: Map<number, number[]>,
): Promise<{ vectors: number[][]; usage: Usage | null; estimated: boolean }> {
  const queue = batchesOf(embedder, texts, done).values();
  /** Of the calls that are billed. */
  const usages: (Usage | null)[] = [];
  let estimated = false;
  const failures: unknown[] = [];
  const stop = new AbortController();
  const signal = AbortSignal.any([ask.signal, stop.signal]);
  const worker = async () => {
    for (const places of queue) {
      if (failures.length > 0) return;
      const batch = places.map((place) => texts[place] ?? '');
      try {
        const { vectors, usage, estimated: isGuess = false } = await embedder.embed(batch, { ...ask, signal });
        estimated ||= isGuess;
        for (const [at, place] of places.entries()) done.set(place, vectors[at] ?? []);
        usages.push(usage);
      } catch (error) {
        failures.push(error);
        const worst = embedder.estimate(batch);
        const owed = isProviderError(error) ? billOf(error, worst) : { bill: null, usage: worst, estimated: true };
        estimated ||= owed.estimated;
        if (owed.bill !== 'unsent') usages.push(owed.usage);
        // Only the same model, asked once more, has a use for the rest of this answer.
        if (!isProviderError(error) || !error.retryable) stop.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_BATCHES }, worker));
  const usage = summed(usages);
  if (failures.length > 0) throw usages.length === 0 ? failures[0] : billed(failures[0], usage, estimated);
  return { vectors: texts.map((_, place) => done.get(place) ?? []), usage, estimated };
}

/** The places of the texts that are not done. A text longer than the model takes is for another model, not to be cut here. */
function batchesOf(embedder: Embedder, texts: readonly string[], done: ReadonlyMap<number, unknown>): number[][] {
  const { provider, modelId, maxBatch, maxCharacters, maxBatchBytes = Number.POSITIVE_INFINITY } = embedder;
  const batches: number[][] = [];
  let batch: number[] = [];
  let bytes = 0;
  for (const [place, text] of texts.entries()) {
    if (text.length > maxCharacters) throw new ProviderError({ provider, modelId, kind: 'unsupported' });
    if (done.has(place)) continue;
    const size = Buffer.byteLength(text);
    if (batch.length === 0 || batch.length === maxBatch || bytes + size > maxBatchBytes) {
      batch = [];
      bytes = 0;
      batches.push(batch);
    }
    batch.push(place);
    bytes += size;
  }
  return batches;
}

/** Null when one of them is unknown. */
function summed(usages: readonly (Usage | null)[]): Usage | null {
  return usages.reduce((sum, usage) => (sum === null || usage === null ? null : addUsage(sum, usage)), NO_TOKENS);
}

/** The failure of one call with the bill of all of them. */
function billed(error: unknown, usage: Usage | null, estimated: boolean): unknown {
  if (!isProviderError(error) || usage === null) return error;
  const { provider, modelId, kind, retryable, retryAfterMs, faults, cause } = error;
  return new ProviderError({
    provider,
    modelId,
    kind,
    retryable,
    retryAfterMs,
    faults,
    fault: (cause ?? {}) as VendorFault,
    usage,
    estimated,
  });
}
