/** What every OperationStore keeps to. */
import type { ParseWork } from '../../lambdas/domain/operation';
import type { ItemClaim, OperationStore } from '../../lambdas/ports';
import type { testClock } from './laptop-tables';

const HOUR_MS = 3_600_000;

export function workOn(uploadId: string): ParseWork {
  return { uploadId, isText: false, store: false, include: [], fresh: false, noStore: false };
}

let made = 0;
function anOperation(count: number) {
  const items = Array.from({ length: count }, (_, i) => ({ uploadId: `upl_${i}`, work: workOn(`upl_${i}`) }));
  return { id: `op_${++made}`, owner: 'ines', kind: 'parse-resumes' as const, items };
}

export function describeOperationStore(
  open: () => { store: OperationStore; clock: ReturnType<typeof testClock> },
): void {
  describe('as an OperationStore', () => {
    const started = async (count = 2) => {
      const { store, clock } = open();
      const operation = anOperation(count);
      await store.create(operation);
      return { store, clock, id: operation.id };
    };
    const claimed = async (store: OperationStore, id: string, index: number, until: number): Promise<ItemClaim> => {
      const claim = await store.claim(id, index, until);
      if ('state' in claim) throw new Error(claim.state);
      return claim;
    };
    const done = (result: string) => ({ state: 'succeeded' as const, resumeId: null, result });
    const fault = { code: 'DOCUMENT_EMPTY' as const, detail: 'The document has no text.', errors: [] };

    it('gives back an operation with its items in order, all queued', async () => {
      const { store, clock, id } = await started(12);

      const kept = await store.get(id);

      expect(kept).toMatchObject({
        id,
        owner: 'ines',
        kind: 'parse-resumes',
        createdAt: clock.now(),
        isAnnounced: false,
      });
      expect(kept?.items.map(({ index, state, uploadId }) => [index, state, uploadId])).toEqual(
        Array.from({ length: 12 }, (_, i) => [i, 'queued', `upl_${i}`]),
      );
      expect(await store.get('op_of_nobody')).toBeUndefined();
    });

    it('changes nothing when it is told of the same operation again', async () => {
      const { store, clock } = open();
      const operation = anOperation(2);
      await store.create(operation);
      await claimed(store, operation.id, 0, clock.now() + 1000);
      const before = await store.get(operation.id);
      clock.advance(5);

      await store.create(operation);

      expect(await store.get(operation.id)).toEqual(before);
    });

    it('gives an item to one worker at a time, and to the next when the lease is over', async () => {
      const { store, clock, id } = await started();
      const claims = await Promise.all([1, 2, 3, 4].map(() => store.claim(id, 0, clock.now() + 1000)));

      expect(claims.filter((claim) => !('state' in claim))).toHaveLength(1);
      expect(claims.filter((claim) => 'state' in claim && claim.state === 'leased')).toHaveLength(3);
      expect((await store.get(id))?.items.map(({ state }) => state)).toEqual(['running', 'queued']);
      clock.advance(1000);
      expect(await store.claim(id, 0, clock.now() + 1000)).toMatchObject({ owner: 'ines', work: workOn('upl_0') });
    });

    it('gives an item at once whose worker has let go of it', async () => {
      const { store, clock, id } = await started();
      await store.release(await claimed(store, id, 0, clock.now() + 60_000));

      expect(await store.claim(id, 0, clock.now() + 1000)).toMatchObject({ index: 0 });
    });

    it('keeps a result and gives the item to nobody any more', async () => {
      const { store, clock, id } = await started();
      const claim = await claimed(store, id, 1, clock.now() + 1000);
      expect(await store.item(id, 1)).toMatchObject({ item: { state: 'running' }, result: null });
      clock.advance(7);

      expect(await store.finish(claim, { state: 'succeeded', resumeId: 'res_1', result: '{"resume":1}' })).toBe(true);

      expect(await store.claim(id, 1, clock.now() + 1000)).toEqual({ state: 'finished' });
      expect(await store.item(id, 1)).toMatchObject({
        owner: 'ines',
        work: workOn('upl_1'),
        item: { index: 1, state: 'succeeded', resumeId: 'res_1', fault: null, changedAt: clock.now() },
        result: '{"resume":1}',
      });
    });

    it('keeps a problem', async () => {
      const { store, clock, id } = await started();

      await store.finish(await claimed(store, id, 0, clock.now() + 1000), { state: 'failed', fault });

      expect(await store.item(id, 0)).toMatchObject({ item: { state: 'failed', fault }, result: null });
      expect((await store.get(id))?.items[0]).toMatchObject({ state: 'failed', fault });
    });

    it('takes no outcome from a worker whose claim has passed to another, and keeps the first', async () => {
      const { store, clock, id } = await started();
      const late = await claimed(store, id, 0, clock.now() + 1000);
      clock.advance(1000);
      const next = await claimed(store, id, 0, clock.now() + 1000);

      expect(await store.finish(late, done('"late"'))).toBe(false);
      expect(await store.finish(next, done('"next"'))).toBe(true);
      expect(await store.finish(late, { state: 'failed', fault })).toBe(false);
      await store.release(late);

      expect(await store.item(id, 0)).toMatchObject({ item: { state: 'succeeded' }, result: '"next"' });
    });

    it('keeps results of hundreds of thousands of characters', async () => {
      const { store, clock, id } = await started();
      const result = JSON.stringify('Led a team of twelve that moved the warehouse. '.repeat(10_000));

      await store.finish(await claimed(store, id, 0, clock.now() + 1000), done(result));

      expect((await store.item(id, 0))?.result).toBe(result);
    });

    it('remembers that the end was told', async () => {
      const { store, id } = await started();

      await store.announced(id);

      expect((await store.get(id))?.isAnnounced).toBe(true);
    });

    it('gives no work and takes no outcome when the time for work is over', async () => {
      const { store, clock, id } = await started();
      const claim = await claimed(store, id, 0, clock.now() + 13 * HOUR_MS);
      clock.advance(12 * HOUR_MS);

      expect(await store.finish(claim, done('"late"'))).toBe(false);
      expect(await store.claim(id, 1, clock.now() + 1000)).toEqual({ state: 'gone' });
      expect(await store.get(id)).toMatchObject({ workUntil: clock.now() });
    });

    it('has nothing of an operation that has expired, and takes its id again', async () => {
      const { store, clock } = open();
      const operation = anOperation(1);
      await store.create(operation);
      clock.advance(24 * HOUR_MS);

      expect(await store.get(operation.id)).toBeUndefined();
      expect(await store.item(operation.id, 0)).toBeUndefined();
      expect(await store.claim(operation.id, 0, clock.now() + 1000)).toEqual({ state: 'gone' });
      await store.create(operation);
      expect((await store.get(operation.id))?.createdAt).toBe(clock.now());
    });

    it('knows no item beyond the last', async () => {
      const { store, clock, id } = await started(2);

      expect(await store.item(id, 2)).toBeUndefined();
      expect(await store.claim(id, 2, clock.now() + 1000)).toEqual({ state: 'gone' });
    });
  });
}
