/** How many requests each caller has made in a day, in DynamoDB: one conditional write a request. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { sha256 } from '../domain/canonical-json';
import type { CallerQuota } from '../ports';
import { addWithin } from './bounded-counter';

export function dynamoQuotaStore(at: { client: DynamoDBClient; table: string }): CallerQuota {
  return {
    async count({ owner, day, limit, requests }, call) {
      const pk = `QUOTA#${sha256(owner)}#${day}`;
      const ask = { pk, attribute: 'used', amount: requests, limit, day, keptDays: 2 };
      const { added, sum } = await addWithin(at, ask, call);
      return { allowed: added, used: sum };
    },
  };
}
