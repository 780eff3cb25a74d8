/** What every IdempotencyStore keeps to. */
import type { IdempotencyStore } from '../../lambdas/ports';

export const LEASE_MS = 30_000;
const DAY_MS = 86_400_000;

/** @param open `again` is the same store as another process sees it; claims last `LEASE_MS` */
export function describeIdempotencyStore(
  open: () => { store: IdempotencyStore; again(): IdempotencyStore; advance(milliseconds: number): void },
): void {
  describe('as an IdempotencyStore', () => {
    const reply = { status: 201, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' };
    let round = 0;
    let key: string;
    beforeEach(() => {
      round++;
      key = `owner-1 POST /v1/things ${round}`;
    });

    it('lets one request through and sends its reply to the repetitions', async () => {
      const { store, again } = open();

      expect(await store.begin(key, 'hash')).toEqual({ state: 'claimed' });
      expect(await again().begin(key, 'hash')).toEqual({ state: 'in-progress' });
      await store.complete(key, reply);

      expect(await again().begin(key, 'hash')).toEqual({ state: 'replay', reply });
    });

    it('lets one of twenty requests at once through', async () => {
      const { store } = open();

      const states = await Promise.all(Array.from({ length: 20 }, () => store.begin(key, 'hash')));

      expect(states.filter(({ state }) => state === 'claimed')).toHaveLength(1);
      expect(states.filter(({ state }) => state === 'in-progress')).toHaveLength(19);
    });

    it('knows a key that is reused for something else, before and after the reply', async () => {
      const { store } = open();
      await store.begin(key, 'hash');

      expect(await store.begin(key, 'other')).toEqual({ state: 'reused' });
      await store.complete(key, reply);
      expect(await store.begin(key, 'other')).toEqual({ state: 'reused' });
    });

    it('frees a key that is released', async () => {
      const { store } = open();
      await store.begin(key, 'hash');

      await store.release(key);

      expect(await store.begin(key, 'other')).toEqual({ state: 'claimed' });
    });

    it('does not release what is complete', async () => {
      const { store } = open();
      await store.begin(key, 'hash');
      await store.complete(key, reply);

      await store.release(key);

      expect(await store.begin(key, 'hash')).toEqual({ state: 'replay', reply });
    });

    it('gives the claim of a request that died to its repetition, and to nothing else', async () => {
      const { store, again, advance } = open();
      await store.begin(key, 'hash');

      advance(LEASE_MS - 1);
      expect(await again().begin(key, 'hash')).toEqual({ state: 'in-progress' });
      advance(1);
      expect(await again().begin(key, 'other')).toEqual({ state: 'reused' });
      expect(await again().begin(key, 'hash')).toEqual({ state: 'claimed' });
    });

    it('lets one of twenty repetitions take over from a request that died', async () => {
      const { store, again, advance } = open();
      await store.begin(key, 'hash');
      advance(LEASE_MS);

      const states = await Promise.all(Array.from({ length: 20 }, () => again().begin(key, 'hash')));

      expect(states.filter(({ state }) => state === 'claimed')).toHaveLength(1);
    });

    it('lets a request that outlived its claim free nothing', async () => {
      const { store, again, advance } = open();
      await store.begin(key, 'hash');
      advance(LEASE_MS);
      await again().begin(key, 'hash');

      await store.release(key);

      expect(await again().begin(key, 'hash')).toEqual({ state: 'in-progress' });
    });

    it('lets a request that outlived its claim answer for nobody', async () => {
      const { store, again, advance } = open();
      await store.begin(key, 'hash');
      advance(LEASE_MS);
      const successor = again();
      await successor.begin(key, 'hash');

      await store.complete(key, { ...reply, status: 500 });
      expect(await again().begin(key, 'hash')).toEqual({ state: 'in-progress' });
      await successor.complete(key, reply);

      expect(await again().begin(key, 'hash')).toEqual({ state: 'replay', reply });
    });

    it('remembers a reply for a day', async () => {
      const { store, advance } = open();
      await store.begin(key, 'hash');
      await store.complete(key, reply);

      advance(DAY_MS - 1000);
      expect((await store.begin(key, 'hash')).state).toBe('replay');
      advance(1000);
      expect((await store.begin(key, 'hash')).state).toBe('claimed');
    });

    it('keeps a reply of several megabytes', async () => {
      const { store } = open();
      const matches = Array.from({ length: 20_000 }, (_, i) => ({
        id: `mat_${i}`,
        label: 'Experience',
        score: i % 101,
      }));
      const large = { ...reply, body: JSON.stringify({ matches, text: 'The same words again. '.repeat(100_000) }) };
      await store.begin(key, 'hash');

      await store.complete(key, large);

      expect(await store.begin(key, 'hash')).toEqual({ state: 'replay', reply: large });
    });
  });
}
