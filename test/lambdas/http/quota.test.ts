import { DomainError } from '../../../lambdas/domain/errors';
import { on } from '../../../lambdas/http/binding';
import type { Edge } from '../../../lambdas/http/endpoint';
import { endpoint } from '../../../lambdas/http/endpoint';
import { routes } from '../../../lambdas/http/routes';
import type { CallerQuota } from '../../../lambdas/ports';
import { aContext, anEvent, type EventParts } from './event';
import { anEdge } from './fakes';

const EVENING = Date.parse('2026-11-22T18:30:00Z');
const SECONDS_LEFT = 19_800;
const input = JSON.stringify({ input: 'night shift nurse' });

function memoryQuota(): CallerQuota & { used: Map<string, number> } {
  const used = new Map<string, number>();
  return {
    used,
    async count({ owner, day, limit, requests }) {
      const key = `${owner} ${day}`;
      const before = used.get(key) ?? 0;
      const allowed = before + requests <= limit;
      if (allowed) used.set(key, before + requests);
      return { allowed, used: allowed ? before + requests : before };
    },
  };
}

/** A door to the embeddings, whose work answers with what no schema is asked of. */
function door(limit: number, store: CallerQuota = memoryQuota(), work: () => Promise<never> = working) {
  const quota: Edge['quota'] = { limit, store: async () => store };
  const { edge, recorded } = anEdge({ quota, checkResponses: false, clock: { now: () => EVENING } });
  const handler = endpoint(edge, on(routes.embed, work));
  const send = (event: EventParts = {}) => handler(anEvent({ body: input, ...event }), aContext());
  return { send, recorded };
}
const working = async () => ({ data: [] }) as never;

describe('the quota of a caller', () => {
  it('lets requests pass up to its limit and says on each how many are left', async () => {
    const { send } = door(2);
    const [first, second] = [await send(), await send()];
    expect([first.statusCode, second.statusCode]).toEqual([200, 200]);
    expect(first.headers).toMatchObject({
      ratelimit: `"daily";r=1;t=${SECONDS_LEFT}`,
      'ratelimit-policy': '"daily";q=2;w=86400',
    });
    expect(second.headers).toMatchObject({ ratelimit: `"daily";r=0;t=${SECONDS_LEFT}` });
  });

  it('refuses what comes then until midnight UTC, and says when that is', async () => {
    const { send } = door(1);
    await send();
    const refused = await send();
    expect(refused.statusCode).toBe(429);
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'QUOTA_EXCEEDED', retryable: true });
    expect(refused.headers).toMatchObject({
      'retry-after': String(SECONDS_LEFT),
      ratelimit: `"daily";r=0;t=${SECONDS_LEFT}`,
      'ratelimit-policy': '"daily";q=1;w=86400',
    });
  });

  it('does not count what is refused before the work, but says its policy', async () => {
    const store = memoryQuota();
    const refused = await door(5, store).send({ body: '{' });
    expect(refused.statusCode).toBe(400);
    expect(refused.headers).toMatchObject({ 'ratelimit-policy': '"daily";q=5;w=86400' });
    expect(refused.headers).not.toHaveProperty('ratelimit');
    expect(store.used.size).toBe(0);
  });

  it('counts a request that fails at work', async () => {
    const store = memoryQuota();
    const { send } = door(5, store, async () => {
      throw new DomainError('PROVIDER_UNAVAILABLE', 'nobody answers');
    });
    expect((await send()).headers).toMatchObject({ ratelimit: `"daily";r=4;t=${SECONDS_LEFT}` });
  });

  it('does not count an answer that is only given again, nor repeats its old count', async () => {
    const { send } = door(5);
    const headers = { 'idempotency-key': 'k-1' };
    await send({ headers });
    const again = await send({ headers });
    expect(again.headers).toMatchObject({ 'idempotent-replayed': 'true', 'ratelimit-policy': '"daily";q=5;w=86400' });
    expect(again.headers).not.toHaveProperty('ratelimit');
    expect((await send()).headers).toMatchObject({ ratelimit: `"daily";r=3;t=${SECONDS_LEFT}` });
  });

  it('frees the key of a request that it refuses', async () => {
    const { send } = door(1);
    await send();
    const headers = { 'idempotency-key': 'k-1' };
    expect((await send({ headers })).statusCode).toBe(429);
    const again = await send({ headers });
    expect(again.statusCode).toBe(429);
    expect(again.headers).not.toHaveProperty('idempotent-replayed');
  });

  it('lets a request pass that the store cannot count, and counts that', async () => {
    const { send, recorded } = door(1, { count: () => Promise.reject(new Error('down')) });
    const passed = await send();
    expect(passed.statusCode).toBe(200);
    expect(passed.headers).not.toHaveProperty('ratelimit');
    expect(recorded.measured).toContainEqual({ values: { QuotaUnchecked: 1 }, dimensions: undefined });
  });

  it('is not asked on routes that cost nothing', async () => {
    const store = memoryQuota();
    const { edge } = anEdge({ quota: { limit: 1, store: async () => store }, checkResponses: false });
    const handler = endpoint(edge, on(routes.health, working));
    const answer = await handler(anEvent({ resource: '/v1/health', method: 'GET' }), aContext());
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).not.toHaveProperty('ratelimit-policy');
    expect(store.used.size).toBe(0);
  });

  it('counts a batch as the requests that it spares', async () => {
    const store = memoryQuota();
    const { edge } = anEdge({ quota: { limit: 5, store: async () => store }, checkResponses: false });
    const handler = endpoint(edge, on(routes.parseResumesBatch, working));
    const batch = (items: number) => ({
      resource: '/v1/resumes/batch',
      body: JSON.stringify({ items: Array.from({ length: items }, (_, n) => ({ uploadId: uploadId(n) })) }),
    });
    expect((await handler(anEvent(batch(4)), aContext())).statusCode).toBe(202);
    const refused = await handler(anEvent(batch(2)), aContext());
    expect(refused.statusCode).toBe(429);
    expect(JSON.parse(refused.body).detail).toContain('1 are left, and this one counts as 2');
  });
});

function uploadId(n: number): string {
  return `upl_${String(n).padStart(20, '0')}`;
}
