/** What API Gateway answers by itself, as data: the stack makes gateway responses of it, and the laptop answers with it. */
import { DomainError, type ErrorCode } from '../lambdas/domain/errors';
import { PROBLEM_MEDIA_TYPE, problemBody, problemKinds } from '../lambdas/http/problem';
import { EXPOSED_HEADERS, securityHeaders } from '../lambdas/http/reply';
import { allRoutes } from '../lambdas/http/routes';

interface Row {
  code: ErrorCode;
  detail: string;
  headers?: Readonly<Record<string, string>>;
}

const unreadable = 'API Gateway could not read the request.';
const refusedSigner = 'The signature is not valid, or its owner may not call this route.';

/**
 * By gateway response type. The two defaults stand for every type that is not here, those to come too.
 * Source of the types: API Gateway developer guide, "Gateway response types".
 */
const rows = {
  DEFAULT_4XX: { code: 'INVALID_REQUEST', detail: unreadable },
  DEFAULT_5XX: { code: 'INTERNAL', detail: '' },
  INTEGRATION_TIMEOUT: { code: 'DEADLINE_EXCEEDED', detail: '' },
  BAD_REQUEST_BODY: { code: 'INVALID_REQUEST', detail: unreadable },
  BAD_REQUEST_PARAMETERS: { code: 'INVALID_REQUEST', detail: '$context.error.validationErrorString' },
  RESOURCE_NOT_FOUND: {
    code: 'ROUTE_NOT_FOUND',
    detail: 'There is no such route. GET /v1/openapi.json lists them all.',
  },
  MISSING_AUTHENTICATION_TOKEN: { code: 'UNAUTHENTICATED', detail: 'This route takes requests signed with SigV4.' },
  UNAUTHORIZED: {
    code: 'UNAUTHENTICATED',
    detail: 'Send a token of the user pool that has not expired.',
    headers: { 'www-authenticate': 'Bearer' },
  },
  EXPIRED_TOKEN: { code: 'UNAUTHENTICATED', detail: 'The token or the credentials have expired. Get new ones.' },
  ACCESS_DENIED: {
    code: 'FORBIDDEN',
    detail: 'The token lacks the scope of this route, or the signer may not call it.',
  },
  INVALID_SIGNATURE: { code: 'FORBIDDEN', detail: refusedSigner },
  INVALID_API_KEY: { code: 'FORBIDDEN', detail: 'This route takes an API key, in the header x-api-key.' },
  WAF_FILTERED: { code: 'FORBIDDEN', detail: 'The firewall refused the request.' },
  REQUEST_TOO_LARGE: {
    code: 'PAYLOAD_TOO_LARGE',
    detail:
      'The request is larger than the 10 MB that API Gateway takes, or the 6 MB that a function takes. Send a large document with POST /v1/uploads.',
  },
  UNSUPPORTED_MEDIA_TYPE: { code: 'UNSUPPORTED_MEDIA_TYPE', detail: 'This kind of content is not supported.' },
  THROTTLED: {
    code: 'TOO_MANY_REQUESTS',
    detail: 'There are too many requests at the moment.',
    headers: { 'retry-after': '1' },
  },
  QUOTA_EXCEEDED: {
    code: 'QUOTA_EXCEEDED',
    detail: 'The daily quota of this API key is used up.',
    headers: { 'retry-after': '3600' },
  },
} as const satisfies Record<string, Row>;

export type GatewayAnswerType = keyof typeof rows;
export const gatewayAnswerTypes = Object.keys(rows) as GatewayAnswerType[];

/** Seconds after which a failing service is worth asking again; as in the handlers' own problems. */
const RETRY_SECONDS = '5';

export interface GatewayAnswer {
  status: number;
  /** A value that starts with `$context.` is that variable, every other one stands as it is. */
  headers: Readonly<Record<string, string>>;
  /** JSON in which API Gateway puts `$context` variables; it runs no template language here. */
  body: string;
}

/** @param origins those of CORS, as in `corsOrigins` */
export function gatewayAnswer(type: GatewayAnswerType, origins: readonly string[]): GatewayAnswer {
  const { code, detail, headers }: Row = rows[type];
  const { status, retryable } = problemKinds[code];
  const origin = readableBy(origins);
  return {
    status,
    headers: {
      ...securityHeaders,
      vary: 'origin',
      ...(origin !== undefined && {
        'access-control-allow-origin': origin,
        'access-control-expose-headers': EXPOSED_HEADERS,
      }),
      'content-type': PROBLEM_MEDIA_TYPE,
      ...(retryable && { 'retry-after': RETRY_SECONDS }),
      ...headers,
      'x-request-id': '$context.requestId',
    },
    // The path has the stage in front, unless the request came to a host name of our own.
    body: JSON.stringify(problemBody(new DomainError(code, detail), '$context.requestId', '$context.path')),
  };
}

/**
 * API Gateway cannot look an origin up in a list here. These answers hold nothing of anybody, so with several origins
 * any page may read them; which pages may send at all is settled by the preflight.
 */
function readableBy(origins: readonly string[]): string | undefined {
  const [first] = origins;
  return origins.length === 1 && first?.endsWith(':*') === false ? first : first && '*';
}

/** What a preflight is told, beside the origin. */
export const preflightHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-methods': [...new Set(allRoutes.map((route) => route.method))].join(', '),
  'access-control-allow-headers':
    'content-type, idempotency-key, prefer, cache-control, authorization, x-ai-arm, x-session-id',
  'access-control-max-age': '600',
};
