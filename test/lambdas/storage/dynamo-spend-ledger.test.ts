import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { WireError } from '../../../dev/dynamodb/wire';
import { NO_TOKENS } from '../../../lambdas/domain/meta';
import { type SpendGuard, spendGuard } from '../../../lambdas/providers/spend-guard';
import { dynamoSpendLedger } from '../../../lambdas/storage/dynamo-spend-ledger';
import { type LaptopTables, openLaptopTables } from '../../contract/laptop-tables';
import { describeSpendLedger } from '../../contract/spend-ledger';
import { memorySpendLedger } from '../../support/memory-spend-ledger';
import { callOf } from '../providers/wired';

describe('dynamoSpendLedger', () => {
  let tables: LaptopTables;
  let isBroken = false;
  beforeAll(async () => {
    tables = await openLaptopTables({
      intercept: () => {
        if (!isBroken) return undefined;
        throw new WireError({ __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError' }, 500);
      },
    });
  });
  afterAll(() => tables.close());
  const open = () => dynamoSpendLedger({ client: tables.client, table: tables.names.state });

  describeSpendLedger(open);

  it('keeps a day for three days, and nothing but a number and that end', async () => {
    await open().take({ day: '2099-11-22', amount: 5, limit: 100 }, callOf());
    const key = marshall({ pk: 'SPEND#2099-11-22' });
    const { Item } = await tables.client.send(new GetItemCommand({ TableName: tables.names.state, Key: key }));

    expect(unmarshall(Item ?? {})).toEqual({
      pk: 'SPEND#2099-11-22',
      handedOut: 5,
      expiresAt: Date.parse('2099-11-25T00:00:00Z') / 1000,
    });
  });

  it('keeps fifty containers that spend at the same time within one budget', async () => {
    const budget = 20_000;
    const telemetry = { count() {}, event() {} };
    /** On which nobody gives up: on a slow machine no answer would come in time, and nothing be spent. */
    const time = { now: Date.now, after: () => () => {} };
    const guards = Array.from({ length: 50 }, () =>
      spendGuard({ ledger: open(), dailyBudgetMicroUsd: budget, telemetry, time }),
    );
    // A token of Titan's is a fiftieth of a micro-USD: such a call costs 300 of them at most, and 100 in truth.
    const usage = { ...NO_TOKENS, inputTokens: 15_000 };
    let spent = 0;
    const spend = async (guard: SpendGuard) => {
      for (let calls = 0; calls < 20; calls++) {
        const grant = await guard.reserve('amazon.titan-embed-text-v2:0', usage, callOf());
        if (grant === null) continue;
        spent += 100;
        grant.settle({ usage: { ...usage, inputTokens: 5_000 } });
      }
    };
    await Promise.all(guards.map(spend));

    expect(spent).toBeGreaterThan(0);
    expect(spent).toBeLessThanOrEqual(budget);
  });

  it('says that the store did not answer, and not that the budget is used up', async () => {
    isBroken = true;
    const share = open().take({ day: '2099-11-23', amount: 5, limit: 100 }, callOf());
    await expect(share).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    isBroken = false;
  });
});

describe('memorySpendLedger', () => {
  const ledger = memorySpendLedger();
  describeSpendLedger(() => ledger);
});
