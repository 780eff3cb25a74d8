/** Builds the API Gateway events and the Lambda context that handler tests send. */
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

export interface EventParts {
  method?: string;
  resource?: string;
  path?: string;
  pathParameters?: Record<string, string> | null;
  query?: Record<string, string[]> | null;
  headers?: Record<string, string>;
  body?: string | Uint8Array | null;
  claims?: Record<string, string> | null;
}

/** A REST proxy event; a body of bytes is sent in base64, as API Gateway does for binary types. */
export function anEvent(parts: EventParts = {}): APIGatewayProxyEvent {
  const body = parts.body ?? null;
  const headers = { 'Content-Type': 'application/json', ...parts.headers };
  const resource = parts.resource ?? '/v1/embeddings';
  const event = {
    httpMethod: parts.method ?? 'POST',
    resource,
    path: parts.path ?? resource,
    pathParameters: parts.pathParameters ?? null,
    queryStringParameters: null,
    multiValueQueryStringParameters: parts.query ?? null,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    stageVariables: null,
    body: body === null || typeof body === 'string' ? body : Buffer.from(body).toString('base64'),
    isBase64Encoded: body !== null && typeof body !== 'string',
    requestContext: {
      requestId: 'request-1',
      authorizer: parts.claims === null ? null : { claims: parts.claims ?? { sub: 'user-1', scope: everyScope } },
      identity: {},
    },
  };
  return event as unknown as APIGatewayProxyEvent;
}

const everyScope = 'resumes:write resumes:read embeddings:write matches:write jobs:write jobs:read health:read';

/** A Lambda context with this much time left. */
export function aContext(remainingMs = 28_000): Context {
  return { getRemainingTimeInMillis: () => remainingMs, awsRequestId: 'lambda-1' } as unknown as Context;
}
