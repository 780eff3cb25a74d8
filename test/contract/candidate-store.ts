/** What every CandidateStore keeps to, beside the ResumeStore that fills it. */
import { parsedResumeSchema } from '../../lambdas/domain/resume';
import type { CandidateStore, ResumeStore } from '../../lambdas/ports';

export function describeCandidateStore(open: () => { resumes: ResumeStore; candidates: CandidateStore }): void {
  describe('as a CandidateStore', () => {
    const named = (label: string) => parsedResumeSchema.parse({ basics: { label } });
    const labels = (resumes: { basics: { label: string | null } }[]) =>
      resumes.map(({ basics }) => basics.label).sort();
    const weights = new Map([
      ['skill:python', 2],
      ['title:nurse', 3],
    ]);

    async function storeThree(owner: string) {
      const { resumes, candidates } = open();
      const put = (label: string, terms: string[]) => resumes.put(owner, named(label), undefined, terms);
      const stored = [
        await put('both', ['skill:python', 'title:nurse', 'skill:go']),
        await put('nurse', ['title:nurse']),
        await put('neither', []),
      ] as const;
      return { candidates, resumes, stored };
    }

    it('finds all of an owner who has no more than asked for, whatever they name', async () => {
      const { candidates, stored } = await storeThree('all');

      const found = await candidates.find('all', weights, { limit: 3 });

      expect(labels(found.resumes)).toEqual(['both', 'neither', 'nurse']);
      expect(found.stored).toBe(3);
      expect(found.resumes.map(({ id }) => id)).toEqual(stored.map(({ id }) => id).sort());
    });

    it('finds of more those that share most weight with the terms', async () => {
      const { candidates } = await storeThree('most');

      expect(labels((await candidates.find('most', weights, { limit: 2 })).resumes)).toEqual(['both', 'nurse']);
      expect(labels((await candidates.find('most', weights, { limit: 1 })).resumes)).toEqual(['both']);
      expect((await candidates.find('most', weights, { limit: 1 })).stored).toBe(3);
      expect(labels((await candidates.find('most', new Map([['skill:go', 1]]), { limit: 1 })).resumes)).toEqual([
        'both',
      ]);
    });

    it('finds nothing of another owner, and gives none of theirs by id', async () => {
      const { candidates, stored } = await storeThree('one');

      expect(await candidates.find('other', weights, { limit: 2 })).toEqual({ resumes: [], stored: 0 });
      expect(await candidates.find('on', weights, { limit: 2 })).toEqual({ resumes: [], stored: 0 });
      expect(
        await candidates.getMany(
          'other',
          stored.map(({ id }) => id),
        ),
      ).toEqual([]);
    });

    it('gives resumes by id, each once, without those that are not there', async () => {
      const { candidates, stored } = await storeThree('named');
      const { id } = stored[1];

      expect(await candidates.getMany('named', [id, 'res_none', id])).toEqual([stored[1]]);
      expect(await candidates.getMany('named', [])).toEqual([]);
    });

    it('no longer finds what was deleted', async () => {
      const { candidates, resumes, stored } = await storeThree('gone');
      await resumes.delete('gone', stored[0].id);

      expect(labels((await candidates.find('gone', weights, { limit: 1 })).resumes)).toEqual(['nurse']);
      expect(labels((await candidates.find('gone', weights, { limit: 9 })).resumes)).toEqual(['neither', 'nurse']);
    });

    it('finds what was stored again by what it names now', async () => {
      const { candidates, resumes, stored } = await storeThree('again');
      await resumes.put('again', { ...named('now python'), id: stored[2].id }, undefined, [
        'skill:python',
        'title:nurse',
      ]);
      await resumes.put('again', { ...named('was both'), id: stored[0].id }, undefined, ['skill:cobol']);

      const found = await candidates.find('again', weights, { limit: 1 });

      expect(labels(found.resumes)).toEqual(['now python']);
      expect(found.stored).toBe(3);
    });
  });
}
