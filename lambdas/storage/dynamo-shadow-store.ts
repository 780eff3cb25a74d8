/** Shadows in DynamoDB: who may ask the other arm, in the state table; what was recorded, by day, in that of candidates. */
import { type DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { sha256 } from '../domain/canonical-json';
import { type ShadowRecord, shadowRecordSchema } from '../domain/shadow-record';
import type { Clock, ShadowClaims, ShadowRecords } from '../ports';
import { answerOf, conditionHeld, endingWith } from './store-error';
import { SHADOW_PREFIX } from './table-schema';

interface TableDeps {
  client: DynamoDBClient;
  table: string;
  clock: Clock;
}

/** Dead letters can be sent back for a day; a claim outlives them. */
const CLAIM_SECONDS = 2 * 86_400;
export const SHADOW_RECORD_DAYS = 7;

const itemSchema = z.object({ record: z.string(), expiresAt: z.number() });
const secondsAt = ({ now }: Clock) => Math.floor(now() / 1000);

/** @throws DomainError STORE_UNAVAILABLE */
export function dynamoShadowClaims({ client, table, clock }: TableDeps): ShadowClaims {
  return {
    claim(requestId, call) {
      const now = secondsAt(clock);
      const put = new PutItemCommand({
        TableName: table,
        Item: marshall({ pk: `SHADOW#${sha256(requestId)}`, expiresAt: now + CLAIM_SECONDS }),
        ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
        ExpressionAttributeValues: marshall({ ':now': now }),
      });
      return conditionHeld(client.send(put, endingWith(call)));
    },
  };
}

/** @throws DomainError STORE_UNAVAILABLE */
export function dynamoShadowRecords({ client, table, clock }: TableDeps): ShadowRecords {
  return {
    async put(record, call) {
      const put = new PutItemCommand({
        TableName: table,
        Item: marshall({
          pk: SHADOW_PREFIX + record.at.slice(0, 10),
          sk: record.id,
          record: JSON.stringify(record),
          expiresAt: secondsAt(clock) + SHADOW_RECORD_DAYS * 86_400,
        }),
      });
      await answerOf(client.send(put, endingWith(call)));
    },

    async list(day, call) {
      const records: ShadowRecord[] = [];
      let unreadable = 0;
      let from: QueryCommand['input']['ExclusiveStartKey'];
      do {
        const page = await answerOf(
          client.send(
            new QueryCommand({
              TableName: table,
              KeyConditionExpression: 'pk = :pk',
              ExpressionAttributeValues: marshall({ ':pk': SHADOW_PREFIX + day }),
              ...(from && { ExclusiveStartKey: from }),
            }),
            endingWith(call),
          ),
        );
        for (const item of page.Items ?? []) {
          const read = readRecord(unmarshall(item), secondsAt(clock));
          if (read === undefined) unreadable += 1;
          else if (read !== null) records.push(read);
        }
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
      return { records, unreadable };
    },
  };
}

/** Null for what has expired: DynamoDB removes that late. Undefined for what nobody can read. */
function readRecord(item: unknown, now: number): ShadowRecord | null | undefined {
  try {
    const { record, expiresAt } = itemSchema.parse(item);
    return expiresAt <= now ? null : shadowRecordSchema.parse(JSON.parse(record));
  } catch {
    return undefined;
  }
}
