/** The route table as an OpenAPI 3.1 document; pure, so the same table always gives the same document. */
import { ARM_SCOPE, arms, TESTERS } from '../domain/arm';
import { mediaTypes } from '../domain/document-text';
import { DomainError, type ErrorCode, errorCodes } from '../domain/errors';
import { operationResponseSchema } from '../domain/operation';
import { problemSchema } from '../domain/requests';
import { requestExamples } from './examples';
import { webhookOperations } from './openapi-webhooks';
import { PROBLEM_MEDIA_TYPE, problemBody, problemKinds } from './problem';
import { isCounted } from './quota';
import type { Route } from './route';
import { allRoutes } from './routes';
import { type JsonSchema, schemaBook } from './schema-book';

type Book = ReturnType<typeof schemaBook>;
const componentOf = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });

let built: JsonSchema | undefined;

/** The document of the service's own routes, built once a process. */
export function apiDocument(): JsonSchema & { openapi: string } {
  built ??= openApiDocument(allRoutes);
  return built as JsonSchema & { openapi: string };
}

/** An OpenAPI 3.1 document as a plain object, ready for JSON. */
export function openApiDocument(routes: readonly Route[]): JsonSchema {
  const book = schemaBook();
  book.use(problemSchema, 'output');
  // Answers first: the book names the form that callers get, and adds `Input` to the form they send.
  const responses = new Map(routes.map((route) => [route, route.response && book.use(route.response, 'output')]));
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    Object.assign(paths[route.path] as object, {
      [route.method.toLowerCase()]: operation(route, responses.get(route) ?? null, book),
    });
  }
  const webhooks = webhookOperations(book);
  return {
    openapi: '3.1.0',
    info: { title: 'Talent Match', version: '1.0.0', description: description() },
    servers: [{ url: '/' }],
    paths,
    webhooks,
    components: { schemas: schemas(book), headers, parameters, securitySchemes, examples: problemExamples() },
  };
}

function operation(route: Route, response: JsonSchema | null, book: Book): JsonSchema {
  return {
    operationId: route.operationId,
    tags: [route.slug],
    summary: route.summary,
    description: route.description,
    security: securityOf(route),
    parameters: parametersOf(route, book),
    ...(route.request && { requestBody: requestBodyOf(route, book.use(route.request, 'input')) }),
    responses: { ...successes(route, response, book), ...problems(route) },
    'x-throttling-bucket': route.bucket,
  };
}

function parametersOf(route: Route, book: Book): unknown[] {
  const of = (place: 'path' | 'query', schema: Route['pathParameters']) =>
    Object.entries(schema?.shape ?? {}).map(([name, value]) => ({
      name,
      in: place,
      required: place === 'path',
      schema: book.use(value, 'input'),
    }));
  return [
    ...of('path', route.pathParameters),
    ...of('query', route.queryParameters),
    ...(route.idempotent ? [componentOf('parameters', 'IdempotencyKey')] : []),
    ...(route.cached ? [componentOf('parameters', 'CacheControl')] : []),
    ...(route.async === 'asked' ? [componentOf('parameters', 'Prefer')] : []),
    ...(route.capability ? [componentOf('parameters', 'AiArm'), componentOf('parameters', 'SessionId')] : []),
  ];
}

function requestBodyOf(route: Route, schema: JsonSchema): JsonSchema {
  const json = { schema, examples: requestExamples[route.operationId] ?? {} };
  const documents = route.acceptsDocument ? mediaTypes.map((type) => [type, {}]) : [];
  return { required: true, content: { 'application/json': json, ...Object.fromEntries(documents) } };
}

function successes(route: Route, schema: JsonSchema | null, book: Book): JsonSchema {
  const usual = Object.entries(route.statuses).map(([status, meaning]) => [status, success(route, meaning, schema)]);
  if (route.async !== 'asked') return Object.fromEntries(usual);
  const operation = book.use(operationResponseSchema, 'output');
  const meaning = 'Asked for with `Prefer: respond-async`: the work goes on in an operation.';
  return { ...Object.fromEntries(usual), 202: success(route, meaning, operation) };
}

function success(route: Route, meaning: string, schema: JsonSchema | null): JsonSchema {
  const header = (name: string) => componentOf('headers', name);
  const isOperation = schema !== null && JSON.stringify(schema).includes(`"#/components/schemas/Operation"`);
  const isAccepted = isOperation && route.method === 'POST';
  return {
    description: meaning,
    headers: {
      'x-request-id': header('RequestId'),
      ...(route.idempotent && { 'idempotent-replayed': header('IdempotentReplayed') }),
      ...(isAccepted && { location: header('Location') }),
      ...(isCounted(route) && { ratelimit: header('RateLimit'), 'ratelimit-policy': header('RateLimitPolicy') }),
      ...(isOperation && { 'retry-after': header('RetryAfter') }),
      ...(isAccepted && route.async === 'asked' && { 'preference-applied': header('PreferenceApplied') }),
    },
    ...(schema && { content: { 'application/json': { schema } } }),
  };
}

/** The refusals that a route can give, by what it takes, who may call it and what it does. */
export function problemCodes(route: Route): ErrorCode[] {
  const codes = new Set<ErrorCode>([
    'INVALID_REQUEST',
    ...route.problems,
    'TOO_MANY_REQUESTS',
    'INTERNAL',
    'OVERLOADED',
    'DEADLINE_EXCEEDED',
  ]);
  const add = (when: boolean, ...more: ErrorCode[]) => {
    if (when) for (const code of more) codes.add(code);
  };
  add(route.request !== null, 'INVALID_JSON', 'INVALID_ENCODING', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE');
  add(route.auth !== 'public', 'UNAUTHENTICATED', 'FORBIDDEN');
  add(route.idempotent, 'IDEMPOTENCY_KEY_REUSED', 'IDEMPOTENCY_IN_PROGRESS');
  add(route.bucket !== 'open', 'STORE_UNAVAILABLE');
  add(isCounted(route), 'QUOTA_EXCEEDED', 'PROVIDER_UNAVAILABLE');
  return errorCodes.filter((code) => codes.has(code));
}

function problems(route: Route): JsonSchema {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of problemCodes(route)) {
    const { status } = problemKinds[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${problemKinds[code].title}.`).join('\n\n'),
        headers: {
          'x-request-id': componentOf('headers', 'RequestId'),
          ...(codes.some((code) => problemKinds[code].retryable) && {
            'retry-after': componentOf('headers', 'RetryAfter'),
          }),
        },
        content: {
          [PROBLEM_MEDIA_TYPE]: {
            schema: componentOf('schemas', 'Problem'),
            examples: Object.fromEntries(codes.map((code) => [code, componentOf('examples', code)])),
          },
        },
      },
    ]),
  );
}

function problemExamples(): JsonSchema {
  return Object.fromEntries(
    errorCodes.map((code) => {
      const { title } = problemKinds[code];
      const error = new DomainError(code, `${title}.`);
      return [code, { summary: title, value: problemBody(error, '7f0c2a9e-5b1d-4c38-9a55-1f2d3e4c5b6a', '/v1/…') }];
    }),
  );
}

function schemas(book: Book): JsonSchema {
  const problem = book.components.Problem as { properties: { code: JsonSchema } };
  problem.properties.code.enum = [...errorCodes];
  return Object.fromEntries(Object.entries(book.components).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function securityOf(route: Route): unknown[] {
  if (route.auth === 'public') return [];
  return route.auth === 'user' ? [{ userPool: route.scope === null ? [] : [route.scope] }] : [{ sigV4: [] }];
}

const securitySchemes = {
  userPool: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token of the Cognito user pool.',
  },
  sigV4: {
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    description: 'AWS Signature Version 4 for the service `execute-api`.',
    'x-amazon-apigateway-authtype': 'awsSigv4',
  },
};

const headers = {
  RequestId: { description: 'Names the request; the logs carry it.', schema: { type: 'string' } },
  RetryAfter: { description: 'Seconds to wait before the same request.', schema: { type: 'string' } },
  RateLimit: {
    description:
      'Requests left to the caller until the quota is renewed, and seconds until then (draft-ietf-httpapi-ratelimit-headers). Where a quota is set and the request was counted.',
    schema: { type: 'string' },
    example: '"daily";r=998;t=30600',
  },
  RateLimitPolicy: {
    description: 'The quota of a caller: requests, and seconds of its window, a UTC day. Where one is set.',
    schema: { type: 'string' },
    example: '"daily";q=1000;w=86400',
  },
  Location: { description: 'Path of the operation.', schema: { type: 'string' } },
  PreferenceApplied: {
    description: 'Set when the request asked for an operation and got it (RFC 7240).',
    schema: { type: 'string', const: 'respond-async' },
  },
  IdempotentReplayed: {
    description: 'Set when this is the stored answer to an earlier request with the same key.',
    schema: { type: 'string', const: 'true' },
  },
};

const parameters = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Send the same key with the same request to get the same answer without a second effect. Keys belong to a caller and a route, and are kept for 24 hours.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
  },
  CacheControl: {
    name: 'Cache-Control',
    in: 'header',
    required: false,
    description:
      'What a model answered you may be given again for a while; `meta.cached` says so. `no-cache`: ask a model anew. `no-store`: do that, and keep nothing of this request for later answers. Other directives are left aside.',
    schema: { type: 'string' },
    example: 'no-cache',
  },
  Prefer: {
    name: 'Prefer',
    in: 'header',
    required: false,
    description:
      '`respond-async` (RFC 7240): do not wait, answer 202 with an operation. Other preferences are left aside.',
    schema: { type: 'string' },
    example: 'respond-async',
  },
  AiArm: {
    name: 'X-AI-Arm',
    in: 'header',
    required: false,
    description: `For testers: the side of the migration that answers this request, whatever yours is. Takes a token with the scope \`${ARM_SCOPE}\`, a user of the group \`${TESTERS}\`, or a signature. Not during maintenance.`,
    schema: { type: 'string', enum: [...arms] },
  },
  SessionId: {
    name: 'X-Session-Id',
    in: 'header',
    required: false,
    description:
      'For callers that stand for many people, such as a program or a role: requests with the same value stay on the same side of the migration. Any text that is the same for one person and tells nobody who it is. Signed-in users stay on theirs without it.',
    schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' },
  },
};

function description(): string {
  const rows = errorCodes.map((code) => {
    const { status, title, retryable } = problemKinds[code];
    return `| \`${code}\` | ${status} | ${retryable ? 'yes' : 'no'} | ${title} |`;
  });
  return [
    'Reads resumes, embeds texts and ranks jobs with a score that can be explained and repeated.',
    'Refusals are RFC 9457 problems. `code` is stable; `errors` points at each fault in the body.',
    ['| code | status | retryable | meaning |', '|---|---|---|---|', ...rows].join('\n'),
  ].join('\n\n');
}
