/** What an HTTP status means when the body says no more. */
import type { ProviderErrorKind } from './provider-error';

/** The kind of a failed answer. No status means that no answer came. */
export function kindOfStatus(status: number | undefined): ProviderErrorKind {
  if (status === undefined) return 'network';
  if (status === 401 || status === 403) return 'refused';
  if (status === 402) return 'quota';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 408) return 'timeout';
  if (status === 413) return 'unsupported';
  if (status === 429) return 'throttled';
  // 409 is a lock at the vendor that frees itself.
  return status >= 500 || status === 409 ? 'unavailable' : 'invalid-request';
}
