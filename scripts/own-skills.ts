/** Reads our own skill list: one skill a line, `name #id | aliases; >narrower | glossary | related .60`, under `[kind: group .60]` headings. */
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

/** A narrower skill is near the one it is part of, and its siblings are a group. */
const PART_OF = 75;
const SIBLINGS = 35;

/** `>name = alias, alias` among the aliases is a narrower skill; `>>name` a narrower one that is a tool. */
function readNarrower(entry: string, wider: OwnSkill, group: string): OwnSkill {
  const [name = '', aliases] = entry.replace(/^>+/, '').split(' = ');
  return {
    name: name.trim(),
    id: null,
    kind: entry.startsWith('>>') ? 'tool' : wider.kind,
    aliases: parts(aliases, /,/),
    glossary: [...new Set([...plainWords(name), ...wider.glossary])].slice(0, 6),
    groups: [...wider.groups, group],
    related: [{ name: wider.name.replace(/^[=?]/, ''), hundredths: PART_OF, relation: 'part of' }],
  };
}

/** The words of a name that can be looked up in a word table: no acronyms, no signs. */
function plainWords(name: string): string[] {
  return name
    .split(/[^A-Za-z]+/)
    .filter((word) => word.length > 3 && word !== word.toUpperCase())
    .map((word) => word.toLowerCase());
}

function readLine(line: string, kind: SkillKind, group: string | null): OwnSkill[] {
  const cells = line.split('|').map((cell) => cell.trim());
  if (cells.length > 4) throw new Error('more than four cells');
  const named = /^(.*?)(?:\s+#([a-z0-9-]+))?$/.exec(cells[0] ?? '');
  const name = named?.[1];
  if (!name) throw new Error('no name');
  const aliases = parts(cells[1], /;/);
  const skill: OwnSkill = {
    name,
    id: named?.[2] ?? null,
    kind,
    aliases: aliases.filter((alias) => !alias.startsWith('>')),
    glossary: parts(cells[2], /\s+/),
    groups: group === null ? [] : [group],
    related: parts(cells[3], /;/).map((entry) => {
      const relation = /^(.+?) \.(\d\d)(?: (.+))?$/.exec(entry);
      if (!relation) throw new Error(`related "${entry}" is not "name .50"`);
      return { name: relation[1] ?? '', hundredths: Number(relation[2]), relation: relation[3] ?? 'related' };
    }),
  };
  const siblings = `in ${name.replace(/^[=?]/, '')}`;
  const narrower = aliases
    .filter((alias) => alias.startsWith('>'))
    .map((alias) => readNarrower(alias, skill, siblings));
  return [skill, ...narrower];
}

/** Skills of every `*.txt` in the folder, and how near the members of each group are, in hundredths. */
export function readOwnSkills(folder: string): { skills: OwnSkill[]; groups: Record<string, number> } {
  const skills: OwnSkill[] = [];
  const groups: Record<string, number> = {};
  const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  for (const file of files.sort()) {
    let kind: SkillKind = 'hard';
    let group: string | null = null;
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .forEach((line, number) => {
        if (line.trim() === '' || line.startsWith('//')) return;
        const heading = /^\[([a-z]+)(?:: ([a-z0-9-]+)(?: \.(\d\d))?)?\]$/.exec(line.trim());
        try {
          if (!heading) {
            for (const skill of readLine(line, kind, group)) {
              for (const one of skill.groups) if (one.startsWith('in ')) groups[one] = SIBLINGS;
              skills.push(skill);
            }
            return;
          }
          const named = skillKinds.find((one) => one === heading[1]);
          if (!named) throw new Error(`unknown kind ${heading[1]}`);
          kind = named;
          group = heading[2] ?? null;
          if (group !== null && heading[3]) groups[group] = Number(heading[3]);
        } catch (error) {
          throw new Error(`${file}:${number + 1}: ${error instanceof Error ? error.message : error}`);
        }
      });
  }
  return { skills, groups };
}
