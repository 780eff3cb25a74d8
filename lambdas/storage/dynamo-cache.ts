/** A cache in DynamoDB; it never fails its caller. */
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { sha256 } from '../domain/canonical-json';
import type { Cache, Clock } from '../ports';
import { MAX_PACKED_BYTES, packedTextSchema, packText, unpackText } from './packed-text';

const itemSchema = z.object({ value: packedTextSchema, expiresAt: z.number() });

/** Values whose compressed size is above 380 KB are not kept. */
export function dynamoCache(deps: { client: DynamoDBClient; table: string; clock: Clock }): Cache {
  const { client, table, clock } = deps;
  const keyOf = (key: string) => marshall({ pk: `CACHE#${sha256(key)}` });
  const nowSeconds = () => Math.floor(clock.now() / 1000);

  return {
    async get(key) {
      try {
        const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: keyOf(key) }));
        if (Item === undefined) return undefined;
        const { value, expiresAt } = itemSchema.parse(unmarshall(Item));
        // DynamoDB removes expired items late.
        return expiresAt <= nowSeconds() ? undefined : unpackText(value);
      } catch {
        return undefined;
      }
    },

    async put(key, value, ttlSeconds) {
      const packed = packText(value);
      if (packed.length > MAX_PACKED_BYTES || ttlSeconds <= 0) return;
      const item = { value: packed, expiresAt: nowSeconds() + Math.ceil(ttlSeconds) };
      try {
        await client.send(new PutItemCommand({ TableName: table, Item: { ...keyOf(key), ...marshall(item) } }));
      } catch {
        // The next caller misses, which is all that a cache may do.
      }
    },
  };
}
