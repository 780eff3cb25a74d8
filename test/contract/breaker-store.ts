/** What every BreakerStore keeps to. */
import type { BreakerStore } from '../../lambdas/ports';

const KEY = 'bedrock|us.example.model-v1:0';

/** @param open a store without rows, and the epoch milliseconds of its clock */
export function describeBreakerStore(open: () => { store: BreakerStore; now: number }): void {
  describe('as a BreakerStore', () => {
    const at = (now: number, ms: number) => ({ probeAt: now + ms, windowMs: 30_000 });

    it('knows nothing of a model that is well', async () => {
      const { store } = open();
      expect(await store.read(KEY)).toBeNull();
    });

    it('keeps an opening until it is closed', async () => {
      const { store, now } = open();
      const opened = at(now, 1_000);
      expect(await store.swap(KEY, null, opened)).toEqual({ swapped: true, standing: opened });
      expect(await store.read(KEY)).toEqual(opened);
      expect(await store.swap(KEY, opened, null)).toEqual({ swapped: true, standing: null });
      expect(await store.read(KEY)).toBeNull();
    });

    it('lets one of many who open it do so, and tells the others of it', async () => {
      const { store, now } = open();
      const outcomes = await Promise.all([1, 2, 3, 4, 5].map((ms) => store.swap(KEY, null, at(now, ms))));
      expect(outcomes.filter(({ swapped }) => swapped)).toHaveLength(1);
      const standing = await store.read(KEY);
      expect(outcomes.every((outcome) => outcome.standing?.probeAt === standing?.probeAt)).toBe(true);
    });

    it('gives one of many the probe of a window', async () => {
      const { store, now } = open();
      const opened = at(now, 0);
      await store.swap(KEY, null, opened);
      const outcomes = await Promise.all([1, 2, 3, 4, 5].map((ms) => store.swap(KEY, opened, at(now, 30_000 + ms))));
      expect(outcomes.filter(({ swapped }) => swapped)).toHaveLength(1);
    });

    it('does not let one who is late undo what has happened since', async () => {
      const { store, now } = open();
      const [first, second] = [at(now, 1), at(now, 2)];
      await store.swap(KEY, null, first);
      await store.swap(KEY, first, second);
      expect(await store.swap(KEY, first, null)).toEqual({ swapped: false, standing: second });
      await store.swap(KEY, second, null);
      expect(await store.swap(KEY, second, at(now, 3))).toEqual({ swapped: false, standing: null });
    });

    it('keeps models apart', async () => {
      const { store, now } = open();
      await store.swap(KEY, null, at(now, 1));
      expect(await store.read(`${KEY}2`)).toBeNull();
    });
  });
}
