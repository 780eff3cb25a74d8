/** Every refusal as an RFC 9457 problem: the one place where an error code gets a status and a title. */
import type { DomainError, ErrorCode } from '../domain/errors';
import type { Problem } from '../domain/requests';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** `retryable`: the same request, sent again later and unchanged, may succeed. */
export interface ProblemKind {
  status: number;
  title: string;
  retryable: boolean;
}

const refused = (status: number, title: string): ProblemKind => ({ status, title, retryable: false });
const later = (status: number, title: string): ProblemKind => ({ status, title, retryable: true });

export const problemKinds: Record<ErrorCode, ProblemKind> = {
  INVALID_JSON: refused(400, 'The body is not JSON'),
  INVALID_ENCODING: refused(400, 'The body is not well-formed text'),
  INVALID_REQUEST: refused(400, 'The request does not fit its schema'),
  UNAUTHENTICATED: refused(401, 'The caller is not known'),
  FORBIDDEN: refused(403, 'The caller lacks the scope of this route'),
  ROUTE_NOT_FOUND: refused(404, 'There is no such route'),
  JOB_NOT_FOUND: refused(404, 'There is no such job'),
  RESUME_NOT_FOUND: refused(404, 'There is no such resume'),
  UPLOAD_NOT_FOUND: refused(404, 'There is no such upload'),
  OPERATION_NOT_FOUND: refused(404, 'There is no such operation'),
  WEBHOOK_NOT_FOUND: refused(404, 'There is no such webhook'),
  ANSWER_NOT_FOUND: refused(404, 'There is no such answer'),
  METHOD_NOT_ALLOWED: refused(405, 'The route does not take this method'),
  IDEMPOTENCY_IN_PROGRESS: later(409, 'The first request with this key is still being answered'),
  OPERATION_NOT_FINISHED: later(409, 'The operation has no result yet'),
  PAYLOAD_TOO_LARGE: refused(413, 'The request is too large'),
  DOCUMENT_TOO_LARGE: refused(413, 'The document is too large'),
  UNSUPPORTED_MEDIA_TYPE: refused(415, 'This kind of content is not supported'),
  DOCUMENT_EMPTY: refused(422, 'The document has no text'),
  DOCUMENT_SCANNED_NO_TEXT: refused(422, 'The document is a scan without text'),
  DOCUMENT_ENCRYPTED: refused(422, 'The document is protected by a password'),
  DOCUMENT_CORRUPTED: refused(422, 'The document is damaged'),
  DOCUMENT_TOO_COMPLEX: refused(422, 'The document is too complex to read'),
  DOCUMENT_NOT_A_RESUME: refused(422, 'The document is not a resume'),
  IDEMPOTENCY_KEY_REUSED: refused(422, 'The idempotency key belongs to another request'),
  TOO_MANY_REQUESTS: later(429, 'There are too many requests'),
  QUOTA_EXCEEDED: later(429, 'The quota of this caller is used up'),
  INTERNAL: later(500, 'The service failed'),
  OVERLOADED: later(503, 'The service is busy'),
  PROVIDER_UNAVAILABLE: later(503, 'No model provider answered'),
  STORE_UNAVAILABLE: later(503, 'The data store did not answer'),
  DEADLINE_EXCEEDED: later(504, 'The answer took too long'),
};

/** From 500 up the caller learns what to do, never what happened inside. */
const WITHHELD = 'The fault is on our side. Try again later; if it stays, report the traceId.';

/** The body of a refusal that has no request of its own, such as one item of a batch. */
export function problemPart({ code, message, errors }: DomainError) {
  const { status, title, retryable } = problemKinds[code];
  const inside = status >= 500;
  return {
    type: problemType(code),
    title,
    status,
    detail: inside ? WITHHELD : message,
    code,
    retryable,
    errors: inside ? [] : errors,
  };
}

/** The whole RFC 9457 body; `traceId` is the request id that the logs carry. */
export function problemBody(error: DomainError, traceId: string, instance: string): Problem {
  return { ...problemPart(error), instance, traceId };
}

/** The outcome of a batch as it goes out: each rejected item with its problem. */
export function rejectedItems<T>(outcome: { accepted: T[]; rejected: { index: number; error: DomainError }[] }) {
  return {
    accepted: outcome.accepted,
    rejected: outcome.rejected.map(({ index, error }) => ({ index, problem: problemPart(error) })),
  };
}

/** A stable URI that names the kind of problem. */
export function problemType(code: ErrorCode): string {
  return `urn:talent-match:problem:${code.toLowerCase().replaceAll('_', '-')}`;
}
