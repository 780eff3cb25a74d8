/** How many requests each caller has made in a day, in DynamoDB: one conditional write a request. */
import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { sha256 } from '../domain/canonical-json';
import type { CallerQuota } from '../ports';
import { answerOf } from './store-error';

const itemSchema = z.object({ used: z.int().min(0) });

const KEPT_DAYS = 2;

export function dynamoQuotaStore(deps: { client: DynamoDBClient; table: string }): CallerQuota {
  const { client, table } = deps;
  return {
    async count({ owner, day, limit, requests }, { signal }) {
      // The condition lets the first ones of a day pass, however many.
      if (requests > limit) return { allowed: false, used: 0 };
      const write = new UpdateItemCommand({
        TableName: table,
        Key: marshall({ pk: `QUOTA#${sha256(owner)}#${day}` }),
        UpdateExpression: 'ADD #used :requests SET expiresAt = :expiresAt',
        ConditionExpression: 'attribute_not_exists(#used) OR #used <= :most',
        ExpressionAttributeNames: { '#used': 'used' },
        ExpressionAttributeValues: marshall({
          ':requests': requests,
          ':most': limit - requests,
          ':expiresAt': Date.parse(day) / 1000 + KEPT_DAYS * 86_400,
        }),
        ReturnValues: 'UPDATED_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      try {
        const { Attributes } = await answerOf(client.send(write, { abortSignal: signal }));
        return { allowed: true, ...itemSchema.parse(unmarshall(Attributes ?? {})) };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return { allowed: false, ...itemSchema.parse(unmarshall(error.Item ?? {})) };
      }
    },
  };
}
