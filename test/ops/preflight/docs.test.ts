/** docs/preflight.md lists what there is. */
import { readFileSync } from 'node:fs';
import { checks } from '../../../ops/preflight/checks';
import { steps } from '../../../ops/smoke/steps';

const doc = readFileSync('docs/preflight.md', 'utf8');
const firstCells = [...doc.matchAll(/^\| ([^|]+) \|/gm)].map(([, cell = '']) => cell.trim());

describe('docs/preflight.md', () => {
  it('has a row for each check, in the order of the report', () => {
    const rows = firstCells.slice(firstCells.indexOf('credentials') + 1, firstCells.indexOf('step'));
    expect(rows).toEqual(checks.map(({ name }) => name));
  });

  it('names each step of the smoke test', () => {
    const named = firstCells.slice(firstCells.indexOf('step') + 1).flatMap((cell) => cell.split(', '));
    expect(named.filter((name) => !name.startsWith('-'))).toEqual(
      steps.map(({ name }) => name).filter((name) => name !== 'CORS, others'),
    );
  });
});
