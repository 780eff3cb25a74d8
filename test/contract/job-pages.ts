/** What every JobPages keeps to, beside the JobStore, VectorIndex and TermIndex of the same table. */
import { type VectorSpace, vectorIn } from '../../lambdas/domain/vector-space';
import type { JobPages, JobStore, ScannedJob, TermIndex, VectorIndex } from '../../lambdas/ports';
import { sampleFacts, sampleJob } from './sample-job';
import { fourSpace, threeSpace } from './vector-index';

export interface OpenPages {
  pages: JobPages;
  jobs: JobStore;
  terms: TermIndex;
  vectors: VectorIndex;
}

/** Every page of a segment, one after another. */
export async function walk(
  pages: JobPages,
  { segment = 0, totalSegments = 1, spaces = [] as readonly VectorSpace[] } = {},
): Promise<{ jobs: ScannedJob[]; unreadable: number; pages: number }> {
  const found = { jobs: [] as ScannedJob[], unreadable: 0, pages: 0 };
  let cursor: string | null = null;
  do {
    const page = await pages.read({ segment, totalSegments, cursor, spaces });
    found.jobs.push(...page.jobs);
    found.unreadable += page.unreadable;
    found.pages += 1;
    cursor = page.cursor;
  } while (cursor !== null);
  return found;
}

const idsOf = (jobs: readonly ScannedJob[]) => jobs.map(({ stored }) => stored.job.id).sort();

/** @param open an empty catalogue with `threeSpace` and `fourSpace`, whose pages hold few rows; called for each test */
export function describeJobPages(open: () => Promise<OpenPages>): void {
  describe('as JobPages', () => {
    const put = async ({ jobs }: OpenPages, count: number) => {
      const ids = Array.from({ length: count }, (_, i) => `job-${i}`).sort();
      await Promise.all(ids.map((id) => jobs.put(sampleJob({ id }), sampleFacts())));
      return ids;
    };

    it('ends at once where there is no job', async () => {
      const { pages } = await open();

      expect(await walk(pages)).toEqual({ jobs: [], unreadable: 0, pages: 1 });
    });

    it('gives every job once, as the store does, in more pages than one', async () => {
      const opened = await open();
      const ids = await put(opened, 25);

      const found = await walk(opened.pages);

      expect(idsOf(found.jobs)).toEqual(ids);
      expect(found.pages).toBeGreaterThan(1);
      expect(found.jobs.find(({ stored }) => stored.job.id === 'job-7')?.stored).toEqual(
        await opened.jobs.get('job-7'),
      );
    });

    it('gives every job to one of the segments', async () => {
      const opened = await open();
      const ids = await put(opened, 40);

      const segments = await Promise.all([0, 1, 2].map((segment) => walk(opened.pages, { segment, totalSegments: 3 })));

      expect(idsOf(segments.flatMap(({ jobs }) => jobs))).toEqual(ids);
      expect(segments.every(({ jobs }) => jobs.length < 40)).toBe(true);
    });

    it('passes over the rows of terms', async () => {
      const opened = await open();
      const terms = Array.from({ length: 30 }, (_, i) => `skill:s${i}`);
      await opened.terms.set([{ id: 'job-0', market: 'default', terms, previous: [] }]);
      const ids = await put(opened, 3);

      const found = await walk(opened.pages);

      expect(idsOf(found.jobs)).toEqual(ids);
      expect(found.unreadable).toBe(0);
    });

    it('says of each space whether the job has its vector, until its text changes', async () => {
      const opened = await open();
      await put(opened, 2);
      const hash = (await opened.jobs.get('job-0'))?.contentHash ?? '';
      await opened.vectors.put('job-0', hash, [vectorIn(threeSpace, [1, 0, 0])]);
      const has = async () =>
        (await walk(opened.pages, { spaces: [threeSpace, fourSpace] })).jobs
          .sort((a, b) => (a.stored.job.id < b.stored.job.id ? -1 : 1))
          .map((job) => [job.hasVector(threeSpace), job.hasVector(fourSpace)]);

      expect(await has()).toEqual([
        [true, false],
        [false, false],
      ]);

      await opened.jobs.put(sampleJob({ id: 'job-0', title: 'Cook' }), sampleFacts({ embeddingText: 'Cook' }));
      expect(await has()).toEqual([
        [false, false],
        [false, false],
      ]);
    });

    it('goes on from a cursor when the job it names is gone', async () => {
      const opened = await open();
      const ids = await put(opened, 25);
      const first = await opened.pages.read({ segment: 0, totalSegments: 1, cursor: null, spaces: [] });
      const seen = idsOf(first.jobs);
      await Promise.all(seen.map((id) => opened.jobs.delete(id)));

      const rest: string[] = [];
      for (let cursor = first.cursor; cursor !== null; ) {
        const page = await opened.pages.read({ segment: 0, totalSegments: 1, cursor, spaces: [] });
        rest.push(...idsOf(page.jobs));
        cursor = page.cursor;
      }

      expect([...seen, ...rest].sort()).toEqual(ids);
    });
  });
}
