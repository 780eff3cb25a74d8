/** Spares dynalite the thousand numbers of a vector: its checks take ten times longer than all else in a write. */
import { randomUUID } from 'node:crypto';
import { isPlainVector } from './packed-vector';
import { type AttributeValue, type Item, itemBytes, type Request, validation } from './wire';

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
      if (itemBytes(item) > MAX_ITEM_BYTES) throw validation('Item size has exceeded the maximum allowed size');
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
