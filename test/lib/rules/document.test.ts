/** docs/deploy-rules.md is what the rules say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesDocument } from '../../../lib/rules/document';
import { rules } from '../../../lib/rules/rules';

describe('docs/deploy-rules.md', () => {
  it('is up to date: else run `npx tsx scripts/write-deploy-rules.ts`', () => {
    expect(readFileSync(join(__dirname, '../../../docs/deploy-rules.md'), 'utf8')).toBe(rulesDocument());
  });

  it('names every rule with its fix, and only rules that exist', () => {
    const page = rulesDocument();
    expect(
      rules.filter(({ id, fix }) => !page.includes(`| ${id} |`) || !page.includes(fix.replaceAll('|', '\\|'))),
    ).toEqual([]);
    const named = new Set(page.match(/OPS-[1-9]\d*/g));
    expect([...named].filter((id) => !rules.some((rule) => rule.id === id))).toEqual([]);
  });
});
