/** How answers came about, in DynamoDB under their request ids, for as long as they can be rated. */
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { sha256 } from '../domain/canonical-json';
import { ANSWER_DAYS, ratedAnswerSchema } from '../domain/feedback';
import type { AnswerStore, Clock } from '../ports';
import { answerOf, endingWith } from './store-error';

const itemSchema = z.object({ owner: z.string(), answer: ratedAnswerSchema, expiresAt: z.number() });
const SECONDS_PER_DAY = 86_400;

/** Owners are hashed: whose an answer is must be told, and not who that is. */
export function dynamoAnswerStore(deps: { client: DynamoDBClient; table: string; clock: Clock }): AnswerStore {
  const { client, table, clock } = deps;
  const keyOf = (requestId: string) => marshall({ pk: `ANSWER#${requestId}` });
  const nowSeconds = () => Math.floor(clock.now() / 1000);

  return {
    async keep({ requestId, owner, answer }, call) {
      const expiresAt = nowSeconds() + ANSWER_DAYS * SECONDS_PER_DAY;
      const put = new PutItemCommand({
        TableName: table,
        Item: { ...keyOf(requestId), ...marshall({ owner: sha256(owner), answer, expiresAt }) },
      });
      await answerOf(client.send(put, endingWith(call)));
    },

    async find({ requestId, owner }, call) {
      const get = new GetItemCommand({ TableName: table, Key: keyOf(requestId), ConsistentRead: true });
      const { Item } = await answerOf(client.send(get, endingWith(call)));
      if (Item === undefined) return undefined;
      const item = itemSchema.parse(unmarshall(Item));
      // DynamoDB removes expired items late.
      return item.owner === sha256(owner) && item.expiresAt > nowSeconds() ? item.answer : undefined;
    },
  };
}
