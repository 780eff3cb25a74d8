/** What goes back to API Gateway, and the headers that every answer carries. */
import type { APIGatewayProxyResult } from 'aws-lambda';
import type { StoredReply } from '../ports';

/** On every answer, the gateway's own ones too. */
export const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Response headers that a page of another origin may read. */
export const EXPOSED_HEADERS =
  'x-request-id, idempotent-replayed, retry-after, allow, location, preference-applied, ratelimit, ratelimit-policy';

/** A JSON answer; `body` undefined sends none. */
export function jsonReply(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): StoredReply {
  if (body === undefined) return { status, headers, body: '' };
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** The reply as a Lambda proxy result. `origin` is the caller's Origin header, when it is one of the allowed. */
export function proxyResult(reply: StoredReply, requestId: string, origin: string | undefined): APIGatewayProxyResult {
  return {
    statusCode: reply.status,
    headers: { ...securityHeaders, ...corsHeaders(origin), ...reply.headers, 'x-request-id': requestId },
    body: reply.body,
    isBase64Encoded: false,
  };
}

function corsHeaders(origin: string | undefined): Record<string, string> {
  return {
    vary: 'origin',
    ...(origin === undefined
      ? {}
      : { 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED_HEADERS }),
  };
}

/** The origin, when its pages may call: listed as it is, or under a pattern that ends in `:*`. */
export function allowedOrigin(origin: string | undefined, allowed: readonly string[]): string | undefined {
  if (origin === undefined) return undefined;
  const anyPort = origin.replace(/:\d+$/, ':*');
  return allowed.includes(origin) || allowed.includes(anyPort) ? origin : undefined;
}
