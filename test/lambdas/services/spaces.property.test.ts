/** Embedders go down and come up at random: nothing of another space is ever written or asked, and matches still come. */
import fc from 'fast-check';
import { DomainError } from '../../../lambdas/domain/errors';
import { spaceId, type Vector, type VectorSpace, vectorIn } from '../../../lambdas/domain/vector-space';
import type { Call, EmbedderChain, ScannedJob, VectorIndex } from '../../../lambdas/ports';
import { embedJobs } from '../../../lambdas/services/embed-jobs';
import { findCandidateJobs } from '../../../lambdas/services/find-candidate-jobs';
import { sampleFacts, sampleJob } from '../../contract/sample-job';
import { fakeProvenance } from '../../support/fake-stores';
import { aProfile } from '../../support/match-fixtures';

/** All of one length, so that no length gives a mistake away. */
const spaces: readonly VectorSpace[] = ['titan', 'bge', 'table'].map((model, i) => ({
  provider: i === 2 ? 'embedded' : 'bedrock',
  model,
  dimensions: 3,
  version: 'v1',
}));
const call: Call = { signal: new AbortController().signal, deadline: Number.MAX_SAFE_INTEGER };
const quiet = { count() {}, measure() {}, event() {} };
const profile = aProfile();

/** Another one for each space and text. */
function vectorOf(space: VectorSpace, text: string): Vector {
  const seed = [...`${spaceId(space)} ${text}`].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9_973, 7);
  return vectorIn(space, [seed, seed % 101, 1]);
}

/** What may happen at each step: which embedders are down, which indexes are not ready, and who is at work. */
const step = fc.record({
  down: fc.subarray([0, 1, 2]),
  notReady: fc.subarray([0, 1, 2]),
  isWordSearchDown: fc.boolean(),
  jobs: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }),
});

function scene() {
  const rows = new Map<string, Vector>();
  const asked: string[] = [];
  const now = { down: [] as number[], notReady: [] as number[] };
  const isIn = (places: readonly number[], space: VectorSpace) => places.some((at) => spaces[at] === space);
  const embedders: EmbedderChain = {
    spaces,
    async embed(texts, { space: wanted }) {
      const space = spaces.find((each) => !isIn(now.down, each) && (wanted === undefined || each === wanted));
      if (space === undefined) throw new DomainError('PROVIDER_UNAVAILABLE', 'no embedder answers');
      const isFirst = space === spaces[0];
      const provenance = fakeProvenance({ degraded: space === spaces[2], fallbackUsed: !isFirst });
      return { vectors: texts.map((text) => vectorOf(space, text)), space, provenance };
    },
  };
  const vectors: VectorIndex = {
    async put(jobId, _hash, made) {
      for (const vector of made) rows.set(`${spaceId(vector.space)} ${jobId}`, vector);
      return true;
    },
    async query(vector) {
      asked.push(spaceId(vector.space));
      const at = spaces.findIndex((space) => spaceId(space) === spaceId(vector.space));
      if (now.notReady.includes(at)) throw new Error('the index is not ready');
      expect(vector).toEqual(vectorOf(vector.space, 'sews'));
      return [...rows].flatMap(([key]) =>
        key.startsWith(`${spaceId(vector.space)} `) ? [{ jobId: key.split(' ')[1] ?? '', similarity: 1 }] : [],
      );
    },
  };
  return { rows, asked, embedders, vectors, turn: (next: typeof now) => Object.assign(now, next) };
}

const textOf = (id: number) => `a job ${id}`;
function jobOf(id: number, rows: ReadonlyMap<string, Vector>): ScannedJob {
  const facts = { ...sampleFacts(), embeddingText: textOf(id) };
  const stored = { job: sampleJob({ id: `job-${id}` }), facts, contentHash: 'hash', updatedAt: '2026-11-22T06:00:00Z' };
  return { stored, hasVector: (space) => rows.has(`${spaceId(space)} job-${id}`) };
}

describe('spaces, while embedders go down and come up', () => {
  it('hold only what their own embedder made, and are asked with their own vectors only', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const { rows, asked, embedders, vectors, turn } = scene();
        for (const { down, notReady, jobs, isWordSearchDown } of steps) {
          turn({ down, notReady });
          const wanted = [...new Set(jobs)].map((id) => jobOf(id, rows));
          const outcomes = await embedJobs({ embedders, vectors, telemetry: quiet }, wanted, spaces, call);
          for (const { stored, hasVector } of wanted) {
            const lacks = spaces.some((space) => !hasVector(space));
            expect(outcomes.get(stored.job.id)?.state === 'failed').toBe(lacks);
          }

          const terms = {
            set: async () => undefined,
            find: async () => {
              if (isWordSearchDown) throw new DomainError('STORE_UNAVAILABLE', 'down');
              return ['by-words'];
            },
          };
          const before = asked.length;
          const found = await findCandidateJobs(
            { embedders, vectors, terms },
            { ...profile, embeddingText: 'sews' },
            {},
            call,
          ).catch((error: unknown) => error);
          const usable = spaces.filter((_, at) => !down.includes(at) && !notReady.includes(at));
          const searched = asked.slice(before);
          expect(new Set(searched).size).toBe(searched.length);
          if (usable.length === 0 && isWordSearchDown) {
            expect(found).toBeInstanceOf(DomainError);
            continue;
          }
          expect(found).toMatchObject({ ids: expect.any(Array) });
          const { ids, provenance } = found as Awaited<ReturnType<typeof findCandidateJobs>>;
          if (!isWordSearchDown) expect(ids).toContain('by-words');
          if (usable.length === 0) expect(provenance.degraded).toBe(true);
          else expect(searched.at(-1)).toBe(spaceId(usable[0] as VectorSpace));
        }
        for (const [key, vector] of rows) {
          const space = spaces.find((each) => key.startsWith(`${spaceId(each)} `)) as VectorSpace;
          expect(vector).toEqual(vectorOf(space, textOf(Number(key.split('job-')[1]))));
        }
        turn({ down: [], notReady: [] });
        const all = [0, 1, 2, 3, 4, 5].map((id) => jobOf(id, rows));
        await embedJobs({ embedders, vectors, telemetry: quiet }, all, spaces, call);
        expect(rows.size).toBe(18);
      }),
      { numRuns: 300 },
    );
  });

  it('take nothing from a chain that answers in another space than it was asked for', async () => {
    const { rows, vectors } = scene();
    const [first, second] = spaces as [VectorSpace, VectorSpace];
    const wrong: EmbedderChain = {
      spaces,
      embed: async (texts) => ({
        vectors: texts.map((text) => vectorOf(second, text)),
        space: second,
        provenance: fakeProvenance(),
      }),
    };
    const outcomes = await embedJobs({ embedders: wrong, vectors, telemetry: quiet }, [jobOf(1, rows)], [first], call);

    expect(outcomes.get('job-1')).toMatchObject({ state: 'failed', error: expect.any(RangeError) });
    expect(rows.size).toBe(0);
  });
});
