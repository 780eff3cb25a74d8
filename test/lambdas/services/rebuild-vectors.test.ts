import { DomainError } from '../../../lambdas/domain/errors';
import { readJob } from '../../../lambdas/domain/read-job';
import { type RebuildWork, rebuildWorkSchema } from '../../../lambdas/domain/vector-rebuild';
import type { VectorSpace } from '../../../lambdas/domain/vector-space';
import type { Call, EmbedderChain, JobPages, StoredJob, VectorIndex } from '../../../lambdas/ports';
import { rebuildVectors } from '../../../lambdas/services/rebuild-vectors';
import { testClock } from '../../contract/laptop-tables';
import { lengthEmbedders, memoryIndexes } from '../../support/fake-stores';
import { wordlessKnowledge } from '../../support/knowledge';

const titan: VectorSpace = { provider: 'bedrock', model: 'titan', dimensions: 2, version: 'v1' };
const words: VectorSpace = { provider: 'embedded', model: 'words', dimensions: 2, version: 'v1' };
const knowledge = wordlessKnowledge();
const PAGE = 3;

function aStoredJob(number: number): StoredJob {
  const job = { id: `job-${number}`, title: `Engineer ${number}`, description: 'Builds pipelines in Python and SQL.' };
  return { job, facts: readJob(job, knowledge), contentHash: `hash-${number}`, updatedAt: '2026-03-01T12:00:00.000Z' };
}

/** A catalogue of `count` jobs in pages of three, its vectors, and a clock that each page moves by a second. */
function setUp({
  count = 10,
  spaces = [titan],
  down = [],
  unreadable = 0,
}: {
  count?: number;
  spaces?: readonly VectorSpace[];
  down?: VectorSpace[];
  unreadable?: number;
} = {}) {
  const jobs = Array.from({ length: count }, (_, number) => aStoredJob(number));
  const { vectors } = memoryIndexes();
  const clock = testClock();
  const counted: Record<string, number> = {};
  const paused: number[] = [];
  const chain = lengthEmbedders(spaces);
  const embedders: EmbedderChain = {
    ...chain,
    async embed(texts, ask) {
      if (ask.space && down.includes(ask.space)) throw new DomainError('PROVIDER_UNAVAILABLE', 'down');
      return chain.embed(texts, ask);
    },
  };
  const pages: JobPages = {
    async read({ cursor }) {
      clock.advance(1_000);
      const from = Number(cursor ?? 0);
      const isLast = from + PAGE >= jobs.length;
      return {
        jobs: jobs.slice(from, from + PAGE).map((stored) => ({
          stored,
          hasVector: (space: VectorSpace) =>
            vectors.rows.has(`${space.provider}/${space.model}/${space.dimensions}/${space.version} ${stored.job.id}`),
        })),
        unreadable: isLast ? unreadable : 0,
        cursor: isLast ? null : String(from + PAGE),
      };
    },
  };
  const ports = {
    pages,
    embedders,
    vectors: vectors as VectorIndex,
    knowledge,
    clock,
    telemetry: {
      count: (metric: string, value: number) => {
        counted[metric] = (counted[metric] ?? 0) + value;
      },
      measure() {},
      event() {},
    },
    async pause(milliseconds: number) {
      paused.push(milliseconds);
      clock.advance(milliseconds);
    },
  };
  const call = (ms = 300_000): Call => ({ signal: new AbortController().signal, deadline: clock.now() + ms });
  return { jobs, rows: vectors.rows, asked: chain.asked, down, counted, paused, ports, call };
}

const work = (more: Partial<RebuildWork> = {}): RebuildWork =>
  rebuildWorkSchema.parse({ segment: 0, totalSegments: 1, ...more });

describe('rebuild-vectors', () => {
  it('gives every job the vectors it lacks, and says so', async () => {
    const { ports, call, rows, counted } = setUp({ spaces: [titan, words], unreadable: 1 });

    const done = await rebuildVectors(ports, work(), call());

    expect(done).toMatchObject({ cursor: null, scanned: 11, embedded: 10, skipped: 0, failed: 1 });
    expect(rows.size).toBe(20);
    expect(counted).toEqual({ JobsEmbedded: 10, JobsNotEmbedded: 1 });
  });

  it('passes over what is there, so that a second run asks no model', async () => {
    const { ports, call, asked } = setUp();
    await rebuildVectors(ports, work(), call());
    const before = asked.length;

    const done = await rebuildVectors(ports, work(), call());

    expect(done).toMatchObject({ scanned: 10, embedded: 0, skipped: 10 });
    expect(asked).toHaveLength(before);
  });

  it('makes every vector again when told to', async () => {
    const { ports, call, asked } = setUp();
    await rebuildVectors(ports, work(), call());

    const done = await rebuildVectors(ports, work({ onlyMissing: false }), call());

    expect(done).toMatchObject({ embedded: 10, skipped: 0 });
    expect(asked.flat()).toHaveLength(20);
  });

  it('fills only the spaces it is told of', async () => {
    const { ports, call, rows } = setUp({ spaces: [titan, words], count: 2 });

    await rebuildVectors(ports, work({ spaces: ['embedded/words/2/v1'] }), call());

    expect([...rows.keys()]).toEqual(['embedded/words/2/v1 job-0', 'embedded/words/2/v1 job-1']);
  });

  it('refuses a space that it has no embedder for', async () => {
    const { ports, call } = setUp();

    await expect(rebuildVectors(ports, work({ spaces: ['openai/other/2/v1'] }), call())).rejects.toThrow(
      'no embedder of openai/other/2/v1; there are bedrock/titan/2/v1',
    );
  });

  it('stops in time for another page, and goes on where it stood', async () => {
    const { ports, call, rows } = setUp();

    const first = await rebuildVectors(ports, work(), call(32_000));
    expect(first).toMatchObject({ cursor: '6', scanned: 6, embedded: 6 });

    const second = await rebuildVectors(ports, first, call(32_000));
    expect(second).toMatchObject({ cursor: null, scanned: 10, embedded: 10 });
    expect(rows.size).toBe(10);
  });

  it('throws when an embedder is down from the first page on, so that the caller waits', async () => {
    const { ports, call, rows } = setUp({ down: [titan] });

    await expect(rebuildVectors(ports, work(), call())).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(rows.size).toBe(0);
  });

  it('keeps what is done when an embedder goes down, and counts no job of the page twice', async () => {
    const { ports, call, down, rows, counted } = setUp({ spaces: [titan, words] });
    const pages: JobPages = {
      async read(ask) {
        if (ask.cursor === '3' && down.length === 0) down.push(titan);
        return ports.pages.read(ask);
      },
    };

    const stopped = await rebuildVectors({ ...ports, pages }, work(), call());
    expect(stopped).toMatchObject({ cursor: '3', scanned: 3, embedded: 3, failed: 0 });
    // The other space is written all the same, and no vector of its in place of the one that is lacking.
    expect([...rows.keys()].filter((key) => key.startsWith('embedded')).length).toBe(6);

    down.splice(0);
    const done = await rebuildVectors(ports, stopped, call());
    expect(done).toMatchObject({ cursor: null, scanned: 10, embedded: 10, skipped: 0, failed: 0 });
    expect(counted).toEqual({ JobsEmbedded: 10 });
    expect(rows.size).toBe(20);
  });

  it('goes on after a job whose vectors are refused', async () => {
    const { ports, call } = setUp();
    const vectors: VectorIndex = {
      ...ports.vectors,
      put: async (id, hash, made) => {
        if (id === 'job-4') throw new RangeError('a vector of a wrong length');
        return ports.vectors.put(id, hash, made);
      },
    };

    const done = await rebuildVectors({ ...ports, vectors }, work(), call());

    expect(done).toMatchObject({ cursor: null, scanned: 10, embedded: 9, failed: 1 });
  });

  it('leaves a job that changed meanwhile to the stream', async () => {
    const { ports, call } = setUp({ count: 1 });
    const vectors: VectorIndex = { ...ports.vectors, put: async () => false };

    expect(await rebuildVectors({ ...ports, vectors }, work(), call())).toMatchObject({ embedded: 0, skipped: 1 });
  });

  it('embeds the text as it is read now when the stored facts are of older code', async () => {
    const { ports, call, asked, jobs } = setUp({ count: 1 });
    const [stored] = jobs;
    const text = stored?.facts.embeddingText;
    if (stored) stored.facts = { ...stored.facts, version: 'older', embeddingText: '' };

    await rebuildVectors(ports, work(), call());

    expect(asked).toEqual([[text]]);
  });

  it('is no faster than it is told to be', async () => {
    const { ports, call, paused } = setUp();

    await rebuildVectors(ports, work({ jobsPerSecond: 1 }), call());

    // A page of three takes a second by itself; the one job of the last page is due a second after.
    expect(paused).toEqual([2_000, 2_000, 2_000]);
  });
});
