/** Reads the names that skills have in other languages: `skills.foreign.txt`, one skill a line, one language a cell. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LANGUAGES = 6;

/** An English name of a skill and its names in German, French, Spanish, Portuguese, Italian and Dutch. */
export function foreignSkills(): { name: string; aliases: string[] }[] {
  return readFileSync(join(__dirname, 'skills.foreign.txt'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('//'))
    .map((line) => {
      const [name = '', ...cells] = line.split('|').map((cell) => cell.trim());
      if (cells.length !== LANGUAGES) throw new Error(`${name}: ${cells.length} languages, not ${LANGUAGES}`);
      const aliases = cells.flatMap((cell) => cell.split(';')).map((alias) => alias.trim());
      return { name, aliases: aliases.filter((alias) => alias !== '') };
    });
}
