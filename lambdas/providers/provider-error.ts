/** The one error that adapters throw: what kind of failure it was and whether asking again can help. */
import type { Provider, Usage } from '../domain/meta';

/**
 * What the chain needs to know of a failure.
 * `throttled` too many calls · `quota` a limit that lasts (account, credit) · `not-ready` the model is being loaded ·
 * `unavailable` a fault at the vendor · `timeout` no answer in time · `network` no connection ·
 * `refused` credentials or access · `not-found` no such model, or its end of life · `unsupported` this model cannot
 * take this request, another may · `invalid-request` our own request is wrong · `invalid-output` an answer that
 * cannot be read · `truncated` an answer cut at its token limit · `filtered` the vendor's content filter ·
 * `withheld` not sent: contact details could not be masked · `aborted` the caller gave up.
 */
export type ProviderErrorKind =
  | 'throttled'
  | 'quota'
  | 'not-ready'
  | 'unavailable'
  | 'timeout'
  | 'network'
  | 'refused'
  | 'not-found'
  | 'unsupported'
  | 'invalid-request'
  | 'invalid-output'
  | 'truncated'
  | 'filtered'
  | 'withheld'
  | 'aborted';

/** What the vendor said, without its sentence: vendors quote the input in their messages. */
export interface VendorFault {
  status?: number;
  /** Exception or error code, e.g. `ThrottlingException`. */
  code?: string;
  requestId?: string;
}

/** Kinds that may pass by themselves at once; the chain asks the same model again, one time. */
const PASSING: ReadonlySet<ProviderErrorKind> = new Set(['throttled', 'unavailable', 'network']);

export interface ProviderFailure {
  provider: Provider;
  modelId: string;
  kind: ProviderErrorKind;
  /** Default: true for `throttled`, `unavailable` and `network`. */
  retryable?: boolean;
  /** How long the vendor asked us to wait. */
  retryAfterMs?: number | undefined;
  fault?: VendorFault;
  /** What the failed call is billed for, when the vendor said so. */
  usage?: Usage | null;
  /** A part of `usage` is a guess, the most it can be. */
  estimated?: boolean;
  /** There was no connection over which the request could have left, so nobody bills it. */
  unsent?: boolean;
  /** For `invalid-output`: what was wrong with the answer, as places and rules, without its values. */
  faults?: readonly string[];
}

/** A model was asked and did not answer. Message and cause hold ids and codes only, never a word of the input. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly provider: Provider;
  readonly modelId: string;
  readonly kind: ProviderErrorKind;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly usage: Usage | null;
  readonly estimated: boolean;
  readonly unsent: boolean;
  readonly faults: readonly string[];

  constructor(failure: ProviderFailure) {
    const fault = printable(failure.fault ?? {});
    const said = [fault.status, fault.code, fault.requestId].filter((part) => part !== undefined).join(' ');
    super(`${failure.provider} ${failure.modelId}: ${failure.kind}${said === '' ? '' : ` (${said})`}`, {
      cause: fault,
    });
    this.provider = failure.provider;
    this.modelId = failure.modelId;
    this.kind = failure.kind;
    this.retryable = failure.retryable ?? PASSING.has(failure.kind);
    this.retryAfterMs = failure.retryAfterMs;
    this.usage = failure.usage ?? null;
    this.estimated = failure.estimated ?? false;
    this.unsent = failure.unsent ?? false;
    this.faults = failure.faults ?? [];
  }
}

/** True also for a ProviderError of another copy of this module (bundles may hold two). */
export function isProviderError(error: unknown): error is ProviderError {
  return error instanceof Error && error.name === 'ProviderError' && 'kind' in error && 'retryable' in error;
}

/** Codes and ids pass; anything that could be a sentence does not. */
function printable(fault: VendorFault): VendorFault {
  const token = (value: string | undefined) => (value && /^[\w.:/-]{1,100}$/.test(value) ? value : undefined);
  const [code, requestId] = [token(fault.code), token(fault.requestId)];
  return {
    ...(fault.status === undefined ? {} : { status: fault.status }),
    ...(code === undefined ? {} : { code }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}
