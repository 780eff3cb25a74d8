/** Keeps a text in the house when it could not be masked for a vendor outside. */
import type { Provider } from '../domain/meta';
import { ProviderError } from './provider-error';

/** What `mask` makes. @throws ProviderError `withheld` when it throws anything at all; the cause may quote the text, so it is dropped */
export function orWithhold<T>({ provider, modelId }: { provider: Provider; modelId: string }, mask: () => T): T {
  try {
    return mask();
  } catch {
    throw new ProviderError({ provider, modelId, kind: 'withheld' });
  }
}
