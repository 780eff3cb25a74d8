/**
 * What DynamoDB's vector indexes do, stated against the emulator, or against the service itself:
 *
 *     CONTRACT_DYNAMODB=live AWS_REGION=eu-west-1 npx jest test/contract/dynamodb-vector-search
 *
 * Live, region and credentials come from the SDK's usual chain. The suite makes one on-demand table with a unique name
 * (`talent-match-contract-…`), writes about ten small items, and deletes the table at the end; it costs well below a
 * cent and takes some minutes. It needs dynamodb:CreateTable, DescribeTable, UpdateTable, DeleteTable, PutItem,
 * UpdateItem, GetItem, DeleteItem, BatchWriteItem, Query, Scan and SearchVectors on that name.
 */
import {
  type AttributeValue,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  SearchVectorsCommand,
  type SearchVectorsCommandInput,
  UpdateItemCommand,
  UpdateTableCommand,
  type VectorIndex,
} from '@aws-sdk/client-dynamodb';
import { CONTRACT_TIMEOUT_MS, type ContractTable, eventually, openContractTable, untilReady } from './contract-table';

jest.setTimeout(CONTRACT_TIMEOUT_MS);

const vector = (...numbers: number[]): AttributeValue[] => numbers.map((x) => ({ N: String(x) }));

const scoped: VectorIndex = {
  IndexName: 'scoped',
  VectorAttribute: { AttributeName: 'embedding' },
  Dimensions: 3,
  DistanceFunction: 'COSINE',
  Projection: { ProjectionType: 'KEYS_ONLY' },
  SearchSchema: [
    { AttributeName: 'market', SearchSchemaElementType: 'HASH' },
    { AttributeName: 'remote', SearchSchemaElementType: 'INLINE_FILTER' },
  ],
};
const plain: VectorIndex = {
  IndexName: 'plain',
  VectorAttribute: { AttributeName: 'embedding' },
  Dimensions: 3,
  DistanceFunction: 'COSINE',
  Projection: { ProjectionType: 'ALL' },
};
const euclidean: VectorIndex = { ...plain, IndexName: 'euclidean', DistanceFunction: 'EUCLIDEAN' };
const dotProduct: VectorIndex = { ...plain, IndexName: 'dot-product', DistanceFunction: 'DOT_PRODUCT' };

const schema = {
  BillingMode: 'PAY_PER_REQUEST' as const,
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' as const }],
  AttributeDefinitions: ['pk', 'market', 'remote'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  })),
  VectorIndexes: [scoped, plain, euclidean, dotProduct],
};

describe('DynamoDB vector search', () => {
  let table: ContractTable;

  const put = (pk: string, attributes: Record<string, AttributeValue>) =>
    table.client.send(new PutItemCommand({ TableName: table.name, Item: { pk: { S: pk }, ...attributes } }));
  const search = (ask: Partial<SearchVectorsCommandInput>) =>
    table.client.send(
      new SearchVectorsCommand({
        TableName: table.name,
        IndexName: 'plain',
        SearchVector: vector(1, 0, 0),
        TopK: 10,
        ...ask,
      }),
    );
  const inMarket = (market: string, more: Partial<SearchVectorsCommandInput> = {}) =>
    search({
      IndexName: 'scoped',
      SearchConditionExpression: 'market = :market',
      ExpressionAttributeValues: { ':market': { S: market } },
      ...more,
    });
  const keysOf = async (found: ReturnType<typeof search>) =>
    ((await found).SearchResults ?? []).map((result) => result.Item?.pk?.S);
  const read = async (pk: string) => {
    const key = { TableName: table.name, Key: { pk: { S: pk } }, ConsistentRead: true };
    return (await table.client.send(new GetItemCommand(key))).Item;
  };
  const exists = async (pk: string) => (await read(pk)) !== undefined;

  beforeAll(async () => {
    table = await openContractTable(schema);
    const one = { market: { S: 'one' } };
    await put('east', { ...one, remote: { S: 'remote' }, embedding: { L: vector(1, 0, 0) }, note: { S: 'a' } });
    await put('north-east', { ...one, remote: { S: 'on-site' }, embedding: { L: vector(2, 2, 0) } });
    await put('west', { ...one, embedding: { L: vector(-1, 0, 0) } });
    await put('elsewhere', { market: { S: 'two' }, embedding: { L: vector(1, 0, 0) } });
    await put('nowhere', { embedding: { L: vector(0, 1, 0) } });
    await put('no-vector', one);
    await eventually(async () => expect(await keysOf(search({}))).toHaveLength(5));
    await eventually(async () => expect(await keysOf(inMarket('one'))).toHaveLength(3));
    await eventually(async () => expect(await keysOf(search({ IndexName: 'euclidean' }))).toHaveLength(5));
    await eventually(async () => expect(await keysOf(search({ IndexName: 'dot-product' }))).toHaveLength(5));
  });

  afterAll(() => table?.close());

  describe('the index in DescribeTable', () => {
    it('is ACTIVE without a word on backfilling, beside every attribute that was defined', async () => {
      const { Table } = await table.client.send(new DescribeTableCommand({ TableName: table.name }));

      const index = Table?.VectorIndexes?.find((each) => each.IndexName === 'scoped');
      expect(index).toMatchObject({ ...scoped, IndexStatus: 'ACTIVE' });
      expect(index?.Backfilling).toBeUndefined();
      expect(index?.IndexArn).toMatch(new RegExp(`:table/${table.name}/index/scoped$`));
      expect(Table?.AttributeDefinitions?.map((each) => each.AttributeName).sort()).toEqual(['market', 'pk', 'remote']);
    });
  });

  describe('a definition', () => {
    const create = (change: Partial<Omit<ConstructorParameters<typeof CreateTableCommand>[0], 'TableName'>>) =>
      table.client.send(new CreateTableCommand({ ...schema, TableName: `${table.name}-refused`, ...change }));

    it.each([
      [
        'with a search attribute that is not defined',
        { AttributeDefinitions: schema.AttributeDefinitions.slice(0, 2) },
        'One or more parameter values were invalid: One element in SearchSchema is not defined in attribute definitions',
      ],
      [
        'of more than 4096 dimensions',
        { VectorIndexes: [{ ...scoped, Dimensions: 4097 }] },
        'One or more parameter values were invalid: Number of dimensions must be between 1 and 4096 inclusive.',
      ],
      [
        'of a sixth index',
        {
          VectorIndexes: [scoped, ...'abcde'].map((name) =>
            typeof name === 'string' ? { ...plain, IndexName: `index-${name}` } : name,
          ),
        },
        'One or more parameter values were invalid: VectorIndex count exceeds the per-table limit of 5',
      ],
      [
        'on a table with provisioned capacity',
        {
          BillingMode: 'PROVISIONED' as const,
          ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
        },
        'One or more parameter values were invalid: Vector indexes are only supported for PAY_PER_REQUEST tables',
      ],
      [
        'of one attribute with two lengths',
        { VectorIndexes: [scoped, { ...plain, Dimensions: 4 }] },
        "One or more parameter values were invalid: Conflicting attribute definition for 'embedding'. All VectorIndexes on the same vector attribute must use the same dimensions.",
      ],
    ])('%s is refused', async (_, change, message) => {
      await expect(create(change)).rejects.toMatchObject({ name: 'ValidationException', message });
    });
  });

  describe('a write', () => {
    const wrongSize =
      /^One or more parameter values were invalid\. Invalid size for parameter embedding, Expected: 3, Actual: 2\.? IndexName: /;

    it('of a vector with another length is refused by PutItem and changes nothing', async () => {
      await expect(put('short', { embedding: { L: vector(1, 2) } })).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringMatching(wrongSize),
      });
      expect(await exists('short')).toBe(false);
    });

    it('of a vector with another length is refused by UpdateItem and changes nothing', async () => {
      const update = table.client.send(
        new UpdateItemCommand({
          TableName: table.name,
          Key: { pk: { S: 'east' } },
          UpdateExpression: 'SET embedding = :v, note = :n',
          ExpressionAttributeValues: { ':v': { L: vector(1, 2) }, ':n': { S: 'changed' } },
        }),
      );

      await expect(update).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringMatching(wrongSize),
      });
      expect((await read('east'))?.note).toEqual({ S: 'a' });
    });

    it('of a vector with another length fails a whole BatchWriteItem', async () => {
      const batch = table.client.send(
        new BatchWriteItemCommand({
          RequestItems: {
            [table.name]: [
              { PutRequest: { Item: { pk: { S: 'batch-good' }, embedding: { L: vector(1, 2, 3) } } } },
              { PutRequest: { Item: { pk: { S: 'batch-short' }, embedding: { L: vector(1, 2) } } } },
            ],
          },
        }),
      );

      await expect(batch).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringMatching(wrongSize),
      });
      expect(await exists('batch-good')).toBe(false);
    });

    it.each([
      [
        'with a text among the numbers',
        { L: [{ N: '1' }, { S: 'two' }, { N: '3' }] },
        'One or more parameter values were invalid. Invalid type for parameter embedding[1], Expected: 32-bit floating point number, Actual: S. IndexName: ',
      ],
      [
        'that is no list',
        { S: '1,2,3' },
        'One or more parameter values were invalid. Invalid type for parameter embedding, Expected: 32-bit floating point number list IndexName: ',
      ],
      ['as a number set with a number twice', { NS: ['1', '1', '2'] }, 'Input collection'],
    ] as [string, AttributeValue, string][])('of a vector %s is refused', async (_, embedding, message) => {
      await expect(put('odd', { embedding })).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(message),
      });
    });

    it('with an empty HASH attribute is refused', async () => {
      await expect(put('empty', { market: { S: '' }, embedding: { L: vector(1, 0, 0) } })).rejects.toMatchObject({
        name: 'ValidationException',
        message:
          'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: scoped, IndexKey: market',
      });
    });

    it('without the HASH attribute succeeds and leaves the item out of that index', async () => {
      expect(await exists('nowhere')).toBe(true);
      expect(await keysOf(inMarket('one'))).not.toContain('nowhere');
      expect(await keysOf(search({}))).toContain('nowhere');
    });

    it('without an inline filter attribute is indexed all the same', async () => {
      expect(await keysOf(inMarket('one'))).toContain('west');
    });

    it('that takes the vector away, or the item, takes the entry away', async () => {
      const embedding = { L: vector(0, 0, 1) };
      await put('passing-vector', { embedding });
      await put('passing-item', { embedding });
      const nearest = () => keysOf(search({ SearchVector: vector(0, 0, 1), TopK: 2 }));
      await eventually(async () => expect((await nearest()).sort()).toEqual(['passing-item', 'passing-vector']));

      await table.client.send(
        new UpdateItemCommand({
          TableName: table.name,
          Key: { pk: { S: 'passing-vector' } },
          UpdateExpression: 'REMOVE embedding',
        }),
      );
      await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: { pk: { S: 'passing-item' } } }));

      await eventually(async () => {
        expect(await nearest()).not.toEqual(expect.arrayContaining([expect.stringContaining('passing')]));
      });
    });
  });

  describe('a search', () => {
    it('gives the nearest first, with the cosine distance as score', async () => {
      const { SearchResults = [] } = await inMarket('one');

      expect(SearchResults.map((result) => result.Item?.pk?.S)).toEqual(['east', 'north-east', 'west']);
      expect(SearchResults[0]?.Score).toBeCloseTo(0, 5);
      expect(SearchResults[1]?.Score).toBeCloseTo(1 - Math.SQRT1_2, 5);
      expect(SearchResults[2]?.Score).toBeCloseTo(2, 5);
    });

    it('gives the nearest first, with the Euclidean distance as score', async () => {
      const { SearchResults = [] } = await search({ IndexName: 'euclidean', SearchVector: vector(2, 2, 0), TopK: 1 });

      expect(SearchResults[0]?.Item?.pk?.S).toBe('north-east');
      expect(SearchResults[0]?.Score).toBeCloseTo(0, 5);
    });

    it('gives the highest dot product first', async () => {
      const { SearchResults = [] } = await search({ IndexName: 'dot-product', TopK: 5 });

      expect(SearchResults[0]).toMatchObject({ Item: { pk: { S: 'north-east' } }, Score: 2 });
      expect(SearchResults[4]).toMatchObject({ Item: { pk: { S: 'west' } }, Score: -1 });
    });

    it('keeps to the market and the filters it is given', async () => {
      expect(await keysOf(inMarket('two'))).toEqual(['elsewhere']);
      expect(await keysOf(inMarket('three'))).toEqual([]);
      expect(
        await keysOf(
          inMarket('one', {
            SearchConditionExpression: '#m = :market AND (remote = :remote)',
            ExpressionAttributeNames: { '#m': 'market' },
            ExpressionAttributeValues: { ':market': { S: 'one' }, ':remote': { S: 'on-site' } },
          }),
        ),
      ).toEqual(['north-east']);
    });

    it('gives TopK results at most', async () => {
      expect(await keysOf(search({ TopK: 2 }))).toHaveLength(2);
    });

    it('leaves the vector out unless it is named', async () => {
      const unnamed = await search({ TopK: 1 });
      const named = await search({ SearchVector: vector(-1, 0, 0), TopK: 1, ProjectionExpression: 'pk, embedding' });

      expect(unnamed.SearchResults?.[0]?.Item).not.toHaveProperty('embedding');
      expect(named.SearchResults?.[0]?.Item?.pk).toEqual({ S: 'west' });
      expect(named.SearchResults?.[0]?.Item?.embedding?.L?.map((element) => Number(element.N))).toEqual([-1, 0, 0]);
    });

    it('leaves out in silence what the index does not hold', async () => {
      const { SearchResults } = await inMarket('one', { TopK: 1, ProjectionExpression: 'pk, note' });

      expect(SearchResults?.[0]?.Item).toEqual({ pk: { S: 'east' } });
    });

    it('says what it examined when asked, 1 KB at least', async () => {
      const asked = await search({ ReturnConsumedCapacity: 'TOTAL' });
      const unasked = await search({});

      expect(asked.ConsumedCapacity?.VectorSearchRequestBytes).toBeGreaterThanOrEqual(1024);
      expect(unasked.ConsumedCapacity).toBeUndefined();
    });

    const market = { ':market': { S: 'one' } };
    it.each([
      [
        'of another length',
        { SearchVector: vector(1, 0, 0, 0) },
        'Input search vector dimension 4 does not match vector index dimension 3',
      ],
      [
        'of something that is no number',
        { SearchVector: [{ N: '1' }, { S: 'x' }, { N: '0' }] },
        'Search vector contains invalid values. All values in the search vector must be a 32-bit floating-point number attribute',
      ],
      [
        'for too many',
        { TopK: 101 },
        "Provided TopK value '101' is out of valid range. The value must be between 1 and 100 inclusive",
      ],
      ['in an index that is not there', { IndexName: 'absent' }, 'The table does not have the specified index: absent'],
      [
        'without the HASH attribute',
        { IndexName: 'scoped' },
        'SearchConditionExpression must be provided when SearchSchema has a HASH key',
      ],
      [
        'with another comparator',
        { IndexName: 'scoped', SearchConditionExpression: 'market > :market', ExpressionAttributeValues: market },
        'Invalid SearchConditionExpression: Invalid comparator used in SearchConditionExpression',
      ],
      [
        'with an attribute outside the schema',
        { SearchConditionExpression: 'market = :market', ExpressionAttributeValues: market },
        'SearchConditionExpression must not contain any attributes that is not in SearchSchema. Invalid attribute: market',
      ],
      [
        'with two conditions on one attribute',
        {
          IndexName: 'scoped',
          SearchConditionExpression: 'market = :market AND market = :market',
          ExpressionAttributeValues: market,
        },
        'Invalid SearchConditionExpression: SearchConditionExpression must only contain one condition per attribute',
      ],
      [
        'with a HASH value of another type',
        {
          IndexName: 'scoped',
          SearchConditionExpression: 'market = :market',
          ExpressionAttributeValues: { ':market': { N: '1' } },
        },
        "Type of 'market' attribute in SearchConditionExpression (N) does not match type in search schema (S)",
      ],
    ] as [string, Partial<SearchVectorsCommandInput>, string][])('%s is refused', async (_, ask, message) => {
      await expect(search(ask)).rejects.toMatchObject({ name: 'ValidationException', message });
    });

    it('for none is refused', async () => {
      await expect(search({ TopK: 0 })).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('cannot be made with Query or Scan', async () => {
      const query = table.client.send(
        new QueryCommand({
          TableName: table.name,
          IndexName: 'scoped',
          KeyConditionExpression: 'market = :market',
          ExpressionAttributeValues: market,
        }),
      );
      const scan = table.client.send(new ScanCommand({ TableName: table.name, IndexName: 'scoped' }));

      await expect(query).rejects.toMatchObject({ message: 'Query operation not supported on this index type.' });
      await expect(scan).rejects.toMatchObject({
        message: expect.stringContaining('Scan operation not supported on this index type'),
      });
    });
  });

  describe('an index added to a table with items', () => {
    const added = { ...scoped, IndexName: 'added' };
    const update = (
      ...VectorIndexUpdates: NonNullable<ConstructorParameters<typeof UpdateTableCommand>[0]['VectorIndexUpdates']>
    ) =>
      table.client.send(
        new UpdateTableCommand({
          TableName: table.name,
          AttributeDefinitions: schema.AttributeDefinitions,
          VectorIndexUpdates,
        }),
      );
    const indexNames = async () =>
      (await table.client.send(new DescribeTableCommand({ TableName: table.name }))).Table?.VectorIndexes?.map(
        (index) => index.IndexName,
      );

    it('cannot be one of two', async () => {
      const two = update({ Create: added }, { Create: { ...added, IndexName: 'second' } });

      await expect(two).rejects.toMatchObject({
        name: 'LimitExceededException',
        message: 'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
      });
    });

    it('has to define its search attributes in the same request', async () => {
      const bare = table.client.send(
        new UpdateTableCommand({ TableName: table.name, VectorIndexUpdates: [{ Create: added }] }),
      );

      await expect(bare).rejects.toMatchObject({
        message:
          'One or more parameter values were invalid: One element in SearchSchema is not defined in attribute definitions',
      });
    });

    it('is CREATING at first, refuses searches until it is filled, and then has every item', async () => {
      const { TableDescription } = await update({ Create: added });

      expect(TableDescription?.VectorIndexes?.find((index) => index.IndexName === 'added')?.IndexStatus).toBe(
        'CREATING',
      );
      const notReady = /^(The table does not have the specified index|Cannot search backfilling vector index): added$/;
      const found = await untilReady(notReady, () => keysOf(inMarket('one', { IndexName: 'added' })));
      expect(found).toEqual(['east', 'north-east', 'west']);

      await update({ Delete: { IndexName: 'added' } });
      await eventually(async () => expect(await indexNames()).not.toContain('added'));
    });
  });
});
