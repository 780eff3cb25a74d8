/** What every Cache keeps to. */
import type { Cache } from '../../lambdas/ports';

export function describeCache(open: () => { cache: Cache; advance(milliseconds: number): void }): void {
  describe('as a Cache', () => {
    it('gives back a value until its time is over, to the second', async () => {
      const { cache, advance } = open();
      await cache.put('key', 'värde ☕', 60);

      advance(59_000);
      expect(await cache.get('key')).toBe('värde ☕');
      advance(1000);
      expect(await cache.get('key')).toBeUndefined();
    });

    it('keeps the newest value of a key, and keys apart', async () => {
      const { cache } = open();
      await cache.put('a', '1', 60);
      await cache.put('b', '2', 60);
      await cache.put('a', '3', 60);

      expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual(['3', '2', undefined]);
    });

    it('takes keys and values of any length, and drops what is too large', async () => {
      const { cache } = open();
      const longKey = 'k'.repeat(5000);
      const wide = JSON.stringify(Array.from({ length: 50_000 }, (_, i) => i));
      await cache.put(longKey, wide, 60);
      await cache.put('empty', '', 60);

      expect(await cache.get(longKey)).toBe(wide);
      expect(await cache.get('empty')).toBe('');
    });
  });
}
