import type { APIGatewayProxyResult } from 'aws-lambda';
import { DomainError, type ErrorCode } from '../../../lambdas/domain/errors';
import type { EmbedResponse, Problem } from '../../../lambdas/domain/requests';
import { on, WithStatus } from '../../../lambdas/http/binding';
import { endpoint } from '../../../lambdas/http/endpoint';
import { routes } from '../../../lambdas/http/routes';
import { aContext, anEvent, type EventParts } from './event';
import { anEdge } from './fakes';

const answer: EmbedResponse = {
  data: [{ index: 0, embedding: [1, 0] }],
  space: { provider: 'embedded', model: 'words', dimensions: 2, version: '1' },
  meta: {
    requestId: 'request-1',
    provider: 'embedded',
    model: 'words',
    attempts: [],
    fallbackUsed: false,
    degraded: false,
    cached: false,
    simulated: false,
    promptVersion: null,
    arm: null,
    latencyMs: 1,
    usage: null,
    costUsd: 0,
    costEstimated: false,
    warnings: [],
  },
};
const input = JSON.stringify({ input: 'night shift nurse' });

function embedding(work: () => Promise<EmbedResponse> = async () => answer, parts = {}) {
  const { edge, recorded } = anEdge(parts);
  const handler = endpoint(edge, on(routes.embed, work));
  return {
    send: (event: EventParts, remainingMs?: number) => handler(anEvent(event), aContext(remainingMs)),
    recorded,
  };
}

function problemOf(result: APIGatewayProxyResult): Problem {
  expect(result.headers?.['content-type']).toBe('application/problem+json');
  return JSON.parse(result.body);
}

describe('endpoint', () => {
  it('gives the work a checked body with its defaults, the owner and the deadline', async () => {
    const { edge } = anEdge();
    const seen: unknown[] = [];
    const handler = endpoint(
      edge,
      on(routes.embed, async (request) => {
        seen.push(request);
        return answer;
      }),
    );

    const result = await handler(anEvent({ body: input }), aContext(10_000));

    expect(result.statusCode).toBe(200);
    expect(JSON.parse(result.body)).toEqual(answer);
    expect(seen).toEqual([
      {
        body: { input: 'night shift nurse', purpose: 'document' },
        path: undefined,
        query: undefined,
        prefersAsync: false,
        context: {
          requestId: 'request-1',
          operation: 'embed',
          owner: 'default/user-1',
          deadline: 1_000 + 10_000 - 700,
          signal: expect.any(AbortSignal),
        },
      },
    ]);
  });

  it('sends security headers, the request id and no-store with every answer', async () => {
    const { send } = embedding();

    for (const result of [await send({ body: input }), await send({ body: '{' })]) {
      expect(result.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'strict-transport-security': expect.stringContaining('max-age'),
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'x-request-id': 'request-1',
      });
    }
  });

  it('lets pages of an allowed origin read the answer, and no others', async () => {
    const { send } = embedding();

    const local = await send({ body: input, headers: { Origin: 'http://localhost:5173' } });
    const other = await send({ body: input, headers: { Origin: 'https://evil.example.com' } });

    expect(local.headers?.['access-control-allow-origin']).toBe('http://localhost:5173');
    expect(other.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each<[string, EventParts, number, ErrorCode, string?]>([
    ['malformed JSON', { body: '{"input": ' }, 400, 'INVALID_JSON'],
    ['an empty body', { body: null }, 400, 'INVALID_JSON'],
    ['a body nested too deep', { body: `{"input":${'['.repeat(40)}${']'.repeat(40)}}` }, 400, 'INVALID_JSON'],
    ['100,000 open brackets', { body: '['.repeat(100_000) }, 400, 'INVALID_JSON'],
    ['invalid UTF-8', { body: Uint8Array.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]) }, 400, 'INVALID_ENCODING'],
    ['a lone surrogate', { body: '{"input":"a\\ud800b"}' }, 400, 'INVALID_ENCODING', '/input'],
    ['a lone surrogate in a key', { body: '{"a\\udc00":1}' }, 400, 'INVALID_ENCODING', ''],
    ['__proto__', { body: '{"input":"a","__proto__":{"x":1}}' }, 400, 'INVALID_REQUEST', '/__proto__'],
    ['constructor', { body: '{"input":"a","constructor":1}' }, 400, 'INVALID_REQUEST', '/constructor'],
    ['a prototype key inside', { body: '{"input":[{"prototype":1}]}' }, 400, 'INVALID_REQUEST', '/input/0/prototype'],
    ['an unknown field', { body: '{"input":"a","langauge":"de"}' }, 400, 'INVALID_REQUEST', '/langauge'],
    ['a missing field', { body: '{}' }, 400, 'INVALID_REQUEST', '/input'],
    ['a wrong type in a list', { body: '{"input":["a",7]}' }, 400, 'INVALID_REQUEST', '/input/1'],
    ['an unknown query', { body: input, query: { verbose: ['1'] } }, 400, 'INVALID_REQUEST', ''],
    [
      'a body of another type',
      { body: 'x=1', headers: { 'Content-Type': 'text/plain' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'JSON in another charset',
      { body: input, headers: { 'Content-Type': 'application/json; charset=latin1' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['a body above the limit', { body: `{"input":"${'a'.repeat(5_500_000)}"}` }, 413, 'PAYLOAD_TOO_LARGE'],
    ['no caller', { body: input, claims: null }, 401, 'UNAUTHENTICATED'],
    ['a token without the scope', { body: input, claims: { sub: 'u', scope: 'jobs:read' } }, 403, 'FORBIDDEN'],
    ['another method', { body: input, method: 'PUT' }, 405, 'METHOD_NOT_ALLOWED'],
    ['an unknown route', { body: input, resource: '/v1/nothing' }, 404, 'ROUTE_NOT_FOUND'],
    ['an idempotency key with a blank', { body: input, headers: { 'Idempotency-Key': 'a b' } }, 400, 'INVALID_REQUEST'],
    ['an empty idempotency key', { body: input, headers: { 'Idempotency-Key': '' } }, 400, 'INVALID_REQUEST'],
  ])('refuses %s before any work', async (...[, event, status, code, pointer]) => {
    let worked = false;
    const { send } = embedding(async () => {
      worked = true;
      return answer;
    });

    const result = await send(event);

    const problem = problemOf(result);
    expect(result.statusCode).toBe(status);
    expect(problem).toMatchObject({ status, code, traceId: 'request-1', instance: event.resource ?? '/v1/embeddings' });
    if (pointer !== undefined) expect(problem.errors[0]?.pointer).toBe(pointer);
    expect(worked).toBe(false);
  });

  it('names the methods that a route takes', async () => {
    const { send } = embedding();

    const result = await send({ method: 'DELETE', resource: '/v1/jobs/{id}' });
    const wrong = await send({ method: 'POST', resource: '/v1/jobs/{id}' });

    expect(result.headers?.allow).toBe('PUT, GET, DELETE');
    expect(wrong.headers?.allow).toBe('PUT, GET, DELETE');
  });

  it('takes the bytes of a document where the route does', async () => {
    const { edge } = anEdge();
    const seen: unknown[] = [];
    const handler = endpoint(
      edge,
      on(routes.parseResume, async ({ body }) => {
        seen.push(body);
        throw new DomainError('DOCUMENT_EMPTY', 'The document has no text.');
      }),
    );
    const body = Uint8Array.from([0x25, 0x50, 0x44, 0x46, 0xff]);

    const result = await handler(
      anEvent({
        resource: '/v1/resumes/parse',
        body,
        query: { store: ['true'], include: ['provenance'], documentDate: ['2026-03'] },
        headers: { 'Content-Type': 'application/pdf' },
      }),
      aContext(),
    );

    const document = { contentBase64: Buffer.from(body).toString('base64') };
    expect(seen).toEqual([{ document, store: true, include: ['provenance'], documentDate: '2026-03' }]);
    expect(problemOf(result)).toMatchObject({ status: 422, code: 'DOCUMENT_EMPTY', retryable: false });
  });

  it('keeps what happened inside from the caller, and its text from the log', async () => {
    const { send, recorded } = embedding(async () => {
      throw new TypeError('cannot read "Maren Vogt, maren@example.com"');
    });

    const result = await send({ body: input });

    expect(result.statusCode).toBe(500);
    expect(problemOf(result)).toMatchObject({ code: 'INTERNAL', retryable: true, errors: [] });
    expect(result.body + JSON.stringify(recorded.events)).not.toMatch(/Maren|cannot read/);
    expect(recorded.events).toEqual([
      {
        message: 'request failed',
        fields: expect.objectContaining({ requestId: 'request-1', operation: 'embed', errors: 'TypeError' }),
      },
    ]);
  });

  it('answers 503 with Retry-After when providers or stores fail', async () => {
    const provider = Object.assign(new Error('AccessDenied for key AKIA'), { name: 'ProviderError' });
    const store = new DomainError('STORE_UNAVAILABLE', 'table jobs is throttled', { retryAfterSeconds: 9 });

    const failed = await embedding(() => Promise.reject(provider)).send({ body: input });
    const busy = await embedding(() => Promise.reject(store)).send({ body: input });

    expect(problemOf(failed)).toMatchObject({ status: 503, code: 'PROVIDER_UNAVAILABLE' });
    expect(failed.headers?.['retry-after']).toBe('5');
    expect(problemOf(busy)).toMatchObject({ status: 503, code: 'STORE_UNAVAILABLE' });
    expect(busy.headers?.['retry-after']).toBe('9');
    expect(failed.body + busy.body).not.toMatch(/AKIA|throttled/);
  });

  it('ends work that does not listen when the time is up, and tells it to stop', async () => {
    const { edge } = anEdge();
    let signal: AbortSignal | undefined;
    const handler = endpoint(
      edge,
      on(routes.embed, ({ context }) => {
        signal = context.signal;
        return new Promise<EmbedResponse>(() => undefined);
      }),
    );

    const result = await handler(anEvent({ body: input }), aContext(720));

    expect(problemOf(result)).toMatchObject({ status: 504, code: 'DEADLINE_EXCEEDED' });
    expect(signal?.aborted).toBe(true);
  });

  it('fails an answer that does not fit its schema, without repeating the answer', async () => {
    const { send, recorded } = embedding(async () => ({ ...answer, data: 'secret' }) as unknown as EmbedResponse);

    const result = await send({ body: input });

    expect(result.statusCode).toBe(500);
    expect(JSON.stringify(recorded.events) + result.body).not.toContain('secret');
  });

  it('answers a status that is not the usual one, and no body where there is none', async () => {
    const { edge } = anEdge();
    const job = { id: 'a', title: 'Baker', description: 'Bakes bread.' };
    const handler = endpoint(
      edge,
      on(
        routes.putJob,
        async ({ body }) => new WithStatus(201, { job: body, updatedAt: '2026-11-21T09:30:00.000Z', warnings: [] }),
      ),
      on(routes.deleteJob, async () => undefined),
    );
    const at = { resource: '/v1/jobs/{id}', path: '/v1/jobs/a', pathParameters: { id: 'a' } };

    const created = await handler(anEvent({ ...at, method: 'PUT', body: JSON.stringify(job) }), aContext());
    const deleted = await handler(anEvent({ ...at, method: 'DELETE' }), aContext());
    const badId = await handler(anEvent({ ...at, method: 'DELETE', pathParameters: { id: '../a' } }), aContext());

    expect(created.statusCode).toBe(201);
    expect(deleted).toMatchObject({ statusCode: 204, body: '' });
    expect(problemOf(badId)).toMatchObject({ status: 400, errors: [{ pointer: '' }] });
  });
});
