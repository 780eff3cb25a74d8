import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  SearchVectorsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { type DynamoDbEmulator, type DynamoDbOptions, startDynamoDb } from '../../../dev/dynamodb/start-dynamodb';
import { untilReady } from '../../contract/contract-table';
import { testClock } from '../../contract/laptop-tables';

const DIMENSIONS = 40;
const TableName = 'things';
const list = (start: number): AttributeValue => ({
  L: Array.from({ length: DIMENSIONS }, (_, i) => ({ N: String(start + i / 8) })),
});

describe('startDynamoDb', () => {
  const opened: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of opened.splice(0)) await close();
  });

  async function open(options: DynamoDbOptions = {}): Promise<{ emulator: DynamoDbEmulator; client: DynamoDBClient }> {
    const emulator = await startDynamoDb(options);
    const client = new DynamoDBClient({
      endpoint: emulator.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'laptop', secretAccessKey: 'laptop' },
      maxAttempts: 1,
    });
    opened.push(async () => {
      client.destroy();
      await emulator.close();
    });
    return { emulator, client };
  }

  const vix = {
    IndexName: 'by-vector',
    VectorAttribute: { AttributeName: 'v' },
    Dimensions: DIMENSIONS,
    DistanceFunction: 'COSINE' as const,
    Projection: { ProjectionType: 'KEYS_ONLY' as const },
  };
  const create = (client: DynamoDBClient, more: object = { VectorIndexes: [vix] }) =>
    client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
        ...more,
      }),
    );
  const put = (client: DynamoDBClient, pk: string, attributes: Record<string, AttributeValue> = {}) =>
    client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, ...attributes } }));
  const get = async (client: DynamoDBClient, pk: string) =>
    (await client.send(new GetItemCommand({ TableName, Key: { pk: { S: pk } } }))).Item;
  const search = async (client: DynamoDBClient, IndexName = 'by-vector') =>
    (
      await client.send(new SearchVectorsCommand({ TableName, IndexName, SearchVector: list(1).L, TopK: 100 }))
    ).SearchResults?.map((result) => result.Item?.pk?.S);
  function records(emulator: DynamoDbEmulator): DynamoDBRecord[] {
    const seen: DynamoDBRecord[] = [];
    emulator.onStreamRecords(TableName, async ({ Records }) => {
      seen.push(...Records);
      return undefined;
    });
    return seen;
  }

  it('gives back vectors as they were written, by every way of reading', async () => {
    const { client } = await open();
    await create(client);
    const item = { pk: { S: 'a' }, v: list(1), other: list(5), short: { L: [{ N: '1.5' }] } };
    await put(client, 'a', item);

    const key = { pk: { S: 'a' } };
    const batch = await client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [key] } } }));
    const query = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'a' } },
      }),
    );
    const scan = await client.send(new ScanCommand({ TableName, ProjectionExpression: 'v' }));
    const removed = await client.send(new DeleteItemCommand({ TableName, Key: key, ReturnValues: 'ALL_OLD' }));

    expect(await get(client, 'a')).toBeUndefined();
    expect(batch.Responses?.[TableName]).toEqual([item]);
    expect(query.Items).toEqual([item]);
    expect(scan.Items).toEqual([{ v: item.v }]);
    expect(removed.Attributes).toEqual(item);
  });

  it('refuses an item above 400 KB, also when most of it is a vector', async () => {
    const { client } = await open();
    await create(client, {});
    const numbers = { L: Array.from({ length: 40_000 }, (_, i) => ({ N: `0.${String(i + 1).padStart(19, '1')}1` })) };

    await expect(put(client, 'large', { numbers })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Item size has exceeded the maximum allowed size',
    });
  });

  it('tells the stream what each write changed, vectors and all, and nothing where nothing changed', async () => {
    const { emulator, client } = await open();
    await create(client);
    const seen = records(emulator);

    await put(client, 'a', { v: list(1) });
    await put(client, 'a', { v: list(1) });
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key: { pk: { S: 'a' } },
        UpdateExpression: 'SET n = :n',
        ExpressionAttributeValues: { ':n': { N: '1' } },
      }),
    );
    await client.send(new DeleteItemCommand({ TableName, Key: { pk: { S: 'a' } } }));
    await client.send(new DeleteItemCommand({ TableName, Key: { pk: { S: 'a' } } }));
    await emulator.drained();

    const key = { pk: { S: 'a' } };
    expect(
      seen.map(({ eventName, dynamodb }) => ({ eventName, old: dynamodb?.OldImage, next: dynamodb?.NewImage })),
    ).toEqual([
      { eventName: 'INSERT', old: undefined, next: { ...key, v: list(1) } },
      { eventName: 'MODIFY', old: { ...key, v: list(1) }, next: { ...key, v: list(1), n: { N: '1' } } },
      { eventName: 'REMOVE', old: { ...key, v: list(1), n: { N: '1' } }, next: undefined },
    ]);
  });

  it('keeps the changes of one item in order when they come all at once', async () => {
    const { emulator, client } = await open();
    await create(client);
    const seen = records(emulator);

    await Promise.all(
      Array.from({ length: 20 }, () =>
        client.send(
          new UpdateItemCommand({
            TableName,
            Key: { pk: { S: 'counter' } },
            UpdateExpression: 'ADD n :one',
            ExpressionAttributeValues: { ':one': { N: '1' } },
          }),
        ),
      ),
    );
    await emulator.drained();

    const steps = seen.map(({ dynamodb }) => [dynamodb?.OldImage?.n?.N, dynamodb?.NewImage?.n?.N]);
    expect(steps).toEqual(Array.from({ length: 20 }, (_, i) => [i === 0 ? undefined : String(i), String(i + 1)]));
  });

  it('shows the stream and time to live where the service shows them', async () => {
    const { client } = await open();
    await create(client);

    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const before = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    const TimeToLiveSpecification = { AttributeName: 'until', Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    const after = await client.send(new DescribeTimeToLiveCommand({ TableName }));

    expect(Table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' });
    expect(Table?.LatestStreamArn).toMatch(/:table\/things\/stream\/\d{4}-\d\d-\d\dT/);
    expect(before.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'DISABLED' });
    expect(after.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'until' });
    await expect(
      client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification })),
    ).rejects.toMatchObject({ message: 'TimeToLive is already enabled' });
  });

  it('removes items whose time is over, in the name of the service, and from the index', async () => {
    const clock = testClock();
    const { emulator, client } = await open({ clock });
    await create(client);
    const seconds = (fromNow: number) => ({ N: String(clock.now() / 1000 + fromNow) });
    await put(client, 'old', { until: seconds(10), v: list(1) });
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: 'until', Enabled: true },
      }),
    );
    await put(client, 'young', { until: seconds(20), v: list(1) });
    await put(client, 'renewed', { until: seconds(10), v: list(1) });
    await put(client, 'renewed', { until: seconds(30), v: list(1) });
    await put(client, 'worded', { until: { S: '1' }, v: list(1) });
    const seen = records(emulator);

    clock.advance(10_000);
    await emulator.expireItems();
    await emulator.drained();

    expect((await search(client))?.sort()).toEqual(['renewed', 'worded', 'young']);
    expect(seen).toMatchObject([
      { eventName: 'REMOVE', dynamodb: { Keys: { pk: { S: 'old' } } }, userIdentity: { type: 'Service' } },
    ]);
    clock.advance(20_000);
    await emulator.expireItems();
    expect(await search(client)).toEqual(['worded']);
  });

  it('ends the removal that is at work before it closes', async () => {
    const clock = testClock();
    const { emulator, client } = await open({ clock });
    await create(client);
    const TimeToLiveSpecification = { AttributeName: 'until', Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    const until = { N: String(clock.now() / 1000) };
    await Promise.all(Array.from({ length: 50 }, (_, i) => put(client, `old ${i}`, { until })));

    const removals = [emulator.expireItems(), emulator.expireItems()];
    await emulator.close();

    expect(await Promise.allSettled(removals)).toEqual(removals.map(() => ({ status: 'fulfilled', value: undefined })));
  });

  it('shows the item that a condition failed on when it is asked to', async () => {
    const { client } = await open();
    await create(client);
    await put(client, 'a', { v: list(1) });

    const failed = client.send(
      new PutItemCommand({
        TableName,
        Item: { pk: { S: 'a' } },
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );

    const error: unknown = await failed.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect((error as ConditionalCheckFailedException).Item).toEqual({ pk: { S: 'a' }, v: list(1) });
  });

  it('fills an index that is added from the items, and lets newer writes win', async () => {
    const { client } = await open();
    await create(client, {});
    await Promise.all(Array.from({ length: 30 }, (_, i) => put(client, `item-${i}`, { v: list(1) })));

    await client.send(new UpdateTableCommand({ TableName, VectorIndexUpdates: [{ Create: vix }] }));
    await Promise.all([
      put(client, 'item-0'),
      put(client, 'late', { v: list(2) }),
      client.send(new DeleteItemCommand({ TableName, Key: { pk: { S: 'item-1' } } })),
    ]);

    const found = await untilReady(/(does not have the specified|Cannot search backfilling vector) index/, () =>
      search(client),
    );
    expect(found).toHaveLength(29);
    expect(found).toContain('late');
    expect(found).not.toEqual(expect.arrayContaining(['item-0']));
    expect(found).not.toEqual(expect.arrayContaining(['item-1']));
  });

  it('refuses what the phase of an index does not allow', async () => {
    const { emulator, client } = await open();
    await create(client);
    const another = { ...vix, IndexName: 'another' };
    const add = () => client.send(new UpdateTableCommand({ TableName, VectorIndexUpdates: [{ Create: another }] }));
    const drop = () =>
      client.send(new UpdateTableCommand({ TableName, VectorIndexUpdates: [{ Delete: { IndexName: 'by-vector' } }] }));

    emulator.setIndexState(TableName, 'by-vector', 'allocating');
    await expect(search(client)).rejects.toThrow('The table does not have the specified index: by-vector');
    await expect(drop()).rejects.toThrow('Index creation is in resource allocation phase.');
    await expect(add()).rejects.toThrow('Subscriber limit exceeded: Only 1 online index');

    emulator.setIndexState(TableName, 'by-vector', 'backfilling');
    await expect(search(client)).rejects.toThrow('Cannot search backfilling vector index: by-vector');
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table?.VectorIndexes?.[0]).toMatchObject({ IndexStatus: 'CREATING', Backfilling: true });
    await expect(client.send(new DeleteTableCommand({ TableName }))).rejects.toThrow(
      'Cannot delete table while indexes are being created, updated, or deleted.',
    );

    emulator.setIndexState(TableName, 'by-vector', 'active');
    await client.send(new DeleteTableCommand({ TableName }));
    await expect(search(client)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('finds everything again in its data folder', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'talent-match-dynamodb-'));
    try {
      const clock = testClock();
      const first = await open({ dataDir, clock });
      await create(first.client);
      await first.client.send(
        new UpdateTimeToLiveCommand({
          TableName,
          TimeToLiveSpecification: { AttributeName: 'until', Enabled: true },
        }),
      );
      await put(first.client, 'kept', { v: list(1) });
      await put(first.client, 'due', { v: list(1), until: { N: String(clock.now() / 1000 + 1) } });
      await opened.pop()?.();

      clock.advance(2000);
      const second = await open({ dataDir, clock });
      const seen = records(second.emulator);
      await second.emulator.expireItems();
      await second.emulator.drained();

      expect(await get(second.client, 'kept')).toEqual({ pk: { S: 'kept' }, v: list(1) });
      expect(await search(second.client)).toEqual(['kept']);
      // Nobody followed the stream in the first run, so its changes are still to be given.
      expect(seen.map((record) => record.eventName)).toEqual(['INSERT', 'INSERT', 'REMOVE']);
      const { Table } = await second.client.send(new DescribeTableCommand({ TableName }));
      expect(Table?.VectorIndexes).toMatchObject([{ ...vix, IndexStatus: 'ACTIVE', ItemCount: 1 }]);
      await opened.pop()?.();
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });

  it('refuses a port that is taken', async () => {
    const { emulator } = await open();

    await expect(startDynamoDb({ port: Number(new URL(emulator.endpoint).port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('answers what is no request of DynamoDB as DynamoDB does', async () => {
    const { emulator } = await open();
    const ask = async (target: string, body: string, authorization?: string) => {
      const response = await fetch(emulator.endpoint, {
        method: 'POST',
        body,
        headers: { 'x-amz-target': target, ...(authorization === undefined ? {} : { authorization }) },
      });
      return [response.status, ((await response.json()) as { __type: string }).__type.split('#')[1]];
    };
    const signed = 'AWS4-HMAC-SHA256 Credential=laptop';

    expect(await ask('DynamoDB_20120810.GetItem', '{}')).toEqual([400, 'MissingAuthenticationTokenException']);
    expect(await ask('DynamoDB_20120810.GetItem', '{', signed)).toEqual([400, 'SerializationException']);
    expect(await ask('DynamoDB_20120810.GetItem', '[]', signed)).toEqual([400, 'SerializationException']);
    expect(await ask('DynamoDB_20120810.TransactWriteItems', '{}', signed)).toEqual([400, 'UnknownOperationException']);
    expect(await ask('DynamoDB_20120810.SearchVectors', '{}', signed)).toEqual([400, 'ValidationException']);
    expect(await ask('Elsewhere.GetItem', '{}', signed)).toEqual([400, 'UnknownOperationException']);
  });

  it('leaves nothing open when it is closed', async () => {
    const { emulator, client } = await open();
    await create(client);
    await put(client, 'a');
    await opened.pop()?.();

    await expect(fetch(emulator.endpoint)).rejects.toThrow();
    expect(process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap')).toEqual([]);
  });
});
