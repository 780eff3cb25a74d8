/** Reads our own skill list: one skill a line, `name | aliases | glossary | related`, under `[kind: group .similarity]` headings. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SkillKind, skillKinds } from '../lambdas/domain/resume';

export interface OwnSkill {
  name: string;
  id: string | null;
  kind: SkillKind;
  aliases: string[];
  glossary: string[];
  groups: string[];
  related: { name: string; hundredths: number; relation: string }[];
}

const parts = (text: string | undefined, separator: RegExp) =>
  (text ?? '')
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Skills of every `*.txt` in the folder, and how near the members of each group are, in hundredths. */
export function readOwnSkills(folder: string): { skills: OwnSkill[]; groups: Record<string, number> } {
  const skills: OwnSkill[] = [];
  const groups: Record<string, number> = {};
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()) {
    let kind: SkillKind = 'hard';
    let group: string | null = null;
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .forEach((line, number) => {
        const fail = (why: string): never => {
          throw new Error(`${file}:${number + 1}: ${why}`);
        };
        if (line.trim() === '' || line.startsWith('//')) return;
        const heading = /^\[([a-z]+)(?:: ([a-z0-9-]+)(?: \.(\d\d))?)?\]$/.exec(line.trim());
        if (heading) {
          kind = skillKinds.find((one) => one === heading[1]) ?? fail(`unknown kind ${heading[1]}`);
          group = heading[2] ?? null;
          if (group !== null && heading[3]) groups[group] = Number(heading[3]);
          return;
        }
        const cells = line.split('|').map((cell) => cell.trim());
        if (cells.length > 4) fail('more than four cells');
        const named = /^(.*?)(?:\s+#([a-z0-9-]+))?$/.exec(cells[0] ?? '');
        const name = named?.[1] ?? fail('no name');
        skills.push({
          name,
          id: named?.[2] ?? null,
          kind,
          aliases: parts(cells[1], /;/),
          glossary: parts(cells[2], /\s+/),
          groups: group === null ? [] : [group],
          related: parts(cells[3], /;/).map((entry) => {
            const relation = /^(.+?) \.(\d\d)(?: (.+))?$/.exec(entry) ?? fail(`related "${entry}" is not "name .50"`);
            return { name: relation[1] ?? '', hundredths: Number(relation[2]), relation: relation[3] ?? 'related' };
          }),
        });
      });
  }
  return { skills, groups };
}
