/** What is handed out of a day's budget for models, in DynamoDB: one item a day, one conditional write for each share. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SpendLedger } from '../ports';
import { addWithin } from './bounded-counter';

/** Long enough to look at yesterday. */
const KEPT_DAYS = 3;

export function dynamoSpendLedger(at: { client: DynamoDBClient; table: string }): SpendLedger {
  return {
    async take({ day, amount, limit }, call) {
      if (amount > limit) throw new RangeError(`a share of ${amount} micro-USD of a budget of ${limit}`);
      const ask = { pk: `SPEND#${day}`, attribute: 'handedOut', amount, limit, day, keptDays: KEPT_DAYS };
      const { added, sum } = await addWithin(at, ask, call);
      return { taken: added, handedOut: sum };
    },
  };
}
