import { rebuildWorkSchema } from '../../../lambdas/domain/vector-rebuild';
import { vectorIn } from '../../../lambdas/domain/vector-space';
import type { EmbedderChain, VectorIndex } from '../../../lambdas/ports';
import { rebuildVectors } from '../../../lambdas/services/rebuild-vectors';
import { dynamoJobPages } from '../../../lambdas/storage/dynamo-job-pages';
import { dynamoJobStore } from '../../../lambdas/storage/dynamo-job-store';
import { dynamoVectorIndex } from '../../../lambdas/storage/dynamo-vector-index';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';
import { sampleFacts, sampleJob } from '../../contract/sample-job';
import { threeSpace } from '../../contract/vector-index';
import { fakeProvenance } from '../../support/fake-stores';
import { wordlessKnowledge } from '../../support/knowledge';

const COUNT = 30;
const quiet = { count() {}, measure() {}, event() {} };

describe('rebuild-vectors, killed in the middle', () => {
  let tables: LaptopTables;
  beforeEach(async () => {
    tables = await openLaptopTables({ spaces: [threeSpace] });
  });
  afterEach(() => tables.close());

  it.each([1, 7, 19, 29])('loses and doubles no vector when %i were written', async (writtenBefore) => {
    const clock = testClock();
    const catalogue = { client: tables.client, table: tables.names.jobs, clock };
    const jobs = dynamoJobStore(catalogue);
    const index = dynamoVectorIndex(catalogue);
    const knowledge = wordlessKnowledge();
    const ids = Array.from({ length: COUNT }, (_, i) => `job-${i}`);
    for (const id of ids) await jobs.put(sampleJob({ id, title: id }), sampleFacts());

    const written: string[] = [];
    const sent: Promise<boolean>[] = [];
    let kill: () => void = () => undefined;
    const killed = new Promise<'killed'>((resolve) => {
      kill = () => resolve('killed');
    });
    let alive = false;
    /** A process that dies while it writes: what was sent is written, what comes after is not, and nobody hears of it. */
    const vectors: VectorIndex = {
      ...index,
      async put(id, hash, made) {
        if (!alive && written.length >= writtenBefore) {
          kill();
          return new Promise(() => undefined);
        }
        written.push(id);
        const writing = index.put(id, hash, made);
        sent.push(writing);
        return writing;
      },
    };
    const embedders: EmbedderChain = {
      spaces: [threeSpace],
      embed: async (texts) => ({
        vectors: texts.map(() => vectorIn(threeSpace, [1, 0, 0])),
        space: threeSpace,
        provenance: fakeProvenance(),
      }),
    };
    const pages = dynamoJobPages({ ...catalogue, rowsPerPage: 4 });
    const ports = { pages, embedders, vectors, knowledge, clock, telemetry: quiet, pause: async () => undefined };
    const call = { signal: new AbortController().signal, deadline: clock.now() + 300_000 };
    const work = rebuildWorkSchema.parse({ segment: 0, totalSegments: 1 });

    expect(await Promise.race([rebuildVectors(ports, work, call), killed])).toBe('killed');
    await Promise.all(sent);
    alive = true;
    const done = await rebuildVectors(ports, work, call);

    expect(done).toMatchObject({ cursor: null, scanned: COUNT, failed: 0 });
    expect([...written].sort()).toEqual([...ids].sort());
    const found = await index.query(vectorIn(threeSpace, [1, 0, 0]), { topK: 100, filters: { market: 'default' } });
    expect(found.map(({ jobId }) => jobId).sort()).toEqual([...ids].sort());
  });
});
