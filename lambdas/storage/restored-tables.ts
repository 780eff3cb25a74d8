/** A look into a table that a restore test has made: how much is there, and whether this code can read it. */
import { type AttributeValue, DescribeTableCommand, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { RestoredContents, RestoredTables } from '../ports';
import { readStoredResume } from './dynamo-resume-store';
import { answerOf } from './store-error';
import { readStoredJob, STORED_JOB_ATTRIBUTES } from './stored-job';
import { JOB_PREFIX, RESUME_PREFIX } from './table-schema';

/** Enough to know the table by, and cheap: a scan of all of a large table costs more than the restore. */
const MAX_ITEMS = 2_000;
const ROWS_PER_PAGE = 500;

const readers = { [JOB_PREFIX]: readStoredJob, [RESUME_PREFIX]: readStoredResume };
/** Vectors are most of a job and are not looked at. */
const ATTRIBUTES = ['pk', ...STORED_JOB_ATTRIBUTES, 'resume', 'expiresAt'];

export function restoredTables({ client }: { client: DynamoDBClient }): RestoredTables {
  return {
    async look(tableArn) {
      const found: RestoredContents = { items: 0, isWhole: false, readable: 0, unreadable: 0 };
      let last: Record<string, AttributeValue> | undefined;
      do {
        const page = await answerOf(
          client.send(
            new ScanCommand({
              TableName: nameIn(tableArn),
              Limit: ROWS_PER_PAGE,
              ProjectionExpression: ATTRIBUTES.map((_, i) => `#${i}`).join(),
              ExpressionAttributeNames: Object.fromEntries(ATTRIBUTES.map((name, i) => [`#${i}`, name])),
              ...(last !== undefined && { ExclusiveStartKey: last }),
            }),
          ),
        );
        for (const item of page.Items ?? []) {
          found.items += 1;
          const read = Object.entries(readers).find(([prefix]) => item.pk?.S?.startsWith(prefix))?.[1];
          if (read !== undefined) found[isReadable(read, item) ? 'readable' : 'unreadable'] += 1;
        }
        last = page.LastEvaluatedKey;
      } while (last !== undefined && found.items < MAX_ITEMS);
      return { ...found, isWhole: last === undefined };
    },

    async itemsLastCounted(tableArn) {
      const { Table } = await answerOf(client.send(new DescribeTableCommand({ TableName: nameIn(tableArn) })));
      return Table?.ItemCount ?? 0;
    },
  };
}

/** A restore test restores into its own account and Region, so the name says it all. */
function nameIn(tableArn: string): string {
  return tableArn.slice(tableArn.lastIndexOf('/') + 1);
}

function isReadable(read: (item: unknown) => unknown, item: Record<string, AttributeValue>): boolean {
  try {
    read(unmarshall(item));
    return true;
  } catch {
    return false;
  }
}
