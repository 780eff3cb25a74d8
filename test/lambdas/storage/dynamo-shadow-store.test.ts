import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ShadowRecord } from '../../../lambdas/domain/shadow-record';
import { dynamoShadowClaims, dynamoShadowRecords } from '../../../lambdas/storage/dynamo-shadow-store';
import { type LaptopTables, openLaptopTables, testClock } from '../../contract/laptop-tables';

const DAY_MS = 86_400_000;
const side = { provider: null, model: null, promptVersion: null, latencyMs: 0, costUsd: null, failed: true };
const record = (id: string, at = '2026-03-01T12:00:00.000Z'): ShadowRecord => ({
  id,
  at,
  why: 'drawn',
  capability: 'parse',
  arm: 'aws',
  sides: { current: side, aws: side },
  agreement: null,
  fields: [],
});

let tables: LaptopTables;
beforeAll(async () => {
  tables = await openLaptopTables();
});
afterAll(() => tables.close());

const claims = () => {
  const clock = testClock();
  return { clock, ...dynamoShadowClaims({ client: tables.client, table: tables.names.state, clock }) };
};
const records = () => {
  const clock = testClock();
  return { clock, ...dynamoShadowRecords({ client: tables.client, table: tables.names.candidates, clock }) };
};

describe('claims of shadows', () => {
  it('go to one of many who want the same', async () => {
    const { claim } = claims();
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => claim('request-1')));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await claim('request-2')).toBe(true);
  });

  it('outlive the day in which dead letters can be sent back', async () => {
    const { claim, clock } = claims();
    await claim('request-3');
    clock.advance(1.5 * DAY_MS);
    expect(await claim('request-3')).toBe(false);
    clock.advance(DAY_MS);
    expect(await claim('request-3')).toBe(true);
  });
});

describe('records of shadows', () => {
  it('are listed by their day', async () => {
    const { put, list } = records();
    for (const id of ['a', 'b']) await put(record(id));
    await put(record('c', '2026-03-02T00:00:00.000Z'));
    const { records: found, unreadable } = await list('2026-03-01');
    expect(found.map(({ id }) => id).sort()).toEqual(['a', 'b']);
    expect(found[0]).toEqual(record(found[0]?.id ?? ''));
    expect(unreadable).toBe(0);
    expect(await list('2026-02-28')).toEqual({ records: [], unreadable: 0 });
  });

  it('are all listed when they are more than one page', async () => {
    const { put, list } = records();
    const value = 'x'.repeat(300);
    const fields = [
      {
        field: 'skills' as const,
        agreement: 0,
        same: 0,
        only: { current: Array.from({ length: 20 }, () => value), aws: [] },
        withheld: { current: 0, aws: 0 },
      },
    ];
    const all = Array.from({ length: 200 }, (_, n) => ({ ...record(`r${n}`, '2026-03-03T00:00:00.000Z'), fields }));
    await Promise.all(all.map((one) => put(one)));
    expect((await list('2026-03-03')).records).toHaveLength(200);
  });

  it('are gone after a week, also while DynamoDB has not removed them', async () => {
    const { put, list, clock } = records();
    await put(record('d', '2026-03-04T00:00:00.000Z'));
    clock.advance(7 * DAY_MS - 1_000);
    expect((await list('2026-03-04')).records).toHaveLength(1);
    clock.advance(1_000);
    expect((await list('2026-03-04')).records).toEqual([]);
  });

  it('that nobody can read are counted', async () => {
    const Item = marshall({ pk: 'SHADOW#2026-03-05', sk: 'x', record: '{"old": true}', expiresAt: 9_999_999_999 });
    await tables.client.send(new PutItemCommand({ TableName: tables.names.candidates, Item }));
    expect(await records().list('2026-03-05')).toEqual({ records: [], unreadable: 1 });
  });
});
