/** DynamoDB's batch calls without their limits: any number of keys or writes, and what was left over is asked again. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { Ending } from '../ports';
import { answerOf, endingWith, storeUnavailable } from './store-error';

const MAX_GETS = 100;
const MAX_WRITES = 25;
const MAX_ROUNDS = 6;
const BASE_PAUSE_MS = 25;
const MAX_PARALLEL = 8;

type Item = Record<string, AttributeValue>;

/** Reads items by key, with at most `attributes` of each. Keys must differ. Absent items are absent. */
export async function readAll(
  client: DynamoDBClient,
  table: string,
  keys: readonly Item[],
  attributes: readonly string[],
  call?: Ending,
): Promise<Item[]> {
  const names = Object.fromEntries(attributes.map((name, i) => [`#${i}`, name]));
  const pages = await inParallel(chunks(keys, MAX_GETS), async (chunk) => {
    const found: Item[] = [];
    await untilNoneLeft([...chunk], call, async (left) => {
      const answer = await answerOf(
        client.send(
          new BatchGetItemCommand({
            RequestItems: {
              [table]: {
                Keys: left,
                ProjectionExpression: Object.keys(names).join(', '),
                ExpressionAttributeNames: names,
              },
            },
          }),
          endingWith(call),
        ),
      );
      found.push(...(answer.Responses?.[table] ?? []));
      return answer.UnprocessedKeys?.[table]?.Keys ?? [];
    });
    return found;
  });
  return pages.flat();
}

/** Writes in any order. Not a transaction: what was written before a failure stays, and the same call can be repeated. */
export async function writeAll(
  client: DynamoDBClient,
  table: string,
  writes: readonly WriteRequest[],
  call?: Ending,
): Promise<void> {
  await inParallel(chunks(writes, MAX_WRITES), (chunk) =>
    untilNoneLeft([...chunk], call, async (left) => {
      const command = new BatchWriteItemCommand({ RequestItems: { [table]: left } });
      const answer = await answerOf(client.send(command, endingWith(call)));
      return answer.UnprocessedItems?.[table] ?? [];
    }),
  );
}

/** Runs `work` over the items, a few at a time, keeping their order. */
export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  const queue = items.entries();
  const worker = async () => {
    for (const [i, item] of queue) results[i] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(MAX_PARALLEL, items.length) }, worker));
  return results;
}

async function untilNoneLeft<T>(
  items: T[],
  call: Ending | undefined,
  round: (left: T[]) => Promise<T[]>,
): Promise<void> {
  let left = items;
  for (let i = 0; left.length > 0; i++) {
    if (i === MAX_ROUNDS) throw storeUnavailable();
    if (i > 0) await answerOf(pause(Math.random() * BASE_PAUSE_MS * 2 ** i, undefined, call));
    left = await round(left);
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
