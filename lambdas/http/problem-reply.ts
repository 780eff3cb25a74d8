/** Whatever was thrown, as a problem for the caller and, when the fault is ours, as an event for the operator. */
import { DomainError } from '../domain/errors';
import type { StoredReply, Telemetry } from '../ports';
import { PROBLEM_MEDIA_TYPE, problemBody, problemKinds } from './problem';
import { jsonReply } from './reply';

/** Seconds after which a busy or failing service is worth asking again, where the error does not know better. */
const DEFAULT_RETRY_SECONDS = 5;

/** Headers follow the kind of problem: `Retry-After` where it may pass, `Allow` where the method is wrong. */
export function problemReply(
  thrown: unknown,
  request: { requestId: string; operation: string; path: string; allow?: readonly string[] },
  telemetry: Telemetry,
): StoredReply {
  const error = asDomainError(thrown);
  const { status, retryable } = problemKinds[error.code];
  // Of a flood of requests nobody wants a line for each; a metric counts them.
  if (status >= 500 && error.code !== 'OVERLOADED') report(thrown, error, request, telemetry);
  const { operation, requestId } = request;
  telemetry.measure({ Problems: 1 }, { code: error.code }, { operation, requestId });
  return jsonReply(status, problemBody(error, request.requestId, request.path), {
    'content-type': PROBLEM_MEDIA_TYPE,
    ...(retryable ? { 'retry-after': String(error.retryAfterSeconds ?? DEFAULT_RETRY_SECONDS) } : {}),
    ...(error.code === 'METHOD_NOT_ALLOWED' && request.allow ? { allow: request.allow.join(', ') } : {}),
  });
}

/** A provider's failure that no fallback caught is 503; anything else that is not a refusal is a bug. */
function asDomainError(thrown: unknown): DomainError {
  if (thrown instanceof DomainError) return thrown;
  const code = thrown instanceof Error && thrown.name === 'ProviderError' ? 'PROVIDER_UNAVAILABLE' : 'INTERNAL';
  return new DomainError(code, 'withheld', { cause: thrown });
}

/** Messages are left out: those of parsers and SDKs quote what they were given, which may be a resume. */
function report(
  thrown: unknown,
  error: DomainError,
  request: { requestId: string; operation: string },
  telemetry: Telemetry,
): void {
  telemetry.event('error', 'request failed', {
    requestId: request.requestId,
    operation: request.operation,
    code: error.code,
    errors: causes(thrown).join(' < '),
    at: frames(causeOf(error)),
  });
}

function causes(thrown: unknown): string[] {
  if (!(thrown instanceof Error)) return [typeof thrown];
  return [thrown.name, ...(thrown.cause === undefined ? [] : causes(thrown.cause))].slice(0, 5);
}

function causeOf(error: DomainError): unknown {
  return error.cause ?? error;
}

function frames(thrown: unknown): string {
  if (!(thrown instanceof Error)) return '';
  const lines = (thrown.stack ?? '').split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line.startsWith('at '))
    .slice(0, 8)
    .join(' | ');
}
