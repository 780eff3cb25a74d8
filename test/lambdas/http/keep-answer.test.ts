import { DomainError } from '../../../lambdas/domain/errors';
import type { MatchResponse } from '../../../lambdas/domain/requests';
import { on } from '../../../lambdas/http/binding';
import { type Edge, endpoint } from '../../../lambdas/http/endpoint';
import { allRoutes, routes } from '../../../lambdas/http/routes';
import type { AnswerStore } from '../../../lambdas/ports';
import { aContext, anEvent } from './event';
import { anEdge } from './fakes';

const meta = {
  requestId: 'request-1',
  provider: 'bedrock',
  model: 'embedder',
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
} satisfies MatchResponse['meta'];
const noted = {
  requestId: 'request-1',
  owner: 'default/user-1',
  answer: {
    operation: 'matchJobs',
    capability: 'match',
    arm: null,
    provider: 'bedrock',
    model: 'embedder',
    promptVersion: null,
  },
};

const claims = { sub: 'user-1', scope: 'matches:write arms:choose' };

function matching(
  keep: AnswerStore['keep'] | undefined,
  work: () => Promise<MatchResponse> = async () => ({ matches: [], meta }),
  parts: Partial<Edge> = {},
) {
  const { edge, recorded } = anEdge({ ...parts, ...(keep && { answers: async () => ({ keep }) }) });
  const handler = endpoint(edge, on(routes.matchJobs, work));
  const send = (headers: Record<string, string> = {}) =>
    handler(anEvent({ resource: '/v1/matches', body: '{"query":"nurse"}', headers, claims }), aContext());
  return { send, recorded };
}

describe('an answer that may be rated', () => {
  it('is one of a model that a user sees', () => {
    const rated = allRoutes.filter((route) => route.rated).map(({ operationId }) => operationId);

    expect(rated).toEqual(expect.arrayContaining(['parseResume', 'matchJobs']));
    expect(rated).not.toContain('embed');
    expect(rated).not.toContain('getResume');
  });

  it('is noted with what gave it, under its request id', async () => {
    const kept: unknown[] = [];
    const { send } = matching(async (each) => void kept.push(each));

    expect((await send()).statusCode).toBe(200);

    expect(kept).toEqual([noted]);
  });

  it('is noted with the arm that served it, and without one where a tester chose', async () => {
    const kept: unknown[] = [];
    const assigned = {
      assign: async ({ override }: { override?: 'current' | 'aws' | undefined }) => ({
        arm: override ?? ('aws' as const),
      }),
    };
    const { send } = matching(async ({ answer }) => void kept.push(answer.arm), undefined, assigned);

    await send();
    await send({ 'X-AI-Arm': 'current' });

    expect(kept).toEqual(['aws', null]);
  });

  it('is not noted again when it is given again', async () => {
    const kept: unknown[] = [];
    const { send } = matching(async (each) => void kept.push(each));

    await send({ 'Idempotency-Key': 'the-same' });
    const again = await send({ 'Idempotency-Key': 'the-same' });

    expect(again.headers?.['idempotent-replayed']).toBe('true');
    expect(kept).toHaveLength(1);
  });

  it('is not noted when it is a refusal', async () => {
    const kept: unknown[] = [];
    const { send } = matching(
      async (each) => void kept.push(each),
      () => Promise.reject(new DomainError('RESUME_NOT_FOUND', 'There is no such resume.')),
    );

    expect((await send()).statusCode).toBe(404);
    expect(kept).toEqual([]);
  });

  it.each<[string, AnswerStore['keep']]>([
    ['fails', () => Promise.reject(new DomainError('STORE_UNAVAILABLE', 'busy'))],
    ['never ends', () => new Promise(() => undefined)],
  ])('goes out all the same where noting it %s, and the log says so', async (_, keep) => {
    const { send, recorded } = matching(keep);

    const result = await send();

    expect(JSON.parse(result.body)).toEqual({ matches: [], meta });
    expect(recorded.events).toEqual([
      {
        message: 'answer cannot be rated, as it was not noted',
        fields: { requestId: 'request-1', operation: 'matchJobs' },
      },
    ]);
  });

  it('goes out where nothing is noted at all', async () => {
    const { send, recorded } = matching(undefined);

    expect((await send()).statusCode).toBe(200);
    expect(recorded.events).toEqual([]);
  });
});
