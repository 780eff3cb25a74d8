import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { dynamoRolloutMemory, EVALUATION_KEY, putEvaluation } from '../../../lambdas/storage/dynamo-rollout-memory';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';

const DAY_MS = 86_400_000;

describe('dynamoRolloutMemory', () => {
  const clock = testClock();
  let tables: LaptopTables;
  const memory = () => dynamoRolloutMemory({ client: tables.client, table: tables.names.state, clock });
  const put = (item: Record<string, unknown>) =>
    tables.client.send(new PutItemCommand({ TableName: tables.names.state, Item: marshall(item) }));
  beforeAll(async () => {
    tables = await openLaptopTables({ clock });
  });
  afterAll(() => tables.close());

  it('gives the last evaluation, and nothing where there is none', async () => {
    expect(await memory().evaluation()).toBeNull();
    const evaluation = { passed: true, at: '2026-03-01T11:00:00Z', detail: '0.96 of 0.95' };
    const place = { client: tables.client, table: tables.names.state };
    await putEvaluation(place, { ...evaluation, passed: false });
    await putEvaluation(place, evaluation);

    expect(await memory().evaluation()).toEqual(evaluation);
  });

  it('takes no other row for an evaluation', async () => {
    await put({ pk: EVALUATION_KEY, passed: 'yes' });

    await expect(memory().evaluation()).rejects.toThrow();
  });

  it('says of each key once that it is the first', async () => {
    const { isFirst } = memory();

    expect(
      await Promise.all([isFirst('a'), isFirst('a'), isFirst('b')]).then((all) => all.filter(Boolean)),
    ).toHaveLength(2);
    clock.advance(29 * DAY_MS);
    expect(await isFirst('a')).toBe(false);
    // DynamoDB removes expired items late.
    clock.advance(2 * DAY_MS);
    expect(await isFirst('a')).toBe(true);
  });
});
