import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { vectorIn } from '../../../lambdas/domain/vector-space';
import { dynamoJobPages } from '../../../lambdas/storage/dynamo-job-pages';
import { dynamoJobStore } from '../../../lambdas/storage/dynamo-job-store';
import { dynamoTermIndex } from '../../../lambdas/storage/dynamo-term-index';
import { dynamoVectorIndex } from '../../../lambdas/storage/dynamo-vector-index';
import { describeJobPages, walk } from '../../contract/job-pages';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';
import { sampleFacts, sampleJob } from '../../contract/sample-job';
import { fourSpace, threeSpace } from '../../contract/vector-index';

describe('dynamoJobPages', () => {
  let tables: LaptopTables;
  let answers: unknown[] = [];
  afterEach(() => tables.close());
  const open = async (spaces = [threeSpace, fourSpace]) => {
    answers = [];
    tables = await openLaptopTables({ spaces });
    const catalogue = { client: tables.client, table: tables.names.jobs, clock: testClock() };
    tables.client.middlewareStack.add((next) => async (args) => {
      const result = await next(args);
      answers.push(result.output);
      return result;
    });
    return {
      pages: dynamoJobPages({ ...catalogue, rowsPerPage: 10 }),
      jobs: dynamoJobStore(catalogue),
      terms: dynamoTermIndex(catalogue),
      vectors: dynamoVectorIndex(catalogue),
    };
  };

  describeJobPages(() => open());

  it('counts an item that is no job of this code, and goes on', async () => {
    const { pages, jobs } = await open();
    await jobs.put(sampleJob({ id: 'good' }), sampleFacts());
    await tables.client.send(
      new PutItemCommand({
        TableName: tables.names.jobs,
        Item: { pk: { S: 'JOB#bad' }, sk: { S: 'JOB' }, job: { S: '{"id":7}' } },
      }),
    );

    const found = await walk(pages);

    expect(found.jobs.map(({ stored }) => stored.job.id)).toEqual(['good']);
    expect(found.unreadable).toBe(1);
  });

  it('asks for one number of a vector', async () => {
    const wide = { ...threeSpace, dimensions: 31 };
    const { pages, jobs, vectors } = await open([wide]);
    await jobs.put(sampleJob({ id: 'wide' }), sampleFacts());
    const hash = (await jobs.get('wide'))?.contentHash ?? '';
    await vectors.put('wide', hash, [
      vectorIn(
        wide,
        Array.from({ length: 31 }, (_, i) => i / 32),
      ),
    ]);

    const found = await walk(pages, { spaces: [wide] });

    expect(found.jobs[0]?.hasVector(wide)).toBe(true);
    const [item] = (answers.at(-1) as { Items: Record<string, { L?: unknown[] }>[] }).Items;
    expect(Object.values(item ?? {}).flatMap(({ L = [] }) => L)).toHaveLength(1);
  });

  it('says that the store is unavailable when nobody listens', async () => {
    const { pages } = await open();
    await tables.emulator.close();

    await expect(walk(pages)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});
