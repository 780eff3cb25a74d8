/** What an attempt that failed is billed for, also where the vendor has not said so. */
import type { Usage } from '../domain/meta';
import type { Ending } from './admission';
import type { ProviderError, ProviderErrorKind } from './provider-error';

/** What one attempt is billed for; `estimated`: the vendor did not say, and it is the most it can be. */
export interface Spent<M> {
  model: M;
  usage: Usage | null;
  estimated: boolean;
}

/** The vendor may have done the work before the call broke, and bill it; all other failures come before the work. */
const PERHAPS_BILLED: ReadonlySet<ProviderErrorKind> = new Set([
  'timeout',
  'aborted',
  'network',
  'invalid-output',
  'truncated',
  'filtered',
]);

/** @param worst what the attempt can be billed for at most; null where nobody can say, and for what runs in this process */
export function billOf(
  error: ProviderError,
  worst: Usage | null,
): { usage: Usage | null; estimated: boolean; bill: Ending['bill'] } {
  const perhaps = PERHAPS_BILLED.has(error.kind) && !error.unsent;
  const isGuess = error.usage === null && perhaps && worst !== null;
  return {
    usage: isGuess ? worst : error.usage,
    estimated: error.estimated || isGuess,
    bill: error.usage !== null || perhaps ? { usage: error.usage } : 'unsent',
  };
}
