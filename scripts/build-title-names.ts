/** Writes `lambdas/reference/title-names.json` from `titles.foreign.txt`: `npx tsx scripts/build-title-names.ts`. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foreignKey, type TitleNameData } from '../lambdas/domain/title-names';

/** `infirmi{er,ère} de nuit` is `infirmier de nuit` and `infirmière de nuit`. */
export function spread(name: string): string[] {
  const brace = /^(.*?)\{([^}]*)\}(.*)$/.exec(name);
  if (!brace) return [name];
  const [, before = '', forms = '', after = ''] = brace;
  // Forms go together: "director{,a} financier{o,a}" may mix, which harms nobody.
  return forms.split(',').flatMap((form) => spread(`${before}${form}${after}`));
}

/** Acronyms and the shortest words mean too much else beside other words. */
const SHORTEST_ANYWHERE = 4;

function build(): Omit<TitleNameData, 'version'> {
  const owner = new Map<string, string>();
  const titles: string[] = [];
  const lines = readFileSync(join(__dirname, 'titles.foreign.txt'), 'utf8').split('\n');
  for (const line of lines) {
    if (line.trim() === '' || line.startsWith('//')) continue;
    const [english = '', ...languages] = line.split('|').map((cell) => cell.trim());
    if (languages.length !== 6) throw new Error(`${english}: ${languages.length} languages, not 6`);
    const keys: string[] = [];
    for (const name of languages.flatMap((cell) => cell.split(';')).flatMap((one) => spread(one.trim()))) {
      const flag = /^[=-]/.exec(name)?.[0] ?? '';
      const key = foreignKey(name);
      if (key === '' || key === english) continue;
      const marked = (flag === '' && key.length < SHORTEST_ANYWHERE ? '=' : flag) + key;
      if (owner.has(marked)) continue;
      owner.set(marked, english);
      keys.push(marked);
    }
    titles.push([english, ...keys].join('|'));
  }
  return { titles };
}

if (require.main === module) {
  const data = build();
  const version = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 12);
  writeFileSync(
    join(__dirname, '../lambdas/reference/title-names.json'),
    `{"version":"${version}","titles":[\n${data.titles.map((row) => JSON.stringify(row)).join(',\n')}\n]}\n`,
  );
  const names = data.titles.reduce((sum, row) => sum + row.split('|').length - 1, 0);
  console.log(`${data.titles.length} English titles, ${names} names in other languages, version ${version}`);
}
