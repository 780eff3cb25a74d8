import { randomBytes } from 'node:crypto';
import { WireError } from '../../../dev/dynamodb/wire';
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
    await open().put('before', 'kept', 60);
    isBroken = true;

    await expect(open().put('during', 'lost', 60)).resolves.toBeUndefined();
    expect(await open().get('before')).toBeUndefined();

    isBroken = false;
    expect(await open().get('before')).toBe('kept');
  });

  it('does not keep what no item can hold', async () => {
    await open().put('huge', randomBytes(600_000).toString('base64'), 60);

    expect(await open().get('huge')).toBeUndefined();
  });
});
