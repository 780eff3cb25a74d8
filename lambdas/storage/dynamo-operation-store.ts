/** Operations in DynamoDB: a row for the whole, one for each item, one for each result; each change is one conditional write. */
import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { DomainError } from '../domain/errors';
import {
  itemFaultSchema,
  itemStates,
  OPERATION_HOURS,
  OPERATION_WORK_HOURS,
  type OperationItem,
  operationKinds,
  parseWorkSchema,
} from '../domain/operation';
import type { Clock, OperationStore } from '../ports';
import { inParallel } from './batches';
import { MAX_PACKED_BYTES, packedTextSchema, packText, unpackText } from './packed-text';
import { answerOf, conditionHeld } from './store-error';
import { OPERATION_PREFIX } from './table-schema';

const HOUR_MS = 3_600_000;
const HEAD = 'HEAD';
/** Follows every ITEM# and comes before every RESULT#. */
const AFTER_ITEMS = 'ITEM$';

const json = <T extends z.ZodType>(schema: T) => z.string().transform((text) => schema.parse(JSON.parse(text)));
const headSchema = z.object({
  owner: z.string(),
  kind: z.enum(operationKinds),
  createdAt: z.number(),
  workUntil: z.number(),
  expiresAt: z.number(),
  announcedAt: z.number().optional(),
});
const itemSchema = z.object({
  position: z.number(),
  owner: z.string(),
  state: z.enum(itemStates),
  changedAt: z.number(),
  workUntil: z.number(),
  expiresAt: z.number(),
  uploadId: z.string().nullable(),
  resumeId: z.string().nullable(),
  work: json(parseWorkSchema),
  fault: json(itemFaultSchema).optional(),
  claim: z.string().optional(),
});
const resultSchema = z.object({ result: packedTextSchema });

/**
 * The state of an operation is not written: it follows from its items, and each of them is one row. A result is written
 * under the name of its claim before the item says that it has one, so a finished item always has its result, and no
 * worker that came too late can change it.
 */
export function dynamoOperationStore(deps: { client: DynamoDBClient; table: string; clock: Clock }): OperationStore {
  const { client, table, clock } = deps;
  const keyOf = (id: string, sk: string) => marshall({ pk: OPERATION_PREFIX + id, sk });
  const itemKey = (index: number) => `ITEM#${String(index).padStart(4, '0')}`;
  const resultKey = (index: number, token: string) => `RESULT#${String(index).padStart(4, '0')}#${token}`;
  const hasExpired = ({ expiresAt }: { expiresAt: number }) => expiresAt <= Math.floor(clock.now() / 1000);

  async function putOnce(id: string, sk: string, attributes: Record<string, unknown>): Promise<void> {
    await conditionHeld(
      client.send(
        new PutItemCommand({
          TableName: table,
          Item: { ...keyOf(id, sk), ...marshall(attributes) },
          // DynamoDB removes expired items late.
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
          ExpressionAttributeValues: marshall({ ':now': Math.floor(clock.now() / 1000) }),
        }),
      ),
    );
  }

  async function read(id: string, sk: string): Promise<Record<string, unknown> | undefined> {
    const { Item } = await answerOf(
      client.send(new GetItemCommand({ TableName: table, Key: keyOf(id, sk), ConsistentRead: true })),
    );
    return Item && unmarshall(Item);
  }

  /** Changes an item on behalf of the claim that it names; false when it names another or none. */
  async function asHolder(
    claim: { operationId: string; index: number; token: string },
    update: string,
    values: Record<string, unknown>,
  ): Promise<boolean> {
    return conditionHeld(
      client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: keyOf(claim.operationId, itemKey(claim.index)),
          UpdateExpression: update,
          ConditionExpression: 'claim = :token AND #state = :running AND workUntil > :now',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: marshall({
            ...values,
            ':token': claim.token,
            ':running': 'running',
            ':now': clock.now(),
          }),
        }),
      ),
    );
  }

  return {
    async create({ id, owner, kind, items }) {
      const createdAt = clock.now();
      const times = {
        workUntil: createdAt + OPERATION_WORK_HOURS * HOUR_MS,
        expiresAt: Math.floor((createdAt + OPERATION_HOURS * HOUR_MS) / 1000),
      };
      const rows = items.map(({ uploadId, work }, position) => ({ position, uploadId, work: JSON.stringify(work) }));
      await inParallel(rows, (row) =>
        putOnce(id, itemKey(row.position), {
          ...row,
          ...times,
          owner,
          state: 'queued',
          resumeId: null,
          changedAt: createdAt,
        }),
      );
      // Last, as without it the operation is not there.
      await putOnce(id, HEAD, { ...times, owner, kind, createdAt });
    },

    async get(id) {
      const rows: Record<string, AttributeValue>[] = [];
      let last: Record<string, AttributeValue> | undefined;
      do {
        const page = await answerOf(
          client.send(
            new QueryCommand({
              TableName: table,
              KeyConditionExpression: 'pk = :pk AND sk BETWEEN :head AND :afterItems',
              ExpressionAttributeValues: marshall({
                ':pk': OPERATION_PREFIX + id,
                ':head': HEAD,
                ':afterItems': AFTER_ITEMS,
              }),
              ConsistentRead: true,
              ...(last !== undefined && { ExclusiveStartKey: last }),
            }),
          ),
        );
        rows.push(...(page.Items ?? []));
        last = page.LastEvaluatedKey;
      } while (last !== undefined);
      const [first, ...items] = rows.map((row) => unmarshall(row));
      if (first?.sk !== HEAD) return undefined;
      const { announcedAt, ...head } = headSchema.parse(first);
      if (hasExpired(head)) return undefined;
      return {
        ...head,
        id,
        expiresAt: head.expiresAt * 1000,
        isAnnounced: announcedAt !== undefined,
        items: items.map((item) => itemOf(itemSchema.parse(item))),
      };
    },

    async claim(id, index, leaseUntil) {
      const token = randomUUID();
      const now = clock.now();
      try {
        const { Attributes } = await answerOf(
          client.send(
            new UpdateItemCommand({
              TableName: table,
              Key: keyOf(id, itemKey(index)),
              UpdateExpression: 'SET #state = :running, claim = :token, leaseUntil = :until, changedAt = :now',
              ConditionExpression:
                'workUntil > :now AND (#state = :queued OR (#state = :running AND leaseUntil <= :now))',
              ExpressionAttributeNames: { '#state': 'state' },
              ExpressionAttributeValues: marshall({
                ':running': 'running',
                ':queued': 'queued',
                ':token': token,
                ':until': leaseUntil,
                ':now': now,
              }),
              ReturnValues: 'ALL_NEW',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
          ),
        );
        const { owner, work } = itemSchema.parse(unmarshall(Attributes ?? {}));
        return { operationId: id, index, token, owner, work };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        if (error.Item === undefined) return { state: 'gone' };
        const { state, workUntil } = itemSchema.parse(unmarshall(error.Item));
        if (state === 'succeeded' || state === 'failed') return { state: 'finished' };
        return { state: workUntil <= now ? 'gone' : 'leased' };
      }
    },

    async finish(claim, outcome) {
      const now = clock.now();
      if (outcome.state === 'failed') {
        const values = { ':state': 'failed', ':fault': JSON.stringify(outcome.fault), ':now': now };
        return asHolder(claim, 'SET #state = :state, fault = :fault, changedAt = :now', values);
      }
      const packed = packText(outcome.result);
      if (packed.length > MAX_PACKED_BYTES) {
        throw new DomainError(
          'PAYLOAD_TOO_LARGE',
          'The result is too large to be kept. Parse this document by itself.',
        );
      }
      const { operationId, index, token } = claim;
      await answerOf(
        client.send(
          new PutItemCommand({
            TableName: table,
            Item: {
              ...keyOf(operationId, resultKey(index, token)),
              ...marshall({ result: packed, expiresAt: Math.floor((now + OPERATION_HOURS * HOUR_MS) / 1000) }),
            },
          }),
        ),
      );
      const values = { ':state': 'succeeded', ':resumeId': outcome.resumeId, ':now': now };
      return asHolder(claim, 'SET #state = :state, resumeId = :resumeId, changedAt = :now', values);
    },

    async release(claim) {
      await asHolder(claim, 'SET leaseUntil = :none', { ':none': 0 });
    },

    async item(id, index, asker) {
      const row = await read(id, itemKey(index));
      if (row === undefined) return undefined;
      const item = itemSchema.parse(row);
      const { owner, workUntil, work, claim = '' } = item;
      if (hasExpired(item) || (asker !== undefined && asker !== owner)) return undefined;
      const kept = item.state === 'succeeded' ? await read(id, resultKey(index, claim)) : undefined;
      const result = kept === undefined ? null : unpackText(resultSchema.parse(kept).result);
      return { owner, workUntil, work, item: itemOf(item), result };
    },

    async announced(id) {
      await conditionHeld(
        client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: keyOf(id, HEAD),
            UpdateExpression: 'SET announcedAt = :now',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: marshall({ ':now': clock.now() }),
          }),
        ),
      );
    },
  };
}

function itemOf(row: z.output<typeof itemSchema>): OperationItem {
  const { position, state, uploadId, resumeId, changedAt, fault = null } = row;
  return { index: position, state, uploadId, resumeId, changedAt, fault };
}
