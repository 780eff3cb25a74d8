/** Tries a key at its vendor, with the service's own adapter and one word. */
import type { KeyedVendor } from '../../lambdas/domain/vendor-key';
import { huggingFaceEmbedder } from '../../lambdas/providers/huggingface';
import { openAiEmbedder } from '../../lambdas/providers/openai';
import { isProviderError } from '../../lambdas/providers/provider-error';
import { CannotGoOn } from '../operation';

export type TryKey = (vendor: KeyedVendor, key: string) => Promise<void>;

const TIMEOUT_MS = 20_000;

/**
 * @param addresses of the vendors, where they are not their own
 * @returns a function that throws CannotGoOn when the vendor does not answer with a vector
 */
export function tryKeyAt(addresses: Partial<Record<KeyedVendor, string>> = {}): TryKey {
  return async (vendor, key) => {
    const address = addresses[vendor];
    const options = { key: async () => key, ...(address !== undefined && { baseUrl: address }) };
    const embedder =
      vendor === 'openai'
        ? openAiEmbedder(options)
        : huggingFaceEmbedder({ ...options, modelId: 'sentence-transformers/all-MiniLM-L6-v2', dimensions: 384 });
    const call = { signal: AbortSignal.timeout(TIMEOUT_MS), deadline: Date.now() + TIMEOUT_MS };
    try {
      await embedder.embed(['nurse'], { ...call, purpose: 'query' });
    } catch (error) {
      // The kind only: what a vendor says of a key may repeat a part of it.
      const kind = isProviderError(error) ? error.kind : 'unknown';
      throw new CannotGoOn(
        kind === 'refused'
          ? 'the vendor refuses this key: check that it is whole, active, and allowed to make embeddings.'
          : `the key could not be tried (${kind}). Try again when the vendor answers.`,
      );
    }
  };
}
