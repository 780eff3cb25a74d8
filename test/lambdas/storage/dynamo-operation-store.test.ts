import { randomBytes } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { dynamoOperationStore } from '../../../lambdas/storage/dynamo-operation-store';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';
import { describeOperationStore, workOn } from '../../contract/operation-store';
import { memoryOperations } from '../../support/memory-operations';

describe('dynamoOperationStore', () => {
  const clock = testClock();
  let tables: LaptopTables;
  beforeAll(async () => {
    tables = await openLaptopTables({ clock });
  });
  afterAll(() => tables.close());
  const open = () => dynamoOperationStore({ client: tables.client, table: tables.names.candidates, clock });

  describeOperationStore(() => ({ store: open(), clock }));

  it('refuses a result that no item can hold, without a word of it, and takes a problem instead', async () => {
    const store = open();
    const items = [{ uploadId: 'upl_1', work: workOn('upl_1') }];
    await store.create({ id: 'op_large', owner: 'ines', kind: 'parse-resumes', items });
    const claim = await store.claim('op_large', 0, clock.now() + 1000);
    if ('state' in claim) throw new Error(claim.state);
    const result = `Ines Example ${randomBytes(500_000).toString('base64')}`;

    const error: unknown = await store
      .finish(claim, { state: 'succeeded', resumeId: null, result })
      .catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('Ines');
    const fault = { code: 'PAYLOAD_TOO_LARGE' as const, detail: 'too large', errors: [] };
    expect(await store.finish(claim, { state: 'failed', fault })).toBe(true);
  });

  it('leaves nothing in the table when operations have expired', async () => {
    clock.advance(48 * 3_600_000);

    await tables.emulator.expireItems();

    const { Count } = await tables.client.send(new ScanCommand({ TableName: tables.names.candidates }));
    expect(Count).toBe(0);
  });
});

describe('the operations in memory that tests of services use', () => {
  const clock = testClock();
  describeOperationStore(() => ({ store: memoryOperations(clock), clock }));
});
