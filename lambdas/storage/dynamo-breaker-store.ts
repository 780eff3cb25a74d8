/** Breakers of models in DynamoDB: a row while one is open, none while it is closed. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { BreakerStore, Clock, OpenBreaker } from '../ports';
import { answerOf } from './store-error';

const itemSchema = z.object({ probeAt: z.number(), windowMs: z.number(), expiresAt: z.number() });

/** A row that nobody has moved on for so long belongs to a model that nobody asks. */
const UNUSED_SECONDS = 3_600;

/** @throws DomainError STORE_UNAVAILABLE */
export function dynamoBreakerStore(deps: { client: DynamoDBClient; table: string; clock: Clock }): BreakerStore {
  const { client, table, clock } = deps;
  const keyOf = (key: string) => marshall({ pk: `BREAKER#${key}` });
  const nowSeconds = () => Math.floor(clock.now() / 1000);

  /** DynamoDB removes expired rows late. */
  function openIn(item: Record<string, AttributeValue> | undefined): OpenBreaker | null {
    if (item === undefined) return null;
    const { expiresAt, ...open } = itemSchema.parse(unmarshall(item));
    return expiresAt <= nowSeconds() ? null : open;
  }

  return {
    async read(key) {
      const { Item } = await answerOf(client.send(new GetItemCommand({ TableName: table, Key: keyOf(key) })));
      return openIn(Item);
    },

    async swap(key, seen, next) {
      const condition = {
        TableName: table,
        ConditionExpression: seen === null ? 'attribute_not_exists(pk) OR expiresAt <= :now' : 'probeAt = :seen',
        ExpressionAttributeValues: marshall(seen === null ? { ':now': nowSeconds() } : { ':seen': seen.probeAt }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
      };
      try {
        if (next === null) {
          await answerOf(client.send(new DeleteItemCommand({ ...condition, Key: keyOf(key) })));
        } else {
          const expiresAt = Math.ceil(next.probeAt / 1000) + UNUSED_SECONDS;
          const Item = { ...keyOf(key), ...marshall({ ...next, expiresAt }) };
          await answerOf(client.send(new PutItemCommand({ ...condition, Item })));
        }
        return { swapped: true, standing: next };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return { swapped: false, standing: openIn(error.Item) };
      }
    },
  };
}
