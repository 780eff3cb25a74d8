import { DomainError } from '../../../lambdas/domain/errors';
import { on } from '../../../lambdas/http/binding';
import { endpoint } from '../../../lambdas/http/endpoint';
import { routes } from '../../../lambdas/http/routes';
import type { IdempotencyStore } from '../../../lambdas/ports';
import { aContext, anEvent } from './event';
import { anEdge, memoryIdempotency } from './fakes';

const job = { id: 'a', title: 'Baker', description: 'Bakes bread.' };

function batch(parts: { work?: () => Promise<void>; store?: IdempotencyStore } = {}) {
  const store = parts.store ?? memoryIdempotency();
  const { edge, recorded } = anEdge({ idempotency: async () => store });
  let runs = 0;
  const handler = endpoint(
    edge,
    on(routes.putJobsBatch, async () => {
      runs++;
      await parts.work?.();
      return { accepted: [{ id: `run-${runs}` }], rejected: [] };
    }),
  );
  const send = (key: string, body: unknown = { jobs: [job] }, claims?: Record<string, string>) =>
    handler(
      anEvent({
        resource: '/v1/jobs/batch',
        body: JSON.stringify(body),
        headers: { 'Idempotency-Key': key },
        ...(claims && { claims }),
      }),
      aContext(),
    );
  return { send, runs: () => runs, recorded };
}

describe('idempotency', () => {
  it('answers the same request with the same bytes and does the work once', async () => {
    const { send, runs } = batch();

    const first = await send('key-1');
    const second = await send('key-1');

    expect(second.body).toBe(first.body);
    expect(second.statusCode).toBe(first.statusCode);
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    expect(second.headers?.['idempotent-replayed']).toBe('true');
    expect(runs()).toBe(1);
  });

  it('answers although what became of the request is never written down', async () => {
    const stalled: IdempotencyStore = { ...memoryIdempotency(), complete: () => new Promise(() => undefined) };
    const { send, recorded } = batch({ store: stalled });

    expect((await send('key-1')).statusCode).toBe(200);
    expect(recorded.events.map(({ message }) => message)).toEqual(['idempotency record not written']);
  });

  it('refuses a key that belongs to another body', async () => {
    const { send, runs } = batch();

    await send('key-1');
    const other = await send('key-1', { jobs: [job, job] });

    expect(other.statusCode).toBe(422);
    expect(JSON.parse(other.body).code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(runs()).toBe(1);
  });

  it('tells a second caller to wait while the first is served', async () => {
    let finish: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { send, runs } = batch({ work: () => gate });

    const first = send('key-1');
    const second = await send('key-1');
    finish();

    expect(second.statusCode).toBe(409);
    expect(second.headers?.['retry-after']).toBe('2');
    expect((await first).statusCode).toBe(200);
    expect(runs()).toBe(1);
  });

  it('keeps the keys of two owners apart', async () => {
    const { send, runs } = batch();

    await send('key-1');
    await send('key-1', undefined, { sub: 'somebody-else', scope: 'jobs:write' });

    expect(runs()).toBe(2);
  });

  it('keeps a refusal', async () => {
    const { send, runs } = batch({ work: () => Promise.reject(new DomainError('DOCUMENT_EMPTY', 'No text.')) });

    await send('key-1');
    const again = await send('key-1');

    expect(again.statusCode).toBe(422);
    expect(again.headers?.['idempotent-replayed']).toBe('true');
    expect(runs()).toBe(1);
  });

  it.each([
    ['a bug', new Error('bug')],
    ['a store that is down', new DomainError('STORE_UNAVAILABLE', 'down')],
  ])('frees the key after %s', async (_name, error) => {
    let failing = true;
    const { send, runs } = batch({ work: () => (failing ? Promise.reject(error) : Promise.resolve()) });

    const failed = await send('key-1');
    failing = false;
    const again = await send('key-1');

    expect(failed.statusCode).toBeGreaterThanOrEqual(500);
    expect(again.statusCode).toBe(200);
    expect(runs()).toBe(2);
  });

  it('claims no key for a body that is refused', async () => {
    const { send, runs } = batch();

    const bad = await send('key-1', { jobs: [] });
    const good = await send('key-1');

    expect(bad.statusCode).toBe(400);
    expect(good.statusCode).toBe(200);
    expect(runs()).toBe(1);
  });

  it('gives the answer out when it cannot be kept, and says so to the operator', async () => {
    const store = { ...memoryIdempotency(), complete: () => Promise.reject(new Error('down')) };
    const { send, recorded } = batch({ store });

    const result = await send('key-1');

    expect(result.statusCode).toBe(200);
    expect(recorded.events).toEqual([expect.objectContaining({ message: 'idempotency record not written' })]);
  });

  it('does no work when it cannot know whether it was done before', async () => {
    const down = () => Promise.reject(new DomainError('STORE_UNAVAILABLE', 'down'));
    const { send, runs } = batch({ store: { ...memoryIdempotency(), begin: down } });

    const result = await send('key-1');

    expect(result.statusCode).toBe(503);
    expect(runs()).toBe(0);
  });
});
