/** The door and the arms: who is asked for, who is let in, what is measured. */
import type { Capability } from '../../../lambdas/domain/arm';
import { DomainError } from '../../../lambdas/domain/errors';
import { on } from '../../../lambdas/http/binding';
import { endpoint } from '../../../lambdas/http/endpoint';
import { routes } from '../../../lambdas/http/routes';
import type { Assign } from '../../../lambdas/http/side';
import type { RequestContext, Telemetry } from '../../../lambdas/ports';
import { aContext, anEvent } from './event';
import { anEdge } from './fakes';

const input = JSON.stringify({ input: 'night shift nurse' });
const tester = { sub: 'user-1', scope: 'talent-match/embeddings:write talent-match/arms:choose' };
const meta = {
  requestId: 'request-1',
  provider: 'bedrock',
  model: 'titan',
  attempts: [],
  fallbackUsed: false,
  degraded: false,
  cached: false,
  simulated: false,
  promptVersion: null,
  arm: 'aws',
  latencyMs: 1,
  usage: null,
  costUsd: 0.001,
  costEstimated: false,
  warnings: [],
} as const;
const answer = {
  data: [{ index: 0, embedding: [1, 0] }],
  space: { provider: 'bedrock' as const, model: 'titan', dimensions: 2, version: '1' },
  meta: { ...meta, attempts: [], warnings: [] },
};

function door(
  assign: Assign = async ({ override = 'aws' }) => ({ arm: override }),
  work = async (): Promise<typeof answer> => answer,
) {
  const asked: Parameters<Assign>[0][] = [];
  const contexts: RequestContext[] = [];
  const lines: { values: object; dimensions: object | undefined; fields: object | undefined }[] = [];
  const telemetry: Telemetry = {
    count: () => undefined,
    measure: (values, dimensions, fields) => void lines.push({ values, dimensions, fields }),
    event: () => undefined,
  };
  const { edge } = anEdge({
    telemetry,
    assign: async (ask) => {
      asked.push(ask);
      return assign(ask);
    },
  });
  const handler = endpoint(
    edge,
    on(routes.embed, async ({ context }) => {
      contexts.push(context);
      return work();
    }),
    on(routes.putJob, async ({ body }) => ({ job: body, updatedAt: '2026-11-21T09:30:00.000Z', warnings: [] })),
  );
  const send = (headers: Record<string, string> = {}, claims?: Record<string, string>, more = {}) =>
    handler(anEvent({ body: input, headers, ...(claims && { claims }), ...more }), aContext());
  const armLines = () => lines.filter(({ values }) => 'ArmDuration' in values);
  return { send, asked, contexts, lines, armLines };
}

describe('the door', () => {
  it('has the arm of a user decided once, and works on it', async () => {
    const { send, asked, contexts, lines, armLines } = door();

    await send();

    const assignee = { owner: 'default/user-1', subject: 'default/user-1' };
    expect(asked).toEqual([{ ...assignee, capability: 'embed' satisfies Capability }]);
    expect(contexts).toMatchObject([{ arm: 'aws', owner: 'default/user-1', assignee }]);
    expect(armLines()).toEqual([
      {
        values: { ArmDuration: 0, ArmFailures: 0, ArmCostUsd: 0.001 },
        dimensions: { capability: 'embed', arm: 'aws' },
        fields: { requestId: 'request-1' },
      },
    ]);
    expect(lines.at(-1)).toMatchObject({ values: { RequestDuration: 0 }, fields: { status: 200, arm: 'aws' } });
  });

  it('lets a tester choose, and leaves the request out of what is measured of the arms', async () => {
    const { send, asked, contexts, lines, armLines } = door();

    const { statusCode } = await send({ 'X-AI-Arm': 'current' }, tester);

    expect(statusCode).toBe(200);
    expect(asked).toMatchObject([{ override: 'current' }]);
    expect(contexts).toMatchObject([{ arm: 'current', assignee: { override: 'current' } }]);
    expect(armLines()).toEqual([]);
    expect(lines.at(-1)?.fields).toMatchObject({ arm: 'current' });
  });

  it.each([
    ['the choice of another user', { 'X-AI-Arm': 'aws' }, undefined, 403, 'FORBIDDEN'],
    ['another word', { 'X-AI-Arm': 'azure' }, tester, 400, 'INVALID_REQUEST'],
    ['a session with a blank', { 'X-Session-Id': 'a b' }, undefined, 400, 'INVALID_REQUEST'],
  ])('refuses %s before any work', async (_what, headers, claims, status, code) => {
    const { send, asked, contexts } = door();

    const { statusCode, body } = await send({ ...headers, 'Idempotency-Key': 'k-1' }, claims);

    expect([statusCode, JSON.parse(body).code]).toEqual([status, code]);
    expect([asked, contexts]).toEqual([[], []]);
    // The key is free: the request was none.
    expect((await send({ 'Idempotency-Key': 'k-1' })).statusCode).toBe(200);
  });

  it.each([
    ['PROVIDER_UNAVAILABLE', [{ ArmDuration: 0, ArmFailures: 1 }]],
    ['STORE_UNAVAILABLE', []],
  ] as const)('tells a fault of the arm from one of our stores: %s', async (code, values) => {
    const { send, armLines } = door(undefined, () => Promise.reject(new DomainError(code, 'down')));

    expect((await send()).statusCode).toBe(503);
    expect(armLines().map((line) => line.values)).toEqual(values);
  });

  it('refuses an arm that is not set up', async () => {
    const { send, contexts } = door(async () => ({ arm: 'current' }));

    const { statusCode, body } = await send({ 'X-AI-Arm': 'aws' }, tester);

    expect([statusCode, JSON.parse(body).detail]).toEqual([
      400,
      'The arm aws is not set up for embed. Leave the header X-AI-Arm out.',
    ]);
    expect(contexts).toEqual([]);
  });

  it('hands on the end of a maintenance window, where nobody is on an arm', async () => {
    const { send, contexts, armLines } = door(async () => ({ maintenanceUntil: '2026-11-22T10:00:00Z' }));

    await send();

    expect(contexts).toMatchObject([{ maintenanceUntil: '2026-11-22T10:00:00Z' }]);
    expect(contexts[0]).not.toHaveProperty('arm');
    expect(armLines()).toEqual([]);
  });

  it('asks nothing of the arms where no model is asked, whatever the headers say', async () => {
    const { send, asked } = door();
    const job = { id: 'a', title: 'Baker', description: 'Bakes bread.' };

    const { statusCode } = await send({ 'X-AI-Arm': 'azure', 'X-Session-Id': 'a b' }, undefined, {
      method: 'PUT',
      resource: '/v1/jobs/{id}',
      path: '/v1/jobs/a',
      pathParameters: { id: 'a' },
      body: JSON.stringify(job),
    });

    expect(statusCode).toBe(200);
    expect(asked).toEqual([]);
  });
});
