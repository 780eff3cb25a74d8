import type { EmbedResponse } from '../../../lambdas/domain/requests';
import { on } from '../../../lambdas/http/binding';
import { crowd } from '../../../lambdas/http/crowd';
import { endpoint } from '../../../lambdas/http/endpoint';
import { routes } from '../../../lambdas/http/routes';
import { aContext, anEvent } from './event';
import { anEdge } from './fakes';

const input = JSON.stringify({ input: 'nurse' });

/** A handler that lets two in, whose work ends when the test says so. */
function crowded() {
  const ends: ((error: Error) => void)[] = [];
  const looked: string[] = [];
  const { edge, recorded } = anEdge({
    crowd: crowd(2),
    idempotency: async () => {
      looked.push('idempotency');
      throw new Error('nothing is stored here');
    },
  });
  const work = () => new Promise<EmbedResponse>((_resolve, reject) => ends.push(reject));
  const handler = endpoint(edge, on(routes.embed, work));
  const send = (headers = {}) => handler(anEvent({ body: input, headers }), aContext());
  return { send, ends, recorded, looked };
}

describe('endpoint with a full house', () => {
  it('turns a request away at once, with the time to come again, and touches nothing', async () => {
    const { send, ends, recorded, looked } = crowded();
    const inside = [send(), send()];
    const { statusCode, headers, body } = await send({ 'idempotency-key': 'key-1' });

    expect(statusCode).toBe(503);
    expect(headers).toMatchObject({ 'retry-after': '1', 'content-type': 'application/problem+json' });
    expect(JSON.parse(body)).toMatchObject({ code: 'OVERLOADED', retryable: true });
    expect(looked).toEqual([]);
    expect(ends).toHaveLength(2);
    expect(recorded.measured.filter(({ values }) => values.RequestsShed === 1)).toHaveLength(1);
    expect(recorded.events).toEqual([]);

    for (const end of ends) end(new Error('over'));
    await Promise.all(inside);
  });

  it('has room again after a request that could not even be measured', async () => {
    const { edge } = anEdge({ crowd: crowd(1) });
    let isBroken = true;
    const measure = () => {
      if (isBroken) throw new RangeError('no number');
    };
    const broken = () => ({ ...edge(), telemetry: { ...edge().telemetry, measure } });
    const handler = endpoint(
      broken,
      on(routes.health, () => Promise.reject(new Error('a bug'))),
    );
    const send = () => handler(anEvent({ resource: '/v1/health', method: 'GET' }), aContext());

    await expect(send()).rejects.toThrow('no number');
    isBroken = false;
    expect((await send()).statusCode).toBe(500);
  });

  it('has room again when one has left, however its work ended', async () => {
    const { send, ends } = crowded();
    const first = send();
    const second = send();
    ends[0]?.(new Error('a bug'));
    expect((await first).statusCode).toBe(500);
    const third = send();
    await new Promise((resolve) => setImmediate(resolve));
    expect(ends).toHaveLength(3);
    for (const end of ends) end(new Error('over'));
    await Promise.all([second, third]);
  });
});
