/** Deletes again what was deleted since: a restore brings back people who asked to be forgotten. */
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';

type Key = Record<string, AttributeValue>;

/** The most that one BatchGetItem, and one BatchWriteItem, takes. */
const READ = 100;
const WRITE = 25;

/** Goes through the whole restored table. @returns how many items were deleted from it */
export async function forgetDeleted(client: DynamoDBClient, inUse: string, restored: string): Promise<number> {
  let deleted = 0;
  let from: Key | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({ TableName: restored, ProjectionExpression: 'pk, sk', ExclusiveStartKey: from }),
    );
    for (const keys of slices(Items, READ)) {
      const there = await keysIn(client, inUse, keys);
      const gone = keys.filter((key) => !there.has(idOf(key)));
      for (const some of slices(gone, WRITE)) await remove(client, restored, some);
      deleted += gone.length;
    }
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return deleted;
}

async function keysIn(client: DynamoDBClient, table: string, keys: readonly Key[]): Promise<Set<string>> {
  const found = new Set<string>();
  let left = [...keys];
  while (left.length > 0) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({
        RequestItems: { [table]: { Keys: left, ProjectionExpression: 'pk, sk', ConsistentRead: true } },
      }),
    );
    for (const key of Responses?.[table] ?? []) found.add(idOf(key));
    left = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}

async function remove(client: DynamoDBClient, table: string, keys: readonly Key[]): Promise<void> {
  let requests = keys.map((Key) => ({ DeleteRequest: { Key } }));
  while (requests.length > 0) {
    const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
    requests = (UnprocessedItems?.[table] ?? []).flatMap(({ DeleteRequest }) =>
      DeleteRequest?.Key === undefined ? [] : [{ DeleteRequest: { Key: DeleteRequest.Key } }],
    );
  }
}

function* slices<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

function idOf({ pk, sk }: Key): string {
  return JSON.stringify([pk?.S, sk?.S]);
}
