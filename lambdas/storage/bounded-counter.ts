/** Sums of a day in DynamoDB that many add to and that stay within a limit: one item a sum, one conditional write for each addition. */
import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { Call } from '../ports';
import { answerOf } from './store-error';

const sumSchema = z.int().min(0).default(0);

/**
 * Adds, if the sum is within the limit then. A write whose answer is lost may be made twice by the client: the sum may be
 * more than was added, never less.
 * @param ask.attribute holds the sum · @param ask.day in UTC, `2026-11-22`; the item is kept for `keptDays` from its beginning
 * @returns `sum`: after that, or as it stands where nothing was added
 * @throws DomainError STORE_UNAVAILABLE
 */
export async function addWithin(
  { client, table }: { client: DynamoDBClient; table: string },
  ask: { pk: string; attribute: string; amount: number; limit: number; day: string; keptDays: number },
  { signal }: Call,
): Promise<{ added: boolean; sum: number }> {
  const { pk, attribute, amount, limit, day, keptDays } = ask;
  const first = amount <= limit ? 'attribute_not_exists(#sum) OR ' : '';
  const write = new UpdateItemCommand({
    TableName: table,
    Key: marshall({ pk }),
    UpdateExpression: 'ADD #sum :amount SET expiresAt = :expiresAt',
    ConditionExpression: `${first}#sum <= :most`,
    ExpressionAttributeNames: { '#sum': attribute },
    ExpressionAttributeValues: marshall({
      ':amount': amount,
      ':most': limit - amount,
      ':expiresAt': Date.parse(day) / 1000 + keptDays * 86_400,
    }),
    ReturnValues: 'UPDATED_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  const sumIn = (item: Parameters<typeof unmarshall>[0] = {}) => sumSchema.parse(unmarshall(item)[attribute]);
  try {
    const { Attributes } = await answerOf(client.send(write, { abortSignal: signal }));
    return { added: true, sum: sumIn(Attributes) };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { added: false, sum: sumIn(error.Item) };
  }
}
