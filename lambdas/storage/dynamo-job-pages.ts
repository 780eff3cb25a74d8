/** The jobs of the table by parallel scan, each with whether it has its vectors, but without the vectors. */
import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { VectorSpace } from '../domain/vector-space';
import type { JobPages, ScannedJob, StoredJob } from '../ports';
import { answerOf } from './store-error';
import { readStoredJob, STORED_JOB_ATTRIBUTES } from './stored-job';
import { JOB_PREFIX, vectorAttribute } from './table-schema';

/** Rows looked at in one call: most are rows of terms, some fifteen a job. DynamoDB also ends a page at 1 MB. */
const ROWS_PER_PAGE = 500;

const cursorSchema = z.object({ pk: z.string(), sk: z.string() });

export function dynamoJobPages(deps: { client: DynamoDBClient; table: string; rowsPerPage?: number }): JobPages {
  const { client, table, rowsPerPage = ROWS_PER_PAGE } = deps;
  return {
    async read({ segment, totalSegments, cursor, spaces }) {
      const names = Object.fromEntries(STORED_JOB_ATTRIBUTES.map((name, i) => [`#a${i}`, name]));
      const vectors = Object.fromEntries(spaces.map((space, i) => [`#v${i}`, vectorAttribute(space)]));
      const page = await answerOf(
        client.send(
          new ScanCommand({
            TableName: table,
            Segment: segment,
            TotalSegments: totalSegments,
            Limit: rowsPerPage,
            FilterExpression: 'begins_with(pk, :job)',
            // The first number says that the vector is there; the thousand others need not travel.
            ProjectionExpression: [
              'pk',
              ...Object.keys(names),
              ...Object.keys(vectors).map((name) => `${name}[0]`),
            ].join(),
            ExpressionAttributeNames: { ...names, ...vectors },
            ExpressionAttributeValues: marshall({ ':job': JOB_PREFIX }),
            ...(cursor !== null && { ExclusiveStartKey: marshall(cursorSchema.parse(JSON.parse(cursor))) }),
          }),
        ),
      );
      const items = page.Items ?? [];
      const jobs = items.flatMap((item) => scanned(item) ?? []);
      const last = page.LastEvaluatedKey;
      return {
        jobs,
        unreadable: items.length - jobs.length,
        cursor: last === undefined ? null : JSON.stringify(cursorSchema.parse(unmarshall(last))),
      };
    },
  };
}

/** Undefined for an item that is no job as this code writes them: one bad item must not hold up the walk. */
function scanned(item: Record<string, AttributeValue>): ScannedJob | undefined {
  let stored: StoredJob;
  try {
    stored = readStoredJob(unmarshall(Object.fromEntries(STORED_JOB_ATTRIBUTES.flatMap((name) => entry(item, name)))));
  } catch {
    return undefined;
  }
  return { stored, hasVector: (space: VectorSpace) => item[vectorAttribute(space)] !== undefined };
}

function entry(item: Record<string, AttributeValue>, name: string): [string, AttributeValue][] {
  const value = item[name];
  return value === undefined ? [] : [[name, value]];
}
