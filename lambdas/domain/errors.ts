/** Every reason the service can give for not answering, and the error that carries it. */

/** Codes are stable: clients switch on them. `http/problem.ts` maps each to a status and a title. */
export const errorCodes = [
  'INVALID_JSON',
  'INVALID_ENCODING',
  'INVALID_REQUEST',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'DOCUMENT_EMPTY',
  'DOCUMENT_SCANNED_NO_TEXT',
  'DOCUMENT_ENCRYPTED',
  'DOCUMENT_CORRUPTED',
  'DOCUMENT_TOO_LARGE',
  'DOCUMENT_TOO_COMPLEX',
  'DOCUMENT_NOT_A_RESUME',
  'ROUTE_NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'JOB_NOT_FOUND',
  'RESUME_NOT_FOUND',
  'UPLOAD_NOT_FOUND',
  'OPERATION_NOT_FOUND',
  'OPERATION_NOT_FINISHED',
  'WEBHOOK_NOT_FOUND',
  'ANSWER_NOT_FOUND',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_IN_PROGRESS',
  'TOO_MANY_REQUESTS',
  'QUOTA_EXCEEDED',
  'OVERLOADED',
  'PROVIDER_UNAVAILABLE',
  'STORE_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** One fault inside a request body: where it is (RFC 6901 pointer), its kind, and a sentence for the caller. */
export interface FieldError {
  pointer: string;
  code: string;
  detail: string;
}

/**
 * An expected refusal. `message` is a sentence for the caller that says what to do; it is shown for codes below 500
 * and withheld from 500 up. Anything thrown that is not a DomainError or a ProviderError is a bug.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly errors: FieldError[];
  /** Seconds after which the same request may succeed, where that is known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: { cause?: unknown; errors?: FieldError[]; retryAfterSeconds?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** The vector index of a space is being built or is not there yet: ask another space, or search without vectors. */
export class SpaceNotReady extends Error {
  override readonly name = 'SpaceNotReady';

  /** @param space as `spaceId` writes it */
  constructor(
    readonly space: string,
    options?: { cause?: unknown },
  ) {
    super(`the vector index of ${space} is not ready`, options);
  }
}

/** The day's budget for models does not hold a call: tomorrow's may, and no other try before. */
export class OverBudget extends Error {
  override readonly name = 'OverBudget';
  readonly kind = 'over-budget';
}

/** Whether a failure comes from a budget that is used up, however deep its cause lies. */
export function isOverBudget(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'OverBudget' || isOverBudget(error.cause);
}
