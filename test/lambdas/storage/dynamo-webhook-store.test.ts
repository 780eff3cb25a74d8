import { dynamoWebhookStore } from '../../../lambdas/storage/dynamo-webhook-store';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';
import { describeWebhookStore } from '../../contract/webhook-store';

describe('dynamoWebhookStore', () => {
  const clock = testClock();
  let tables: LaptopTables;
  beforeAll(async () => {
    tables = await openLaptopTables({ clock });
  });
  afterAll(() => tables.close());

  describeWebhookStore(() => dynamoWebhookStore({ client: tables.client, table: tables.names.candidates, clock }));
});
