/** Amazon DynamoDB's items, as far as operators' commands look at them. */
import * as z from 'zod';
import { type ControlOperation, operation } from './api';

export type Item = Readonly<Record<string, unknown>>;

const byName = z.object({ TableName: z.string() });

/** @param found a table by its name; throws when there is none */
export function itemOperations(
  found: (region: string, name: string) => { items?: readonly Item[] },
): Record<string, ControlOperation> {
  return {
    Scan: operation(
      byName.extend({
        Limit: z.number().optional(),
        ProjectionExpression: z.literal('pk, sk').optional(),
        ExclusiveStartKey: z.record(z.string(), z.unknown()).optional(),
      }),
      ({ TableName, Limit, ProjectionExpression, ExclusiveStartKey }, { region }) => {
        const all = found(region, TableName).items ?? [];
        const after = JSON.stringify(ExclusiveStartKey);
        const start = 1 + all.findIndex(({ pk, sk }) => JSON.stringify({ pk, sk }) === after);
        // Two a page without a limit, so that whoever asks once is found out.
        const page = all.slice(start, start + (Limit ?? 2));
        const last = page.at(-1);
        return {
          Items: ProjectionExpression ? page.map(({ pk, sk }) => ({ pk, sk })) : page,
          Count: page.length,
          ScannedCount: page.length,
          ...(last && start + page.length < all.length && { LastEvaluatedKey: { pk: last.pk, sk: last.sk } }),
        };
      },
    ),
    BatchWriteItem: operation(
      z.object({
        RequestItems: z.record(
          z.string(),
          z.array(z.object({ DeleteRequest: z.object({ Key: z.record(z.string(), z.unknown()) }) })).max(25),
        ),
      }),
      ({ RequestItems }, { region }) => {
        for (const [name, requests] of Object.entries(RequestItems)) {
          const table = found(region, name);
          const gone = new Set(requests.map(({ DeleteRequest: { Key } }) => JSON.stringify([Key.pk, Key.sk])));
          table.items = (table.items ?? []).filter(({ pk, sk }) => !gone.has(JSON.stringify([pk, sk])));
        }
        return { UnprocessedItems: {} };
      },
    ),
    BatchGetItem: operation(
      z.object({
        RequestItems: z.record(z.string(), z.object({ Keys: z.array(z.record(z.string(), z.unknown())).max(100) })),
      }),
      ({ RequestItems }, { region }) => ({
        Responses: Object.fromEntries(
          Object.entries(RequestItems).map(([name, { Keys }]) => {
            const wanted = new Set(Keys.map(({ pk, sk }) => JSON.stringify([pk, sk])));
            const items = found(region, name).items ?? [];
            return [name, items.filter(({ pk, sk }) => wanted.has(JSON.stringify([pk, sk])))];
          }),
        ),
        UnprocessedKeys: {},
      }),
    ),
  };
}
