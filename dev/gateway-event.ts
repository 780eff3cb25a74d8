/** What API Gateway makes of an HTTP request: a REST proxy event, with its limits and its rules for routes and bodies. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ARM_SCOPE } from '../lambdas/domain/arm';
import { allRoutes } from '../lambdas/http/routes';
import { binaryMediaTypes } from '../lib/binary-media-types';

/** API Gateway's own limit of a body. */
export const MAX_GATEWAY_BYTES = 10 * 1024 * 1024;
/** What a Lambda takes and gives at most, with the event around the body. Source: Lambda quotas, synchronous payload. */
export const MAX_LAMBDA_BYTES = 6 * 1024 * 1024;
/** API Gateway gives up on a Lambda after this long. */
export const GATEWAY_TIMEOUT_MS = 29_000;
/** The resource of every path that no route has. */
const REST = '/{proxy+}';

/** Who asks when nobody says who: one user, who may do everything, testing the arms too. */
const demoClaims = {
  sub: 'demo',
  email: 'demo@example.com',
  'custom:tenant': 'laptop',
  scope: [...new Set([...allRoutes.flatMap((route) => route.scope ?? []), ARM_SCOPE])].join(' '),
};

/** The header that makes another user of the demo user, so that shares of users can be tried. */
export const USER_HEADER = 'x-laptop-user';

function claimsOf({ headers }: IncomingMessage): typeof demoClaims {
  const sub = headers[USER_HEADER];
  return typeof sub === 'string' && sub !== '' ? { ...demoClaims, sub } : demoClaims;
}

/** The resource that a path belongs to, fixed segments before parameters; undefined for an unknown path. */
export function matchResource(pathname: string): { resource: string; parameters: Record<string, string> } | undefined {
  const segments = pathname.split('/');
  const resources = [...new Set(allRoutes.map((route) => route.path as string))];
  const fitting = resources.filter((resource) => fits(resource.split('/'), segments));
  const [resource] = fitting.sort((a, b) => parametersIn(a) - parametersIn(b));
  if (resource === undefined) return undefined;
  const parameters: Record<string, string> = {};
  for (const [i, part] of resource.split('/').entries()) {
    if (!part.startsWith('{')) continue;
    const value = decoded(segments[i] ?? '');
    if (value === undefined) return undefined;
    parameters[part.slice(1, -1)] = value;
  }
  return { resource, parameters };
}

/** The address of a request: what begins with `/` is a path, also with two of them, which elsewhere name a host. */
export function addressOf(target = '/'): URL {
  return new URL(target.startsWith('/') ? `http://localhost${target}` : target, 'http://localhost');
}

/** The event of a request; a path that no route has comes with the resource for the rest, as the stack makes it. */
export function gatewayEvent(request: IncomingMessage, body: Buffer): APIGatewayProxyEvent {
  const url = addressOf(request.url);
  const { resource, parameters } = matchResource(url.pathname) ?? {
    resource: REST,
    parameters: { proxy: url.pathname.slice(1) },
  };
  const headers = multiValue(pairsOf(request.rawHeaders));
  const query = multiValue([...url.searchParams]);
  const isBinary = body.length > 0 && binaryMediaTypes.includes(mediaTypeOf(request));
  const now = new Date();
  return {
    httpMethod: request.method ?? 'GET',
    path: url.pathname,
    resource,
    pathParameters: Object.keys(parameters).length > 0 ? parameters : null,
    headers: single(headers),
    multiValueHeaders: headers,
    queryStringParameters: Object.keys(query).length > 0 ? single(query) : null,
    multiValueQueryStringParameters: Object.keys(query).length > 0 ? query : null,
    stageVariables: null,
    // What is no UTF-8 in a body that is not listed as binary is lost: U+FFFD stands in its place.
    body: body.length === 0 ? null : body.toString(isBinary ? 'base64' : 'utf8'),
    isBase64Encoded: isBinary,
    requestContext: {
      accountId: '000000000000',
      apiId: 'laptop',
      authorizer: { claims: claimsOf(request) },
      protocol: `HTTP/${request.httpVersion}`,
      httpMethod: request.method ?? 'GET',
      path: url.pathname,
      resourcePath: resource,
      resourceId: 'laptop',
      stage: 'laptop',
      requestId: randomUUID(),
      requestTimeEpoch: now.getTime(),
      requestTime: now.toISOString(),
      identity: {
        ...nobody,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? null,
      },
    },
  };
}

const nobody = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, i) => (part.startsWith('{') ? segments[i] !== '' : part === segments[i]))
  );
}

function parametersIn(resource: string): number {
  return resource.split('{').length - 1;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function mediaTypeOf(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function pairsOf(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i] ?? '', raw[2 * i + 1] ?? '']);
}

function multiValue(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries(values);
}

/** Of several values, the last one. */
function single(values: Record<string, string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1) ?? '']));
}
