/** How a restored table differs from the table in use, on a sample of each. */
import { isDeepStrictEqual } from 'node:util';
import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;

/** Also the most that one BatchGetItem takes. */
const SAMPLE = 100;

export interface Difference {
  /** Restored items that were looked at, and of them: */
  restored: number;
  same: number;
  /** Other in the table in use: changed since, or the fault that is being repaired. */
  changed: number;
  /** Not in the table in use: deleted since. */
  deleted: number;
  /** Items of the table in use that were looked at, and of them those that the restored table lacks. */
  inUse: number;
  madeSince: number;
}

export async function compareTables(client: DynamoDBClient, inUse: string, restored: string): Promise<Difference> {
  const [old, current] = await Promise.all([sample(client, restored), sample(client, inUse)]);
  const [oldNow, currentThen] = await Promise.all([fetch(client, inUse, old), fetch(client, restored, current)]);
  const found = old.map((item) => oldNow.get(idOf(item)));
  return {
    restored: old.length,
    same: old.filter((item, at) => found[at] !== undefined && isDeepStrictEqual(found[at], item)).length,
    changed: old.filter((item, at) => found[at] !== undefined && !isDeepStrictEqual(found[at], item)).length,
    deleted: found.filter((item) => item === undefined).length,
    inUse: current.length,
    madeSince: current.filter((item) => !currentThen.has(idOf(item))).length,
  };
}

async function sample(client: DynamoDBClient, TableName: string): Promise<Item[]> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName, Limit: SAMPLE }));
  return Items;
}

async function fetch(client: DynamoDBClient, table: string, items: readonly Item[]): Promise<Map<string, Item>> {
  const found = new Map<string, Item>();
  let keys: Item[] = items.map(({ pk, sk }) => ({ ...(pk && { pk }), ...(sk && { sk }) }));
  // An answer holds 16 MB at most; what is left over is asked for again.
  while (keys.length > 0) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys } } }),
    );
    for (const item of Responses?.[table] ?? []) found.set(idOf(item), item);
    keys = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}

function idOf({ pk, sk }: Item): string {
  return JSON.stringify([pk?.S, sk?.S]);
}
