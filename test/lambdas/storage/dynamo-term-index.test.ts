import { dynamoTermIndex } from '../../../lambdas/storage/dynamo-term-index';
import { type LaptopTables, openLaptopTables } from '../../contract/laptop-tables';
import { describeTermIndex } from '../../contract/term-index';

describe('dynamoTermIndex', () => {
  let tables: LaptopTables;
  let leftOver = 0;
  beforeAll(async () => {
    tables = await openLaptopTables({
      intercept: (operation, request) => {
        if (operation !== 'BatchWriteItem' || leftOver === 0) return undefined;
        leftOver--;
        return { UnprocessedItems: request.RequestItems };
      },
    });
  });
  afterAll(() => tables.close());
  const open = (maxJobsPerTerm?: number) =>
    dynamoTermIndex({
      client: tables.client,
      table: tables.names.jobs,
      ...(maxJobsPerTerm === undefined ? {} : { maxJobsPerTerm }),
    });

  describeTermIndex(() => open());

  it('writes again what a batch left over', async () => {
    leftOver = 2;

    await open().set([{ id: 'patient', market: 'busy', terms: ['skill:x'], previous: [] }]);

    expect(await open().find([{ term: 'skill:x', weight: 1 }], { market: 'busy', limit: 5 })).toEqual(['patient']);
  });

  it('gives up on a table that never takes the rest', async () => {
    leftOver = Number.POSITIVE_INFINITY;

    const set = open().set([{ id: 'hopeless', market: 'busy', terms: ['skill:y'], previous: [] }]);

    await expect(set).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    leftOver = 0;
  });

  it('reads a bounded number of jobs for a term', async () => {
    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        open().set([{ id: `common-${i}`, market: 'common', terms: ['skill:x'], previous: [] }]),
      ),
    );

    expect(await open(5).find([{ term: 'skill:x', weight: 1 }], { market: 'common', limit: 100 })).toHaveLength(5);
  });
});
