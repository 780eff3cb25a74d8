import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { parsedResumeSchema } from '../../../lambdas/domain/resume';
import { dynamoJobStore } from '../../../lambdas/storage/dynamo-job-store';
import { dynamoResumeStore } from '../../../lambdas/storage/dynamo-resume-store';
import { dynamoTermIndex } from '../../../lambdas/storage/dynamo-term-index';
import { restoredTables } from '../../../lambdas/storage/restored-tables';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';
import { sampleFacts, sampleJob } from '../../contract/sample-job';

const arnOf = (table: string) => `arn:aws:dynamodb:us-east-1:123456789012:table/${table}`;

describe('restoredTables', () => {
  let tables: LaptopTables;
  beforeEach(async () => {
    tables = await openLaptopTables();
  });
  afterEach(() => tables.close());
  const clock = testClock();
  const look = (table: string) => restoredTables({ client: tables.client }).look(arnOf(table));
  const jobsIn = () => dynamoJobStore({ client: tables.client, table: tables.names.jobs, clock });

  it('finds nothing in an empty table', async () => {
    expect(await look(tables.names.jobs)).toEqual({ items: 0, isWhole: true, readable: 0, unreadable: 0 });
  });

  it('reads every job, and counts the rows of terms', async () => {
    await jobsIn().put(sampleJob({ id: 'one' }), sampleFacts());
    const terms = dynamoTermIndex({ client: tables.client, table: tables.names.jobs });
    await terms.set([{ id: 'one', market: 'default', terms: ['skill:a', 'skill:b'], previous: [] }]);

    expect(await look(tables.names.jobs)).toEqual({ items: 3, isWhole: true, readable: 1, unreadable: 0 });
  });

  it('reads every stored resume', async () => {
    const resumes = dynamoResumeStore({
      client: tables.client,
      table: tables.names.candidates,
      clock,
      retentionDays: 30,
    });
    await resumes.put('owner', parsedResumeSchema.parse({ basics: { name: 'Ines Example' } }));

    // The resume, and the row of its words.
    expect(await look(tables.names.candidates)).toEqual({ items: 2, isWhole: true, readable: 1, unreadable: 0 });
  });

  it('counts jobs and resumes that it cannot read', async () => {
    await jobsIn().put(sampleJob({ id: 'good' }), sampleFacts());
    for (const pk of ['JOB#torn', 'RESUME#torn']) {
      const Item = { pk: { S: pk }, sk: { S: 'x' }, job: { S: '{' } };
      await tables.client.send(new PutItemCommand({ TableName: tables.names.jobs, Item }));
    }

    expect(await look(tables.names.jobs)).toEqual({ items: 3, isWhole: true, readable: 1, unreadable: 2 });
  });

  it('does not read all of a large table', async () => {
    const terms = dynamoTermIndex({ client: tables.client, table: tables.names.jobs });
    const names = Array.from({ length: 2_100 }, (_, i) => `skill:${i}`);
    await terms.set([{ id: 'one', market: 'default', terms: names, previous: [] }]);

    expect(await look(tables.names.jobs)).toEqual({ items: 2_000, isWhole: false, readable: 0, unreadable: 0 });
  });

  it('says how many items DynamoDB counted in a table in use', async () => {
    const counted = await openLaptopTables({
      intercept: (operation) =>
        operation === 'DescribeTable' ? { Table: { TableStatus: 'ACTIVE', ItemCount: 42 } } : undefined,
    });

    expect(await restoredTables({ client: counted.client }).itemsLastCounted(arnOf('jobs'))).toBe(42);
    await counted.close();
  });
});
