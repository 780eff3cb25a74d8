/** Ratings in DynamoDB, under their owner, one for each answer. */
import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { FEEDBACK_DAYS } from '../domain/feedback';
import type { Clock, FeedbackStore } from '../ports';
import { answerOf, endingWith } from './store-error';
import { FEEDBACK_PREFIX } from './table-schema';

const standingSchema = z.object({ createdAt: z.iso.datetime() });

export function dynamoFeedbackStore(deps: { client: DynamoDBClient; table: string; clock: Clock }): FeedbackStore {
  const { client, table, clock } = deps;

  return {
    async put({ owner, requestId, feedback }, call) {
      const now = clock.now();
      const update = new UpdateItemCommand({
        TableName: table,
        Key: marshall({ pk: FEEDBACK_PREFIX + owner, sk: requestId }),
        // The whole in one attribute: nothing of an earlier rating stays beside the new one.
        UpdateExpression:
          'SET feedback = :feedback, updatedAt = :now, createdAt = if_not_exists(createdAt, :now), expiresAt = :expiresAt',
        ExpressionAttributeValues: marshall(
          {
            ':feedback': feedback,
            ':now': new Date(now).toISOString(),
            ':expiresAt': Math.floor(now / 1000) + FEEDBACK_DAYS * 86_400,
          },
          { removeUndefinedValues: true },
        ),
        ReturnValues: 'ALL_OLD',
      });
      const { Attributes } = await answerOf(client.send(update, endingWith(call)));
      if (Attributes === undefined) return { isNew: true, createdAt: new Date(now).toISOString() };
      return { isNew: false, createdAt: standingSchema.parse(unmarshall(Attributes)).createdAt };
    },
  };
}
