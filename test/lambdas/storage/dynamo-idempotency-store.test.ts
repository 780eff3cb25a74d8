import { randomBytes } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { dynamoIdempotencyStore } from '../../../lambdas/storage/dynamo-idempotency-store';
import { describeIdempotencyStore, LEASE_MS } from '../../contract/idempotency-store';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';

describe('dynamoIdempotencyStore', () => {
  const clock = testClock();
  let tables: LaptopTables;
  beforeAll(async () => {
    tables = await openLaptopTables({ clock });
  });
  afterAll(() => tables.close());
  const open = () =>
    dynamoIdempotencyStore({ client: tables.client, table: tables.names.state, clock, leaseMs: LEASE_MS });

  describeIdempotencyStore(() => ({ store: open(), again: open, advance: clock.advance }));

  it('frees the key of a reply that no item can hold', async () => {
    const store = open();
    await store.begin('huge', 'hash');

    await store.complete('huge', { status: 200, headers: {}, body: randomBytes(600_000).toString('base64') });

    expect(await store.begin('huge', 'hash')).toEqual({ state: 'claimed' });
  });

  it('keeps no key in clear', async () => {
    await open().begin('owner-7 secret-key', 'hash');

    const { Items } = await tables.client.send(new ScanCommand({ TableName: tables.names.state }));

    expect(JSON.stringify(Items)).not.toContain('secret-key');
  });
});
