import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { FEEDBACK_DAYS } from '../../../lambdas/domain/feedback';
import { dynamoFeedbackStore } from '../../../lambdas/storage/dynamo-feedback-store';
import { describeFeedbackStore } from '../../contract/feedback-store';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';

const answer = {
  operation: 'matchCandidates',
  capability: null,
  arm: null,
  provider: null,
  model: null,
  promptVersion: null,
};

describe('dynamoFeedbackStore', () => {
  const clock = testClock();
  let tables: LaptopTables;
  beforeAll(async () => {
    tables = await openLaptopTables({ clock });
  });
  afterAll(() => tables.close());
  const open = () => dynamoFeedbackStore({ client: tables.client, table: tables.names.candidates, clock });

  describeFeedbackStore(open, clock);

  it('leaves nothing of the earlier rating, and says when it is to go', async () => {
    const at = { owner: 'tenant-c/tove', requestId: 'request-1' };
    await open().put({ ...at, feedback: { rating: 1, comment: 'Wrong.', fields: ['/resume'], answer } });
    await open().put({ ...at, feedback: { rating: 4, answer } });

    const { Items = [] } = await tables.client.send(new ScanCommand({ TableName: tables.names.candidates }));
    const item = Items.map((one) => unmarshall(one)).find(({ pk }) => pk === 'FEEDBACK#tenant-c/tove');
    expect(item).toMatchObject({ sk: 'request-1', feedback: { rating: 4, answer } });
    expect(item?.feedback).not.toHaveProperty('comment');
    expect(item?.expiresAt).toBe(Math.floor(clock.now() / 1000) + FEEDBACK_DAYS * 86_400);
  });
});
