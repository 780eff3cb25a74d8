/** What every Cache keeps to. */
import type { Cache } from '../../lambdas/ports';

const one = (key: string, value: string) => new Map([[key, value]]);

export function describeCache(open: () => { cache: Cache; advance(milliseconds: number): void }): void {
  describe('as a Cache', () => {
    it('gives back a value until its time is over, to the second', async () => {
      const { cache, advance } = open();
      await cache.put(one('key', 'värde ☕'), 60);

      advance(59_000);
      expect(await cache.get(['key'])).toEqual(one('key', 'värde ☕'));
      advance(1000);
      expect(await cache.get(['key'])).toEqual(new Map());
    });

    it('keeps the newest value of a key, and keys apart', async () => {
      const { cache } = open();
      await cache.put(
        new Map([
          ['a', '1'],
          ['b', '2'],
        ]),
        60,
      );
      await cache.put(one('a', '3'), 60);

      const found = await cache.get(['a', 'b', 'c', 'a']);
      expect(Object.fromEntries(found)).toEqual({ a: '3', b: '2' });
    });

    it('takes keys and values of any length, and drops what is too large', async () => {
      const { cache } = open();
      const longKey = 'k'.repeat(5000);
      const wide = JSON.stringify(Array.from({ length: 50_000 }, (_, i) => i));
      await cache.put(
        new Map([
          [longKey, wide],
          ['empty', ''],
        ]),
        60,
      );

      expect((await cache.get([longKey])).get(longKey)).toBe(wide);
      expect((await cache.get(['empty'])).get('empty')).toBe('');
    });

    it('takes any number of entries at once, none too', async () => {
      const { cache } = open();
      const many = new Map(Array.from({ length: 130 }, (_, i) => [`many ${i}`, `value ${i}`]));
      await cache.put(many, 60);
      await cache.put(new Map(), 60);

      expect(await cache.get([...many.keys()])).toEqual(many);
      expect(await cache.get([])).toEqual(new Map());
    });

    it('keeps nothing for no time', async () => {
      const { cache } = open();
      await cache.put(one('gone', 'at once'), 0);

      expect(await cache.get(['gone'])).toEqual(new Map());
    });
  });
}
