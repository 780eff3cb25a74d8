import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expected } from '../../dev/faults/expected';
import { faultMatrix } from '../../dev/faults/fault-matrix';
import { runMatrix } from '../../dev/faults/run-matrix';
import { aligned, COLUMNS, cellsOf, pageWith } from '../../dev/faults/table';

describe('npm run faults', () => {
  // In a process of its own: what Node throws is no Error inside a test, so the AWS SDK loses its code there.
  it('finds that every row holds, for every vendor and in every place', async () => {
    const { code, out } = await faults();

    expect(out.filter((line, at) => line.startsWith('NOT') || out[at - 1]?.startsWith('NOT'))).toEqual([]);
    expect(out.filter((line) => line.startsWith('ok '))).toHaveLength(faultMatrix.flatMap(({ rows }) => rows).length);
    expect(code).toBe(0);
  }, 600_000);

  it('says what is wrong with its command line', async () => {
    const { code, err } = await faults('nobody');

    expect([code, err]).toEqual([2, expect.stringContaining('No such vendor. There are: Bedrock, text;')]);
  });
});

function faults(...args: string[]): Promise<{ code: number; out: string[]; err: string }> {
  return new Promise((resolve) =>
    execFile(
      process.execPath,
      ['--import', 'tsx', 'dev/faults.ts', ...args],
      { cwd: path.join(__dirname, '../..') },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out: out.split('\n'), err }),
    ),
  );
}

describe('the fault matrix', () => {
  const [bedrock] = faultMatrix;
  const rowOf = (name: string) => bedrock?.rows.find((row) => row.name === name);

  it('says so where a row does not hold', async () => {
    if (bedrock === undefined) throw new Error('no vendor');
    const row = rowOf('AccessDeniedException 403');
    const rows = row === undefined ? [] : [{ ...row, outcomes: ['throttled'], breaker: 'closed' as const }];

    const [verdict] = await runMatrix([{ ...bedrock, rows }]);

    expect(verdict?.wrong).toEqual(
      expect.arrayContaining([
        'first: attempts is ["bedrock refused","openai ok"], not ["bedrock throttled","openai ok"]',
        'breaker: open, not closed',
      ]),
    );
  });

  it('asks nobody else with a text that was filtered', () => {
    const row = rowOf('content filter');
    if (bedrock === undefined || row === undefined) throw new Error('no such row');

    expect(expected(bedrock, row, 'first')).toMatchObject({
      answeredBy: 'rules',
      calls: { bedrock: 1 },
      degraded: true,
    });
  });
});

describe.each(faultMatrix.map((vendor) => [vendor.title, vendor] as const))('the rows of %s', (_title, { rows }) => {
  it('name each fault once', () => {
    const names = rows.map((row) => row.name);

    expect(new Set(names).size).toBe(names.length);
  });
});

describe('docs/faults.md', () => {
  const page = readFileSync(path.join(__dirname, '../../docs/faults.md'), 'utf8');

  it('is up to date: npm run faults -- --write', () => {
    expect(page).toBe(pageWith(page, faultMatrix));
  });

  it('needs the marks between which the tables stand', () => {
    expect(() => pageWith('a page', faultMatrix)).toThrow(RangeError);
  });
});

describe('the table in a terminal', () => {
  it('has columns of equal width and no line above 140 characters', () => {
    for (const vendor of faultMatrix) {
      const lines = aligned([COLUMNS, ...vendor.rows.map((row) => cellsOf(vendor, row))]);
      const at = lines[0]?.indexOf('attempts') ?? -1;

      expect(lines.filter((line) => line[at - 1] !== ' ' || line[at] === ' ')).toEqual([]);
      expect(lines.filter((line) => line.length > 140)).toEqual([]);
    }
  });
});
