/** What every JobStore keeps to. */
import type { JobStore } from '../../lambdas/ports';
import { sampleFacts, sampleJob } from './sample-job';

export function describeJobStore(open: () => { store: JobStore; advance(milliseconds: number): void }): void {
  describe('as a JobStore', () => {
    it('gives back a job as it was put, with its facts', async () => {
      const { store } = open();
      const job = sampleJob({
        id: 'kept',
        salary: { min: 1e300, currency: 'EUR', period: 'year' },
        mustHaveSkills: [],
      });

      const put = await store.put(job, sampleFacts());

      expect(put.created).toBe(true);
      expect(await store.get('kept')).toEqual({
        job,
        facts: sampleFacts(),
        contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        updatedAt: put.updatedAt,
      });
    });

    it('has no job that was never put', async () => {
      expect(await open().store.get('never')).toBeUndefined();
    });

    it('replaces a job, and says that it was there', async () => {
      const { store, advance } = open();
      const first = await store.put(sampleJob({ id: 'replaced', remote: 'remote' }), sampleFacts());
      advance(1000);

      const second = await store.put(sampleJob({ id: 'replaced', title: 'Ward nurse' }), sampleFacts());

      expect(second.created).toBe(false);
      expect(second.updatedAt > first.updatedAt).toBe(true);
      expect((await store.get('replaced'))?.job).toEqual(sampleJob({ id: 'replaced', title: 'Ward nurse' }));
    });

    it('leaves the same job alone, whatever the order of its fields', async () => {
      const { store, advance } = open();
      const first = await store.put(sampleJob({ id: 'same' }), sampleFacts());
      advance(1000);

      const { description, title, id } = sampleJob({ id: 'same' });
      const second = await store.put({ description, title, id }, sampleFacts());

      expect(second).toEqual({ created: false, updatedAt: first.updatedAt });
    });

    it('writes the same job again when it was read by another version', async () => {
      const { store } = open();
      await store.put(sampleJob({ id: 'reread' }), sampleFacts());
      const before = await store.get('reread');

      await store.put(sampleJob({ id: 'reread' }), sampleFacts({ version: 'r2', seniority: 'senior' }));

      const after = await store.get('reread');
      expect(after?.facts).toMatchObject({ version: 'r2', seniority: 'senior' });
      expect(after?.contentHash).not.toBe(before?.contentHash);
    });

    it('gives many jobs, each once, without those that are not there', async () => {
      const { store } = open();
      const ids = Array.from({ length: 105 }, (_, i) => `many-${i}`);
      await Promise.all(ids.map((id) => store.put(sampleJob({ id }), sampleFacts())));

      const found = await store.getMany([...ids, 'many-0', 'missing']);

      expect(found.map(({ job }) => job.id).sort()).toEqual([...ids].sort());
      expect(await store.getMany([])).toEqual([]);
    });

    it('deletes a job once', async () => {
      const { store } = open();
      await store.put(sampleJob({ id: 'deleted' }), sampleFacts());

      expect(await store.delete('deleted')).toBe(true);
      expect(await store.delete('deleted')).toBe(false);
      expect(await store.get('deleted')).toBeUndefined();
    });

    it('creates a job once when it is put many times at once', async () => {
      const { store } = open();
      const titles = Array.from({ length: 10 }, (_, i) => `Nurse ${i}`);

      const puts = await Promise.all(
        titles.map((title) => store.put(sampleJob({ id: 'raced', title }), sampleFacts())),
      );

      expect(puts.filter((put) => put.created)).toHaveLength(1);
      expect(titles).toContain((await store.get('raced'))?.job.title);
    });
  });
}
