/** What is handed out of a day's budget for models, in DynamoDB: one item a day, one conditional write for each share. */
import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { SpendLedger } from '../ports';
import { answerOf } from './store-error';

const itemSchema = z.object({ handedOut: z.int().min(0) });

/** Long enough to look at yesterday. */
const KEPT_DAYS = 3;

/** A write whose answer is lost may be made twice by the client: then more counts as handed out than is, never less. */
export function dynamoSpendLedger(deps: { client: DynamoDBClient; table: string }): SpendLedger {
  const { client, table } = deps;
  return {
    async take({ day, amount, limit }, { signal }) {
      // The condition lets the first share of a day pass, however large.
      if (amount > limit) throw new RangeError(`a share of ${amount} micro-USD of a budget of ${limit}`);
      const write = new UpdateItemCommand({
        TableName: table,
        Key: marshall({ pk: `SPEND#${day}` }),
        UpdateExpression: 'ADD handedOut :amount SET expiresAt = :expiresAt',
        ConditionExpression: 'attribute_not_exists(handedOut) OR handedOut <= :most',
        ExpressionAttributeValues: marshall({
          ':amount': amount,
          ':most': limit - amount,
          ':expiresAt': Date.parse(day) / 1000 + KEPT_DAYS * 86_400,
        }),
        ReturnValues: 'UPDATED_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      try {
        const { Attributes } = await answerOf(client.send(write, { abortSignal: signal }));
        return { taken: true, ...itemSchema.parse(unmarshall(Attributes ?? {})) };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return { taken: false, ...itemSchema.parse(unmarshall(error.Item ?? {})) };
      }
    },
  };
}
