import { tallyOf } from '../../../lambdas/domain/operation';
import { type Checked, on } from '../../../lambdas/http/binding';
import { endpoint } from '../../../lambdas/http/endpoint';
import { accepted, operationReply } from '../../../lambdas/http/operation-reply';
import { routes } from '../../../lambdas/http/routes';
import type { StoredOperation } from '../../../lambdas/ports';
import { aContext, anEvent } from './event';
import { anEdge } from './fakes';

const id = 'op_AAAAAAAAAAAAAAAAAAAAAA';
const at = Date.parse('2026-03-01T12:00:00Z');

function standing(...states: StoredOperation['items'][number]['state'][]) {
  const items = states.map((state, index) => ({
    index,
    state,
    uploadId: `upl_${index}`,
    resumeId: null,
    fault: state === 'failed' ? { code: 'INTERNAL' as const, detail: 'Ines Example', errors: [] } : null,
    changedAt: at,
  }));
  const operation = { id, owner: 'default/user-1', kind: 'parse-resumes' as const, createdAt: at, isAnnounced: false };
  return { ...operation, workUntil: at + 1, expiresAt: at + 2_000, items, ...tallyOf(items) };
}

function parsing() {
  const seen: Checked<typeof routes.parseResume>[] = [];
  const { edge, recorded } = anEdge();
  const handler = endpoint(
    edge,
    on(routes.parseResume, async (request) => {
      seen.push(request);
      return accepted(standing('queued'));
    }),
  );
  const send = (headers: Record<string, string>, path?: string) => {
    const event = anEvent({ resource: '/v1/resumes/parse', body: '{"text":"Ines"}', headers });
    return handler({ ...event, requestContext: { ...event.requestContext, ...(path && { path }) } }, aContext());
  };
  return { seen, send, recorded };
}

describe('an endpoint that takes on long work', () => {
  it('tells the work that the caller would rather not wait, and answers 202 with where and when to look', async () => {
    const { seen, send } = parsing();

    const result = await send({ Prefer: 'respond-async' });

    expect(seen[0]?.prefersAsync).toBe(true);
    expect(result).toMatchObject({
      statusCode: 202,
      headers: {
        location: `/v1/operations/${id}`,
        'retry-after': '2',
        'preference-applied': 'respond-async',
        'cache-control': 'no-store',
      },
    });
    expect(JSON.parse(result.body).operation).toMatchObject({ id, state: 'queued', progress: { total: 1 } });
  });

  it('puts before the location what API Gateway has before the path', async () => {
    const { send } = parsing();

    const result = await send({ Prefer: 'respond-async' }, '/prod/v1/resumes/parse');

    expect(result.headers?.location).toBe(`/prod/v1/operations/${id}`);
  });

  it('gives the work the key of the request, and the same answer with its headers to the same request', async () => {
    const { seen, send } = parsing();
    const headers = { Prefer: 'respond-async', 'Idempotency-Key': 'key-1' };

    const first = await send(headers);
    const second = await send(headers);

    expect(seen.map(({ context }) => context.idempotencyKey)).toEqual(['key-1']);
    expect(second.headers).toMatchObject({ ...first.headers, 'idempotent-replayed': 'true' });
    expect(second.body).toBe(first.body);
  });

  it('says with an operation when to ask again, until it is done', async () => {
    const { edge } = anEdge();
    const ask = async (...states: Parameters<typeof standing>) => {
      const handler = endpoint(
        edge,
        on(routes.getOperation, async () => operationReply(standing(...states))),
      );
      const event = anEvent({ method: 'GET', resource: '/v1/operations/{id}', pathParameters: { id } });
      return handler(event, aContext());
    };

    const running = await ask('succeeded', 'running');
    const done = await ask('succeeded', 'failed');

    expect(running.headers?.['retry-after']).toBe('2');
    expect(JSON.parse(running.body).operation).toMatchObject({ state: 'running', finishedAt: null });
    expect(done.headers).not.toHaveProperty('retry-after');
    expect(JSON.parse(done.body).operation).toMatchObject({ state: 'partial', finishedAt: '2026-03-01T12:00:00.000Z' });
    expect(done.body).toContain('"code":"INTERNAL"');
    expect(done.body).not.toContain('Ines Example');
  });

  it.each(['op_1', 'op_AAAAAAAAAAAAAAAAAAAAAA/..', 'res_AAAAAAAAAAAAAAAAAAAAAA'])(
    'refuses the id %s',
    async (other) => {
      const handler = endpoint(
        anEdge().edge,
        on(routes.getOperation, async () => operationReply(standing('queued'))),
      );
      const event = anEvent({ method: 'GET', resource: '/v1/operations/{id}', pathParameters: { id: other } });

      expect((await handler(event, aContext())).statusCode).toBe(400);
    },
  );

  it('does not count an answer again that is only read again', async () => {
    const { edge, recorded } = anEdge({ checkResponses: false });
    const meta = { provider: 'bedrock', model: 'm', fallbackUsed: false, degraded: false, costUsd: 1 };
    const handler = endpoint(
      edge,
      on(routes.getOperationResult, async () => ({ resume: {}, meta }) as never),
    );
    const pathParameters = { id, index: '0' };
    const resource = '/v1/operations/{id}/results/{index}';

    const result = await handler(anEvent({ method: 'GET', resource, pathParameters }), aContext());

    expect(result.statusCode).toBe(200);
    expect(recorded.measured.flatMap(({ values }) => Object.keys(values))).not.toContain('RequestCostUsd');
  });
});
