/** What the guard of a rollout remembers, in DynamoDB: the last evaluation of the AWS arm, and what was said already. */
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { Evaluation } from '../domain/rollout-guard';
import type { Clock, RolloutMemory } from '../ports';
import { answerOf, conditionHeld } from './store-error';

/** Where an evaluation of the AWS arm leaves its result. */
export const EVALUATION_KEY = 'EVALUATION#aws';
const KEPT_SECONDS = 30 * 86_400;

const evaluationSchema = z.object({ passed: z.boolean(), at: z.string(), detail: z.string() });

/** Leaves the result of an evaluation for the guard, in place of an earlier one. */
export async function putEvaluation(
  { client, table }: { client: DynamoDBClient; table: string },
  evaluation: Evaluation,
): Promise<void> {
  const expiresAt = Math.floor(Date.parse(evaluation.at) / 1_000) + KEPT_SECONDS;
  const Item = marshall({ pk: EVALUATION_KEY, ...evaluation, expiresAt });
  await answerOf(client.send(new PutItemCommand({ TableName: table, Item })));
}

export function dynamoRolloutMemory(deps: { client: DynamoDBClient; table: string; clock: Clock }): RolloutMemory {
  const { client, table, clock } = deps;
  return {
    async evaluation() {
      const get = new GetItemCommand({ TableName: table, Key: marshall({ pk: EVALUATION_KEY }), ConsistentRead: true });
      const { Item } = await answerOf(client.send(get));
      return Item === undefined ? null : evaluationSchema.parse(unmarshall(Item));
    },

    async isFirst(key) {
      const now = Math.floor(clock.now() / 1_000);
      const put = new PutItemCommand({
        TableName: table,
        Item: marshall({ pk: `ROLLOUT#${key}`, expiresAt: now + KEPT_SECONDS }),
        ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
        ExpressionAttributeValues: marshall({ ':now': now }),
      });
      return conditionHeld(client.send(put));
    },
  };
}
