/** Who may do a request, and what the one who did it answered, in DynamoDB; one conditional write decides. */
import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { sha256 } from '../domain/canonical-json';
import type { Clock, IdempotencyStore, StoredReply } from '../ports';
import { MAX_PACKED_BYTES, packedTextSchema, packText, unpackText } from './packed-text';
import { answerOf, storeUnavailable } from './store-error';

const itemSchema = z.object({ requestHash: z.string(), reply: packedTextSchema.optional() });
const replySchema = z.object({
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
}) satisfies z.ZodType<StoredReply>;

/** A key is remembered for a day. */
const TTL_SECONDS = 86_400;
/** Longer than any request may take, so that a claim that is over belongs to a request that died. */
const LEASE_MS = 60_000;
const MAX_ROUNDS = 3;

/**
 * `key` must name the owner and the route besides the caller's key; it is stored as a hash. A reply of more than 380 KB
 * compressed is not kept: the key is freed, so a repetition does the request again.
 */
export function dynamoIdempotencyStore(deps: {
  client: DynamoDBClient;
  table: string;
  clock: Clock;
  leaseMs?: number;
}): IdempotencyStore {
  const { client, table, clock, leaseMs = LEASE_MS } = deps;
  const keyOf = (key: string) => marshall({ pk: `IDEMPOTENCY#${sha256(key)}` });
  /** Claims of this process by key, so that a request that outlived its lease cannot touch the next one's. */
  const claims = new Map<string, string>();

  /** The item that stands in the way; null when the claim was made. */
  async function claim(key: string, requestHash: string): Promise<Record<string, AttributeValue> | undefined | null> {
    const now = clock.now();
    const nowSeconds = Math.floor(now / 1000);
    const token = randomUUID();
    const item = { requestHash, token, leaseUntilMs: now + leaseMs, expiresAt: nowSeconds + TTL_SECONDS };
    try {
      await answerOf(
        client.send(
          new PutItemCommand({
            TableName: table,
            Item: { ...keyOf(key), ...marshall(item) },
            ConditionExpression: [
              'attribute_not_exists(pk)',
              'expiresAt <= :nowSeconds',
              '(attribute_not_exists(reply) AND leaseUntilMs <= :now AND requestHash = :requestHash)',
            ].join(' OR '),
            ExpressionAttributeValues: marshall({
              ':nowSeconds': nowSeconds,
              ':now': now,
              ':requestHash': requestHash,
            }),
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        ),
      );
      claims.set(key, token);
      return null;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return error.Item;
      throw error;
    }
  }

  /** Runs what only the holder of the claim may do; what another has claimed since is left alone. */
  async function asHolder(key: string, work: (token: string) => Promise<unknown>): Promise<void> {
    const token = claims.get(key);
    if (token === undefined) return;
    try {
      await work(token);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    } finally {
      claims.delete(key);
    }
  }

  const release = (key: string) =>
    asHolder(key, (token) =>
      answerOf(
        client.send(
          new DeleteItemCommand({
            TableName: table,
            Key: keyOf(key),
            ConditionExpression: '#token = :token AND attribute_not_exists(reply)',
            ExpressionAttributeNames: { '#token': 'token' },
            ExpressionAttributeValues: marshall({ ':token': token }),
          }),
        ),
      ),
    );

  return {
    release,

    async begin(key, requestHash) {
      for (let round = 0; round < MAX_ROUNDS; round++) {
        const standing = await claim(key, requestHash);
        if (standing === null) return { state: 'claimed' };
        // Freed between the refusal and the look at it.
        if (standing === undefined) continue;
        const item = itemSchema.parse(unmarshall(standing));
        if (item.requestHash !== requestHash) return { state: 'reused' };
        if (item.reply === undefined) return { state: 'in-progress' };
        return { state: 'replay', reply: replySchema.parse(JSON.parse(unpackText(item.reply))) };
      }
      throw storeUnavailable();
    },

    async complete(key, reply) {
      const packed = packText(JSON.stringify(reply));
      if (packed.length > MAX_PACKED_BYTES) return release(key);
      await asHolder(key, (token) =>
        answerOf(
          client.send(
            new UpdateItemCommand({
              TableName: table,
              Key: keyOf(key),
              UpdateExpression: 'SET reply = :reply, expiresAt = :expiresAt',
              ConditionExpression: '#token = :token',
              ExpressionAttributeNames: { '#token': 'token' },
              ExpressionAttributeValues: marshall({
                ':reply': packed,
                ':token': token,
                ':expiresAt': Math.floor(clock.now() / 1000) + TTL_SECONDS,
              }),
            }),
          ),
        ),
      );
    },
  };
}
