import type { DynamoDBStreamEvent } from 'aws-lambda';
import { dynamoJobStore } from '../../../lambdas/storage/dynamo-job-store';
import { dynamoTermIndex } from '../../../lambdas/storage/dynamo-term-index';
import { dynamoVectorIndex } from '../../../lambdas/storage/dynamo-vector-index';
import { jobChanges } from '../../../lambdas/storage/job-changes';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';
import { sampleFacts, sampleJob } from '../../contract/sample-job';
import { fourSpace, threeSpace } from '../../contract/vector-index';

describe('jobChanges', () => {
  let tables: LaptopTables;
  const events: DynamoDBStreamEvent[] = [];
  beforeEach(async () => {
    tables = await openLaptopTables({ spaces: [threeSpace, fourSpace] });
    tables.emulator.onStreamRecords(tables.names.jobs, async (event) => {
      events.push(event);
      return undefined;
    });
  });
  afterEach(() => tables.close());

  const store = () => dynamoJobStore({ client: tables.client, table: tables.names.jobs, clock: testClock() });
  const index = () => dynamoVectorIndex({ client: tables.client, table: tables.names.jobs });
  async function changes() {
    await tables.emulator.drained();
    const Records = events.splice(0).flatMap((event) => event.Records);
    return jobChanges({ Records }, [threeSpace, fourSpace]);
  }
  const embed = async (id: string) => {
    const hash = (await store().get(id))?.contentHash ?? '';
    await index().put(id, hash, threeSpace, [1, 0, 0]);
    await index().put(id, hash, fourSpace, [1, 0, 0, 0]);
  };

  it('names a new job with every space', async () => {
    await store().put(sampleJob(), sampleFacts());

    expect(await changes()).toEqual([
      { sequenceNumber: expect.any(String), stored: await store().get('job-1'), missing: [threeSpace, fourSpace] },
    ]);
  });

  it('is silent on vectors that are written, on terms and on removals', async () => {
    await store().put(sampleJob(), sampleFacts());
    await changes();

    await embed('job-1');
    await dynamoTermIndex({ client: tables.client, table: tables.names.jobs }).set(
      { id: 'job-1', market: 'default' },
      ['skill:nursing'],
      [],
    );
    await store().delete('job-1');

    expect(await changes()).toEqual([]);
  });

  it('names a job whose text changed, and not one that kept its vectors', async () => {
    await store().put(sampleJob(), sampleFacts());
    await embed('job-1');
    await changes();

    await store().put(sampleJob({ remote: 'hybrid' }), sampleFacts());
    expect(await changes()).toEqual([]);

    await store().put(sampleJob({ title: 'Cook' }), sampleFacts({ embeddingText: 'Cook' }));
    expect((await changes()).map(({ missing }) => missing.length)).toEqual([2]);
  });

  it('names a job again that changed before it had a vector', async () => {
    await store().put(sampleJob(), sampleFacts());
    await store().put(sampleJob({ remote: 'hybrid' }), sampleFacts());

    const found = await changes();

    expect(found.map(({ stored }) => stored.job.remote)).toEqual([undefined, 'hybrid']);
  });
});
