/** A cache in DynamoDB; it never fails its caller. */
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { sha256 } from '../domain/canonical-json';
import type { Cache, Clock } from '../ports';
import { readAll, writeAll } from './batches';
import { MAX_PACKED_BYTES, packedTextSchema, packText, unpackText } from './packed-text';

const itemSchema = z.object({ pk: z.string(), value: packedTextSchema, expiresAt: z.number() });

/** Values whose compressed size is above 380 KB are not kept. */
export function dynamoCache(deps: { client: DynamoDBClient; table: string; clock: Clock }): Cache {
  const { client, table, clock } = deps;
  const pkOf = (key: string) => `CACHE#${sha256(key)}`;
  const nowSeconds = () => Math.floor(clock.now() / 1000);

  /** Undefined for what is broken, of another version, or expired: DynamoDB removes that late. */
  function read(item: Record<string, AttributeValue>): { pk: string; value: string } | undefined {
    try {
      const { pk, value, expiresAt } = itemSchema.parse(unmarshall(item));
      return expiresAt <= nowSeconds() ? undefined : { pk, value: unpackText(value) };
    } catch {
      return undefined;
    }
  }

  return {
    async get(keys, call) {
      const byPk = new Map(keys.map((key) => [pkOf(key), key]));
      const found = new Map<string, string>();
      try {
        const wanted = [...byPk.keys()].map((pk) => marshall({ pk }));
        for (const item of await readAll(client, table, wanted, ['pk', 'value', 'expiresAt'], call)) {
          const entry = read(item);
          const key = entry && byPk.get(entry.pk);
          if (key !== undefined) found.set(key, entry?.value ?? '');
        }
      } catch {
        // A store that is down has nothing.
      }
      return found;
    },

    async put(entries, ttlSeconds, call) {
      if (ttlSeconds <= 0) return;
      const expiresAt = nowSeconds() + Math.ceil(ttlSeconds);
      const writes = [...entries]
        .map(([key, value]) => ({ pk: pkOf(key), value: packText(value), expiresAt }))
        .filter(({ value }) => value.length <= MAX_PACKED_BYTES)
        .map((item) => ({ PutRequest: { Item: marshall(item) } }));
      try {
        await writeAll(client, table, writes, call);
      } catch {
        // The next caller misses, which is all that a cache may do.
      }
    },
  };
}
