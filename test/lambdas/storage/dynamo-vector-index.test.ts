import { SpaceNotReady } from '../../../lambdas/domain/errors';
import { spaceName, vectorIn } from '../../../lambdas/domain/vector-space';
import { dynamoJobStore } from '../../../lambdas/storage/dynamo-job-store';
import { dynamoVectorIndex } from '../../../lambdas/storage/dynamo-vector-index';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';
import { sampleFacts, sampleJob } from '../../contract/sample-job';
import { describeVectorIndex, fourSpace, threeSpace } from '../../contract/vector-index';

describe('dynamoVectorIndex', () => {
  let tables: LaptopTables;
  const clock = testClock();
  beforeAll(async () => {
    tables = await openLaptopTables({ spaces: [threeSpace, fourSpace] });
  });
  afterAll(() => tables.close());
  const open = () => ({
    jobs: dynamoJobStore({ client: tables.client, table: tables.names.jobs, clock }),
    index: dynamoVectorIndex({ client: tables.client, table: tables.names.jobs }),
  });

  describeVectorIndex(open);

  it.each(['allocating', 'backfilling', 'lagging'] as const)(
    'says that a space is not ready while it is %s',
    async (phase) => {
      tables.emulator.setIndexState(tables.names.jobs, spaceName(fourSpace), phase);

      const asked = open().index.query(vectorIn(fourSpace, [1, 0, 0, 0]), { topK: 5, filters: { market: 'default' } });

      await expect(asked).rejects.toThrow(SpaceNotReady);
      tables.emulator.setIndexState(tables.names.jobs, spaceName(fourSpace), 'active');
    },
  );

  it('does not take another wrong request for a space that is not ready', async () => {
    const index = dynamoVectorIndex({ client: tables.client, table: 'no-such-table' });

    const asked = index.query(vectorIn(threeSpace, [1, 0, 0]), { topK: 5, filters: { market: 'default' } });

    await expect(asked).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('writes vectors of a real length through the client', async () => {
    const space = { provider: 'bedrock', model: 'titan', dimensions: 1024, version: 'v1' };
    const wide = await openLaptopTables({ spaces: [space] });
    const jobs = dynamoJobStore({ client: wide.client, table: wide.names.jobs, clock });
    const index = dynamoVectorIndex({ client: wide.client, table: wide.names.jobs });
    const vector = Array.from({ length: 1024 }, (_, i) => Math.sin(i + 1) / 32);
    await jobs.put(sampleJob(), sampleFacts());

    const isWritten = await index.put('job-1', (await jobs.get('job-1'))?.contentHash ?? '', [vectorIn(space, vector)]);

    const [hit] = await index.query(vectorIn(space, vector), { topK: 1, filters: { market: 'default' } });
    expect(isWritten).toBe(true);
    expect(hit).toEqual({ jobId: 'job-1', similarity: expect.closeTo(1, 9) });
    await wide.close();
  });
});
