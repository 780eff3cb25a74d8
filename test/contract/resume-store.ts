/** What every ResumeStore keeps to. */
import { parsedResumeSchema } from '../../lambdas/domain/resume';
import type { ResumeStore } from '../../lambdas/ports';

export function describeResumeStore(open: () => ResumeStore): void {
  describe('as a ResumeStore', () => {
    const resume = parsedResumeSchema.parse({ basics: { name: 'Ines Example', email: 'ines@example.com' } });

    it('gives back what was put, under a new id', async () => {
      const store = open();

      const stored = await store.put('ines', resume);

      expect(stored).toEqual({
        ...resume,
        id: expect.stringMatching(/^res_[\w-]{22}$/),
        createdAt: expect.any(String),
      });
      expect(await store.get('ines', stored.id)).toEqual(stored);
      expect((await store.put('ines', resume)).id).not.toBe(stored.id);
    });

    it('gives a resume to its owner only, and lets nobody else delete it', async () => {
      const store = open();
      const { id } = await store.put('ines', resume);

      expect(await store.get('tom', id)).toBeUndefined();
      expect(await store.delete('tom', id)).toBe(false);
      expect(await store.get('ines', id)).toBeDefined();
    });

    it('deletes a resume once', async () => {
      const store = open();
      const { id } = await store.put('ines', resume);

      expect(await store.delete('ines', id)).toBe(true);
      expect(await store.delete('ines', id)).toBe(false);
      expect(await store.get('ines', id)).toBeUndefined();
    });

    it('keeps a resume of half a million characters', async () => {
      const store = open();
      const line = 'Led a team of twelve that moved the warehouse to a new site. ';
      const long = parsedResumeSchema.parse({ unmapped: [{ heading: 'Notes', text: line.repeat(8200) }] });

      const { id } = await store.put('ines', long);

      expect((await store.get('ines', id))?.unmapped).toEqual(long.unmapped);
    });
  });
}
