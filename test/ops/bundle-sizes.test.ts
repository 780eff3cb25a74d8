import budgets from '../../ops/bundle-budget.json';
import { budgetsFor, contentsTable, measureBundles, sizeFaults, sizeTable } from '../../ops/bundle-sizes';

const health = { slug: 'health', files: 20, unzippedBytes: 900_000, zipBytes: 251_000 };

describe('measureBundles', () => {
  jest.setTimeout(300_000);

  it('finds every handler within its committed budget', () => {
    const sizes = measureBundles();

    expect(sizeFaults(sizes, budgets)).toEqual([]);
    for (const { zipBytes, unzippedBytes } of sizes) {
      expect(zipBytes).toBeLessThan(unzippedBytes);
      // Lambda takes no more, unzipped (quota of a function's deployment package).
      expect(unzippedBytes).toBeLessThan(250e6);
    }
  });

  it('tells what a handler is made of', () => {
    expect(contentsTable('meta').join('\n')).toMatch(/kB {2}zod\n/);
    expect(() => contentsTable('no-such')).toThrow(/no handler no-such/);
  });
});

describe('sizeFaults', () => {
  it('names the handler that is above its budget, and what to do', () => {
    const [fault, ...others] = sizeFaults([health], { health: 250 });

    expect(others).toEqual([]);
    expect(fault).toMatch(/^health: its zip has 251 kB, and its budget is 250 kB\. .*--in health.*--write/);
  });

  it('lets a handler have all of its budget', () => {
    expect(sizeFaults([health], { health: 251 })).toEqual([]);
  });

  it('names a handler without a budget, and a budget without a handler', () => {
    expect(sizeFaults([health], { meta: 100 })).toEqual([
      expect.stringMatching(/^health has no budget/),
      expect.stringMatching(/budget for meta, and no such handler/),
    ]);
  });
});

describe('budgetsFor', () => {
  it('leaves some room, and next to none to a library more', () => {
    expect(budgetsFor([health, { ...health, slug: 'tiny', zipBytes: 4_000 }])).toEqual({ health: 270, tiny: 20 });
  });
});

describe('sizeTable', () => {
  it('has a row for each handler, also for one without a budget', () => {
    expect(sizeTable([health], {})[1]).toMatch(/^health +20 +900 +251 +-$/);
  });
});
