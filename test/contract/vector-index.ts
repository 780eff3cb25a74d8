/** What every VectorIndex keeps to, beside the JobStore that holds its jobs. */

import { SpaceNotReady } from '../../lambdas/domain/errors';
import type { Job } from '../../lambdas/domain/job';
import { type VectorSpace, vectorIn } from '../../lambdas/domain/vector-space';
import type { JobStore, VectorIndex } from '../../lambdas/ports';
import { sampleFacts, sampleJob } from './sample-job';

export const threeSpace: VectorSpace = { provider: 'embedded', model: 'three/words:0', dimensions: 3, version: 'v1' };
export const fourSpace: VectorSpace = { provider: 'bedrock', model: 'four', dimensions: 4, version: 'v1' };
const neverIndexed: VectorSpace = { ...threeSpace, version: 'v2' };

/** @param open an index that has `threeSpace` and `fourSpace`, and no other */
export function describeVectorIndex(open: () => { jobs: JobStore; index: VectorIndex }): void {
  describe('as a VectorIndex', () => {
    async function put(job: Partial<Job> & { id: string }, vector: number[], facts = sampleFacts()): Promise<boolean> {
      const { jobs, index } = open();
      await jobs.put(sampleJob(job), facts);
      return index.put(job.id, (await jobs.get(job.id))?.contentHash ?? '', [vectorIn(threeSpace, vector)]);
    }
    const query = async (market: string, vector: number[], more: object = {}, topK = 10) =>
      (await open().index.query(vectorIn(threeSpace, vector), { topK, filters: { market, ...more } })).map(
        ({ jobId }) => jobId,
      );

    it('finds the most similar first, with the cosine', async () => {
      await put({ id: 'near', market: 'cosine' }, [1, 0.1, 0]);
      await put({ id: 'far', market: 'cosine' }, [-1, 0, 0]);
      await put({ id: 'middle', market: 'cosine' }, [0.5, 0.5, 0]);

      const found = await open().index.query(vectorIn(threeSpace, [1, 0, 0]), {
        topK: 2,
        filters: { market: 'cosine' },
      });

      expect(found).toEqual([
        { jobId: 'near', similarity: expect.closeTo(1 / Math.hypot(1, 0.1), 5) },
        { jobId: 'middle', similarity: expect.closeTo(Math.SQRT1_2, 5) },
      ]);
      expect(await query('cosine', [-1, 0, 0], {}, 1)).toEqual(['far']);
    });

    it('puts a job without a market into the default one', async () => {
      await put({ id: 'unplaced' }, [0, 0, 1]);

      expect(await query('default', [0, 0, 1])).toContain('unplaced');
      expect(await query('nowhere', [0, 0, 1])).toEqual([]);
    });

    it('keeps to the filters, as sent or as read from the text', async () => {
      const market = 'filters';
      await put({ id: 'sent', market, remote: 'remote', employmentType: 'full-time', seniority: 'senior' }, [1, 0, 0]);
      await put({ id: 'read', market }, [1, 0, 0], sampleFacts({ remote: 'remote', seniority: 'junior' }));
      await put({ id: 'neither', market }, [1, 0, 0], sampleFacts({ remote: null }));

      expect((await query(market, [1, 0, 0], { remote: 'remote' })).sort()).toEqual(['read', 'sent']);
      expect(await query(market, [1, 0, 0], { remote: 'remote', seniority: 'junior' })).toEqual(['read']);
      expect(await query(market, [1, 0, 0], { employmentType: 'full-time' })).toEqual(['sent']);
      expect(await query(market, [1, 0, 0])).toHaveLength(3);
    });

    it('never writes the vector of a text that has changed since', async () => {
      const { jobs, index } = open();
      await jobs.put(sampleJob({ id: 'moved-on', market: 'stale' }), sampleFacts());
      const before = (await jobs.get('moved-on'))?.contentHash ?? '';
      await jobs.put(sampleJob({ id: 'moved-on', market: 'stale', title: 'Cook' }), sampleFacts());

      expect(await index.put('moved-on', before, [vectorIn(threeSpace, [1, 0, 0])])).toBe(false);
      expect(await query('stale', [1, 0, 0])).toEqual([]);
    });

    it('drops the vector of a job whose text changes, and keeps it when only other fields do', async () => {
      const market = 'change';
      await put({ id: 'reworded', market }, [1, 0, 0]);
      await put({ id: 'paid', market }, [1, 0, 0]);

      await open().jobs.put(
        sampleJob({ id: 'reworded', market, title: 'Cook' }),
        sampleFacts({ embeddingText: 'Cook' }),
      );
      await open().jobs.put(sampleJob({ id: 'paid', market, remote: 'hybrid' }), sampleFacts());

      expect(await query(market, [1, 0, 0])).toEqual(['paid']);
      expect(await query(market, [1, 0, 0], { remote: 'hybrid' })).toEqual(['paid']);
    });

    it('writes no vector beside a job that is gone, and forgets it with the job', async () => {
      await put({ id: 'gone', market: 'gone' }, [1, 0, 0]);
      const hash = (await open().jobs.get('gone'))?.contentHash ?? '';

      await open().jobs.delete('gone');

      expect(await query('gone', [1, 0, 0])).toEqual([]);
      expect(await open().index.put('gone', hash, [vectorIn(threeSpace, [1, 0, 0])])).toBe(false);
      expect(await open().jobs.get('gone')).toBeUndefined();
    });

    it('never leaves an old vector beside a new text, whichever comes first', async () => {
      const { jobs, index } = open();
      for (let round = 0; round < 10; round++) {
        const id = `race-${round}`;
        await jobs.put(sampleJob({ id, market: 'race' }), sampleFacts());
        const before = (await jobs.get(id))?.contentHash ?? '';

        await Promise.all([
          index.put(id, before, [vectorIn(threeSpace, [1, 0, 0])]),
          jobs.put(sampleJob({ id, market: 'race', title: 'Cook' }), sampleFacts({ embeddingText: 'Cook' })),
        ]);
      }

      expect(await query('race', [1, 0, 0])).toEqual([]);
    });

    it('keeps the spaces apart', async () => {
      const { jobs, index } = open();
      await jobs.put(sampleJob({ id: 'both', market: 'spaces' }), sampleFacts());
      const hash = (await jobs.get('both'))?.contentHash ?? '';
      await index.put('both', hash, [vectorIn(fourSpace, [1, 0, 0, 0])]);

      expect(await query('spaces', [1, 0, 0])).toEqual([]);
      const found = await index.query(vectorIn(fourSpace, [1, 0, 0, 0]), { topK: 5, filters: { market: 'spaces' } });
      expect(found).toEqual([{ jobId: 'both', similarity: expect.closeTo(1, 5) }]);
    });

    it('searches the space of the vector, also where another space has the same length', async () => {
      await put({ id: 'of-three', market: 'alike' }, [1, 0, 0]);
      const ask = { topK: 5, filters: { market: 'alike' } };

      await expect(open().index.query(vectorIn(neverIndexed, [1, 0, 0]), ask)).rejects.toThrow(SpaceNotReady);
    });

    it('says that a space is not ready when it has no index', async () => {
      const asked = open().index.query(vectorIn(neverIndexed, [1, 0, 0]), { topK: 5, filters: { market: 'default' } });

      await expect(asked).rejects.toThrow(SpaceNotReady);
    });
  });
}
