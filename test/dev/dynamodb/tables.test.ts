import type { DynaliteTable, Engine } from '../../../dev/dynamodb/engine';
import { streamPump } from '../../../dev/dynamodb/stream-pump';
import { applyChange, fill, newTableState } from '../../../dev/dynamodb/tables';
import type { Item } from '../../../dev/dynamodb/wire';

describe('fill', () => {
  const table: DynaliteTable = {
    TableName: 'things',
    TableArn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/things',
    TableStatus: 'ACTIVE',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  };
  const itemAt = (pk: string, x: number): Item => ({ pk: { S: pk }, v: { L: [{ N: String(x) }, { N: '1' }] } });

  it('lets a write that comes during the scan win over what the scan saw', async () => {
    const state = newTableState(table, {
      attributeDefinitions: [],
      keyAttributes: ['pk'],
      vectorIndexes: [
        {
          IndexName: 'plain',
          VectorAttribute: { AttributeName: 'v' },
          Dimensions: 2,
          DistanceFunction: 'EUCLIDEAN',
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      stream: null,
      ttlAttribute: null,
    });
    const change = { table: 'things', old: itemAt('a', 1), actor: 'caller' as const };
    const pump = streamPump({ now: () => 0 });
    const engine: Pick<Engine, 'keyOf' | 'scan'> = {
      keyOf: (item) => item.pk?.S ?? '',
      async *scan() {
        yield itemAt('untouched', 1);
        applyChange(state, { ...change, key: 'changed', next: itemAt('changed', 5) }, pump);
        applyChange(state, { ...change, key: 'deleted', next: undefined }, pump);
        yield itemAt('changed', 1);
        yield itemAt('deleted', 1);
      },
    };

    await fill(engine, table, state);

    const found = state.indexes.get('plain')?.index.search(Float32Array.of(1, 1), {
      topK: 10,
      hash: undefined,
      filters: [],
    });
    expect(found?.hits.map((hit) => [hit.item.pk?.S, hit.score])).toEqual([
      ['untouched', 0],
      ['changed', 4],
    ]);
  });
});
