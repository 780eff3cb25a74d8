/** Vectors on the job items, searched through DynamoDB's native vector indexes, one a space. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  DynamoDBServiceException,
  SearchVectorsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { SpaceNotReady } from '../domain/errors';
import { spaceId, spaceName } from '../domain/vector-space';
import type { VectorIndex } from '../ports';
import { answerOf, endingWith } from './store-error';
import { jobIdOf, jobKey, vectorAttribute } from './table-schema';

const hitSchema = z.object({ Item: z.object({ pk: z.object({ S: z.string() }) }), Score: z.number() });

/** The service's limit; there is no second page. */
const MAX_TOP_K = 100;
/** Decimal digits that tell any two 32-bit numbers apart; the index keeps no more, and the item is half the size. */
const FLOAT32_DIGITS = 9;
const NOT_READY = /^(The table does not have the specified index|Cannot search backfilling vector index)/;

/**
 * `query` filters by market, remote, employmentType and seniority; of `countryCode` the index knows nothing, so the
 * caller filters by it. It throws SpaceNotReady while the index of the space is being built or cannot be found.
 */
export function dynamoVectorIndex(deps: { client: DynamoDBClient; table: string }): VectorIndex {
  const { client, table } = deps;
  return {
    async put(jobId, contentHash, vectors) {
      if (vectors.length === 0) return true;
      try {
        await answerOf(
          client.send(
            new UpdateItemCommand({
              TableName: table,
              Key: marshall(jobKey(jobId)),
              UpdateExpression: `SET ${vectors.map((_, i) => `#v${i} = :v${i}`).join(', ')}`,
              ConditionExpression: 'contentHash = :hash',
              ExpressionAttributeNames: Object.fromEntries(
                vectors.map(({ space }, i) => [`#v${i}`, vectorAttribute(space)]),
              ),
              ExpressionAttributeValues: {
                ...Object.fromEntries(vectors.map(({ values }, i) => [`:v${i}`, { L: numbers(values) }])),
                ':hash': { S: contentHash },
              },
            }),
          ),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },

    async query({ space, values }, { topK, filters }, call) {
      const { market, remote, employmentType, seniority } = filters;
      const wanted = Object.entries({ market, remote, employmentType, seniority }).filter(
        (entry): entry is [string, string & (typeof entry)[1]] => entry[1] !== undefined,
      );
      try {
        const { SearchResults = [] } = await answerOf(
          client.send(
            new SearchVectorsCommand({
              TableName: table,
              IndexName: spaceName(space),
              SearchVector: numbers(values),
              TopK: Math.min(topK, MAX_TOP_K),
              SearchConditionExpression: wanted.map(([name]) => `#${name} = :${name}`).join(' AND '),
              ExpressionAttributeNames: Object.fromEntries(wanted.map(([name]) => [`#${name}`, name])),
              ExpressionAttributeValues: marshall(
                Object.fromEntries(wanted.map(([name, value]) => [`:${name}`, value])),
              ),
              ProjectionExpression: 'pk',
            }),
            endingWith(call),
          ),
        );
        return SearchResults.flatMap((result) => {
          const { Item, Score } = hitSchema.parse(result);
          const jobId = jobIdOf(Item.pk.S);
          return jobId === undefined ? [] : [{ jobId, similarity: 1 - Score }];
        });
      } catch (error) {
        if (error instanceof DynamoDBServiceException && NOT_READY.test(error.message)) {
          throw new SpaceNotReady(spaceId(space), { cause: error });
        }
        throw error;
      }
    },
  };
}

function numbers(values: readonly number[]): AttributeValue[] {
  return values.map((x) => ({ N: String(Number(x.toPrecision(FLOAT32_DIGITS))) }));
}
