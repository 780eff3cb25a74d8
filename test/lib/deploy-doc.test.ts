import { readFileSync } from 'node:fs';
import path from 'node:path';
import { stageConfigSchema } from '../../lib/stage-config';
import { stageConfig } from '../../lib/stages';

const page = readFileSync(path.join(__dirname, '../../docs/deploy.md'), 'utf8');

/** Cells of the table of settings: key, default in dev, default in prod, what it does, what it needs. */
const rows = page
  .split('\n')
  .filter((line) => /^\| `\w+` \|/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

describe('docs/deploy.md', () => {
  it('lists every context key once, in the order of the schema', () => {
    expect(rows.map(([key]) => key)).toEqual(Object.keys(stageConfigSchema.shape).map((key) => `\`${key}\``));
  });

  it('says what each key does in the words of the schema', () => {
    const described = Object.values(stageConfigSchema.shape).map((schema) => schema.description);

    expect(rows.map(([, , , what]) => what)).toEqual(described);
  });

  it.each([
    ['dev', 1, stageConfig({ region: 'us-east-1' })],
    ['prod', 2, stageConfig({ stage: 'prod', region: 'us-east-1', alarmEmail: 'oncall@example.com' })],
  ] as const)('gives the defaults of %s', (_, column, config) => {
    const own = ['stage', 'region', 'alarmEmail', 'account'];
    for (const row of rows) {
      const key = (row[0] ?? '').replaceAll('`', '');
      if (own.includes(key)) continue;
      const value = config[key as keyof typeof config];

      expect([key, (row[column] ?? '').replaceAll('`', '')]).toEqual([key, value === undefined ? '' : String(value)]);
    }
  });
});
