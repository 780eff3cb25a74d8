import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { dynamoAnswerStore } from '../../../lambdas/storage/dynamo-answer-store';
import { describeAnswerStore } from '../../contract/answer-store';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';

describe('dynamoAnswerStore', () => {
  const clock = testClock();
  let tables: LaptopTables;
  beforeAll(async () => {
    tables = await openLaptopTables({ clock });
  });
  afterAll(() => tables.close());

  describeAnswerStore(() => dynamoAnswerStore({ client: tables.client, table: tables.names.state, clock }), clock);

  it('writes the owner down as a hash only', async () => {
    const { Items = [] } = await tables.client.send(new ScanCommand({ TableName: tables.names.state }));

    expect(Items.length).toBeGreaterThan(0);
    expect(JSON.stringify(Items)).not.toContain('ida');
  });
});
