/** What every TermIndex keeps to. */
import type { TermIndex } from '../../lambdas/ports';

export function describeTermIndex(open: () => TermIndex): void {
  describe('as a TermIndex', () => {
    const find = (index: TermIndex, market: string, terms: Record<string, number>, limit = 10) =>
      index.find(
        Object.entries(terms).map(([term, weight]) => ({ term, weight })),
        { market, limit },
      );

    it('finds jobs by any of the terms, most shared weight first, ties by id', async () => {
      const index = open();
      await index.set([{ id: 'b', market: 'ranking', terms: ['skill:python'], previous: [] }]);
      await index.set([{ id: 'a', market: 'ranking', terms: ['skill:python'], previous: [] }]);
      await index.set([{ id: 'c', market: 'ranking', terms: ['skill:python', 'title:nurse'], previous: [] }]);
      await index.set([{ id: 'd', market: 'ranking', terms: ['title:nurse'], previous: [] }]);

      const terms = { 'skill:python': 2, 'title:nurse': 1, 'skill:absent': 9 };

      expect(await find(index, 'ranking', terms)).toEqual(['c', 'a', 'b', 'd']);
      expect(await find(index, 'ranking', terms, 2)).toEqual(['c', 'a']);
      expect(await find(index, 'ranking', {})).toEqual([]);
    });

    it('adds up the weights of a term that is named twice', async () => {
      const index = open();
      await index.set([{ id: 'twice', market: 'sums', terms: ['skill:a'], previous: [] }]);
      await index.set([{ id: 'once', market: 'sums', terms: ['skill:b'], previous: [] }]);

      const found = await index.find(
        [
          { term: 'skill:a', weight: 2 },
          { term: 'skill:b', weight: 3 },
          { term: 'skill:a', weight: 2 },
        ],
        { market: 'sums', limit: 10 },
      );

      expect(found).toEqual(['twice', 'once']);
    });

    it('keeps to the market', async () => {
      const index = open();
      await index.set([{ id: 'here', market: 'at', terms: ['skill:x'], previous: [] }]);
      await index.set([{ id: 'there', market: 'de', terms: ['skill:x'], previous: [] }]);

      expect(await find(index, 'at', { 'skill:x': 1 })).toEqual(['here']);
    });

    it('forgets the terms that a job no longer has', async () => {
      const index = open();
      await index.set([{ id: 'changed', market: 'change', terms: ['skill:old', 'skill:kept'], previous: [] }]);

      await index.set([
        { id: 'changed', market: 'change', terms: ['skill:kept', 'skill:new'], previous: ['skill:old', 'skill:kept'] },
      ]);

      expect(await find(index, 'change', { 'skill:old': 1 })).toEqual([]);
      expect(await find(index, 'change', { 'skill:kept': 1 })).toEqual(['changed']);
      expect(await find(index, 'change', { 'skill:new': 1 })).toEqual(['changed']);
    });

    it('takes more terms than a batch of the store holds, and the same one twice', async () => {
      const index = open();
      const terms = Array.from({ length: 70 }, (_, i) => `skill:s${i}`);
      await index.set([{ id: 'wide', market: 'width', terms: [...terms, 'skill:s0'], previous: [] }]);

      const found = await Promise.all(terms.map((term) => find(index, 'width', { [term]: 1 })));
      expect(found.every(([id]) => id === 'wide')).toBe(true);

      await index.set([{ id: 'wide', market: 'width', terms: [], previous: terms }]);
      expect(await find(index, 'width', Object.fromEntries(terms.map((term) => [term, 1])))).toEqual([]);
    });
  });
}
