import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { dynamoQuotaStore } from '../../../lambdas/storage/dynamo-quota-store';
import { describeCallerQuota } from '../../contract/caller-quota';
import { type LaptopTables, openLaptopTables } from '../../contract/laptop-tables';
import { callOf } from '../providers/wired';

describe('dynamoQuotaStore', () => {
  let tables: LaptopTables;
  beforeAll(async () => {
    tables = await openLaptopTables();
  });
  afterAll(() => tables.close());
  const open = () => dynamoQuotaStore({ client: tables.client, table: tables.names.state });

  describeCallerQuota(open);

  it('writes the caller down as a hash only', async () => {
    await open().count({ owner: 'default/grace.hopper', day: '2099-11-22', limit: 5, requests: 1 }, callOf());
    const { Items } = await tables.client.send(new ScanCommand({ TableName: tables.names.state }));

    expect(JSON.stringify(Items)).not.toContain('grace');
  });
});
