import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { WireError } from '../../../dev/dynamodb/wire';
import { dynamoJobStore } from '../../../lambdas/storage/dynamo-job-store';
import { describeJobStore } from '../../contract/job-store';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';
import { sampleFacts, sampleJob } from '../../contract/sample-job';

describe('dynamoJobStore', () => {
  const clock = testClock();
  let tables: LaptopTables;
  let intercept: ((operation: string) => void) | undefined;
  const records: DynamoDBRecord[] = [];
  const open = () => dynamoJobStore({ client: tables.client, table: tables.names.jobs, clock });

  beforeAll(async () => {
    tables = await openLaptopTables({
      intercept: (operation) => {
        intercept?.(operation);
        return undefined;
      },
    });
    tables.emulator.onStreamRecords(tables.names.jobs, async ({ Records }) => {
      records.push(...Records);
      return undefined;
    });
  });
  afterEach(() => {
    intercept = undefined;
  });
  afterAll(() => tables.close());

  describeJobStore(() => ({ store: open(), advance: clock.advance }));

  it('writes nothing for the same job, so that the stream says nothing', async () => {
    await open().put(sampleJob({ id: 'quiet' }), sampleFacts());
    await tables.emulator.drained();
    const before = records.length;

    await open().put(sampleJob({ id: 'quiet' }), sampleFacts());

    await tables.emulator.drained();
    expect(records).toHaveLength(before);
  });

  it('asks again for what a batch left over', async () => {
    await open().put(sampleJob({ id: 'left-over' }), sampleFacts());
    let calls = 0;
    const throttled = await openLaptopTables({
      intercept: (operation, request) => {
        if (operation !== 'BatchGetItem' || calls++ > 1) return undefined;
        return { Responses: {}, UnprocessedKeys: request.RequestItems };
      },
    });
    const store = dynamoJobStore({ client: throttled.client, table: throttled.names.jobs, clock });
    await store.put(sampleJob({ id: 'left-over' }), sampleFacts());

    expect(await store.getMany(['left-over'])).toHaveLength(1);
    expect(calls).toBe(3);
    await throttled.close();
  });

  it('says that the store is unavailable when it is throttled', async () => {
    intercept = () => {
      throw new WireError({
        __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
        message: 'The level of configured provisioned throughput for the table was exceeded.',
      });
    };

    await expect(open().get('any')).rejects.toMatchObject({
      name: 'DomainError',
      code: 'STORE_UNAVAILABLE',
      retryAfterSeconds: 1,
    });
  });

  it('says that the store is unavailable when it fails', async () => {
    intercept = () => {
      throw new WireError({ __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message: 'no' }, 500);
    };

    await expect(open().put(sampleJob(), sampleFacts())).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('says that the store is unavailable when nobody listens', async () => {
    const closed = await openLaptopTables();
    await closed.emulator.close();

    const asked = dynamoJobStore({ client: closed.client, table: closed.names.jobs, clock }).get('any');

    await expect(asked).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    closed.client.destroy();
  });

  it('says that the store is unavailable when it does not answer in time', async () => {
    const stalled = await openLaptopTables({
      requestMs: 50,
      intercept: (operation) => (operation === 'GetItem' ? new Promise(() => undefined) : undefined),
    });

    const asked = dynamoJobStore({ client: stalled.client, table: stalled.names.jobs, clock }).get('any');

    await expect(asked).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await stalled.close();
  });

  it('does not hide a request that the service calls wrong', async () => {
    const wrong = dynamoJobStore({ client: tables.client, table: 'no-such-table', clock });

    await expect(wrong.get('any')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('hands out facts of an older shape as unreadable, so that the job is read again', async () => {
    await open().put(sampleJob({ id: 'older' }), sampleFacts());
    const item = {
      pk: { S: 'JOB#older' },
      sk: { S: 'JOB' },
      job: { S: JSON.stringify(sampleJob({ id: 'older' })) },
      facts: { S: '{"version":"r0","skills":[]}' },
      contentHash: { S: 'x' },
      updatedAt: { S: '2026-01-01T00:00:00.000Z' },
    };
    await tables.client.send(new PutItemCommand({ TableName: tables.names.jobs, Item: item }));

    expect((await open().get('older'))?.facts.version).toBe('unreadable');
  });

  it('throws on an item that is no job, rather than hand it out', async () => {
    await tables.client.send(
      new PutItemCommand({
        TableName: tables.names.jobs,
        Item: { pk: { S: 'JOB#broken' }, sk: { S: 'JOB' }, job: { S: '{"id":"broken"}' }, facts: { S: '{}' } },
      }),
    );

    await expect(open().get('broken')).rejects.toThrow();
  });
});
