/** Spares dynalite the thousand numbers of a vector: its checks take ten times longer than all else in a write. */
import { randomUUID } from 'node:crypto';
import { itemSize } from 'dynalite/db';
import { type AttributeValue, type Item, type Request, validation } from './wire';

/** A number exactly as DynamoDB would give it back, within its 38 digits. */
const CANONICAL = /^(?!-0$)-?(?:0|[1-9]\d{0,9})(?:\.\d{0,25}[1-9])?$/;
const SHORTEST_WORTHWHILE = 32;
const MAX_ITEM_BYTES = 400 * 1024;

/**
 * Takes the long lists of plain numbers out of a write request.
 * @returns puts them back into the request as checked; throws WireError where an item is then too large
 */
export function setVectorsAside(request: Request): (checked: Request) => void {
  const taken = new Map<string, AttributeValue[]>();
  for (const item of itemsOf(request)) {
    for (const [name, value] of Object.entries(item)) {
      if (value?.L === undefined || !isPlainVector(value.L)) continue;
      const token = randomUUID();
      taken.set(token, value.L);
      item[name] = { L: [{ S: token }] };
    }
  }
  return (checked) => {
    if (taken.size === 0) return;
    for (const item of itemsOf(checked)) {
      for (const value of Object.values(item)) {
        const list = taken.get(value.L?.[0]?.S ?? '');
        if (list !== undefined) value.L = list;
      }
      if (itemSize(item) > MAX_ITEM_BYTES) throw validation('Item size has exceeded the maximum allowed size');
    }
  };
}

function itemsOf({ Item: item, ExpressionAttributeValues: values, RequestItems: batches }: Request): Item[] {
  const writes = Object.values((batches ?? {}) as Record<string, unknown>).flatMap((batch) =>
    Array.isArray(batch) ? (batch as { PutRequest?: { Item?: Item } }[]) : [],
  );
  return [item, values, ...writes.map((write) => write?.PutRequest?.Item)].filter(
    (each): each is Item => typeof each === 'object' && each !== null,
  );
}

function isPlainVector(list: unknown): list is AttributeValue[] {
  if (!Array.isArray(list) || list.length < SHORTEST_WORTHWHILE) return false;
  for (const element of list as ({ N?: unknown } | null)[]) {
    const text = element?.N;
    if (typeof text !== 'string' || !CANONICAL.test(text)) return false;
    for (const name in element) if (name !== 'N') return false;
  }
  return true;
}
