import fc from 'fast-check';
import { type VectorIndexDefinition, vectorIndex } from '../../../dev/dynamodb/vector-index';
import type { Item } from '../../../dev/dynamodb/wire';

describe('vectorIndex', () => {
  const definition: VectorIndexDefinition = {
    IndexName: 'scoped',
    VectorAttribute: { AttributeName: 'v' },
    Dimensions: 2,
    DistanceFunction: 'EUCLIDEAN',
    Projection: { ProjectionType: 'KEYS_ONLY' },
    SearchSchema: [{ AttributeName: 'market', SearchSchemaElementType: 'HASH' }],
  };
  const key = fc.integer({ min: 0, max: 12 }).map((n) => `k${n}`);
  const coordinate = fc.integer({ min: -9, max: 9 });
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('put' as const),
      key,
      market: fc.constantFrom('a', 'b', undefined),
      x: coordinate,
      y: coordinate,
    }),
    fc.record({ kind: fc.constant('remove' as const), key }),
  );

  it('finds what a search through all items would find, whatever was written and removed before', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 30, maxLength: 120 }), coordinate, coordinate, (steps, x, y) => {
        const index = vectorIndex(definition, ['pk']);
        const model = new Map<string, { market: string | undefined; x: number; y: number }>();
        for (const each of steps) {
          if (each.kind === 'remove') {
            index.remove(each.key);
            model.delete(each.key);
          } else {
            const item: Item = { pk: { S: each.key }, v: { L: [{ N: String(each.x) }, { N: String(each.y) }] } };
            if (each.market !== undefined) item.market = { S: each.market };
            index.put(each.key, item);
            model.set(each.key, each);
          }
        }

        const { hits } = index.search(Float32Array.of(x, y), { topK: 5, hash: { S: 'a' }, filters: [] });

        const expected = [...model]
          .filter(([, item]) => item.market === 'a')
          // Squared they are whole numbers: roots of equal ones can differ in the last bit, by how they are taken.
          .map(([id, item]) => ({ id, squared: (item.x - x) ** 2 + (item.y - y) ** 2 }))
          .sort((a, b) => a.squared - b.squared || (a.id < b.id ? -1 : 1))
          .slice(0, 5);
        expect(hits.map((hit) => hit.item.pk?.S)).toEqual(expected.map(({ id }) => id));
        for (const [i, hit] of hits.entries()) expect(hit.score).toBeCloseTo(Math.sqrt(expected[i]?.squared ?? -1), 9);
        expect(index.itemCount).toBe([...model.values()].filter((item) => item.market !== undefined).length);
      }),
    );
  });
});
