/** Jobs by term in DynamoDB: a row per term and job, so that a term is one query. */
import { type DynamoDBClient, QueryCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { Ending, TermChange, TermIndex } from '../ports';
import { inParallel, writeAll } from './batches';
import { answerOf, endingWith } from './store-error';
import { termKey } from './table-schema';

const rowSchema = z.object({ sk: z.string() });

/** Jobs read of one term: a term that more jobs than this have tells them hardly apart. */
const MAX_JOBS_PER_TERM = 2000;

export function dynamoTermIndex(deps: { client: DynamoDBClient; table: string; maxJobsPerTerm?: number }): TermIndex {
  const { client, table, maxJobsPerTerm = MAX_JOBS_PER_TERM } = deps;

  async function jobsWith(market: string, term: string, call: Ending | undefined): Promise<string[]> {
    const ids: string[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const page = await answerOf(
        client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: marshall({ ':pk': termKey(market, term) }),
            ProjectionExpression: 'sk',
            Limit: maxJobsPerTerm - ids.length,
            ...(from === undefined ? {} : { ExclusiveStartKey: marshall(from) }),
          }),
          endingWith(call),
        ),
      );
      ids.push(...(page.Items ?? []).map((item) => rowSchema.parse(unmarshall(item)).sk));
      from = page.LastEvaluatedKey === undefined ? undefined : unmarshall(page.LastEvaluatedKey);
    } while (from !== undefined && ids.length < maxJobsPerTerm);
    return ids;
  }

  return {
    async set(changes) {
      await writeAll(client, table, changes.flatMap(writesOf));
    },

    async find(terms, { market, limit }, call) {
      const weights = new Map<string, number>();
      for (const { term, weight } of terms) weights.set(term, (weights.get(term) ?? 0) + weight);
      const found = await inParallel([...weights], async ([term, weight]) => ({
        weight,
        ids: await jobsWith(market, term, call),
      }));
      const shared = new Map<string, number>();
      for (const { ids, weight } of found) {
        for (const id of ids) shared.set(id, (shared.get(id) ?? 0) + weight);
      }
      return [...shared]
        .sort(([a, weightA], [b, weightB]) => weightB - weightA || (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([id]) => id);
    },
  };
}

/** Only what differs; a row that stays is not written again. */
function writesOf({ id, market, terms, previous }: TermChange): WriteRequest[] {
  const wanted = new Set(terms);
  const before = new Set(previous);
  const key = (term: string) => ({ pk: { S: termKey(market, term) }, sk: { S: id } });
  return [
    ...[...wanted].filter((term) => !before.has(term)).map((term) => ({ PutRequest: { Item: key(term) } })),
    ...[...before].filter((term) => !wanted.has(term)).map((term) => ({ DeleteRequest: { Key: key(term) } })),
  ];
}
