import { randomBytes } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { WireError } from '../../../dev/dynamodb/wire';
import { sha256 } from '../../../lambdas/domain/canonical-json';
import { dynamoCache } from '../../../lambdas/storage/dynamo-cache';
import { describeCache } from '../../contract/cache';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';

describe('dynamoCache', () => {
  const clock = testClock();
  let tables: LaptopTables;
  let isBroken = false;
  beforeAll(async () => {
    tables = await openLaptopTables({
      clock,
      intercept: () => {
        if (!isBroken) return undefined;
        throw new WireError({ __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError' }, 500);
      },
    });
  });
  afterAll(() => tables.close());
  const open = () => dynamoCache({ client: tables.client, table: tables.names.state, clock });

  describeCache(() => ({ cache: open(), advance: clock.advance }));

  it('misses, and fails nobody, while the store is broken', async () => {
    await open().put(new Map([['before', 'kept']]), 60);
    isBroken = true;

    await expect(open().put(new Map([['during', 'lost']]), 60)).resolves.toBeUndefined();
    expect(await open().get(['before'])).toEqual(new Map());

    isBroken = false;
    expect((await open().get(['before'])).get('before')).toBe('kept');
  });

  it('does not keep what no item can hold', async () => {
    await open().put(new Map([['huge', randomBytes(600_000).toString('base64')]]), 60);

    expect(await open().get(['huge'])).toEqual(new Map());
  });

  it('passes over an item that it cannot read, and gives the others', async () => {
    const pk = `CACHE#${sha256('broken')}`;
    const item = { pk: { S: pk }, value: { B: new Uint8Array([1, 2, 3]) }, expiresAt: { N: '99999999999' } };
    await tables.client.send(new PutItemCommand({ TableName: tables.names.state, Item: item }));
    await open().put(new Map([['whole', 'kept']]), 60);

    expect(Object.fromEntries(await open().get(['broken', 'whole']))).toEqual({ whole: 'kept' });
  });
});
