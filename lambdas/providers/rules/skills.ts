/** Skills: the items a resume lists, and those of the taxonomy that its text names. */
import type { SkillTaxonomy } from '../../domain/skills';
import type { Line } from './lines';
import type { Section } from './sections';
import { sentenceLikeness, trimSigns, wordsOf } from './words';

export interface ListedSkill {
  name: string;
  level: string | null;
}

const MAX_SKILLS = 400;
const LEVEL =
  /\s*[([-–:]?\s*\b(expert|advanced|intermediate|beginner|basic|proficient|familiar|working knowledge|excellent|good|fluent|(?:less than \d+ years?|\d+\+? (?:years?|yrs?|months?)))\)?\s*$/iu;

/** Splits "Java, C++ (5 years); SQL and NoSQL" at signs outside brackets. */
export function splitItems(text: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] ?? '';
    if (sign === '(' || sign === '[') depth++;
    else if (sign === ')' || sign === ']') depth = Math.max(0, depth - 1);
    else if (
      (depth === 0 && /[,;|•·●▪\t、，；]/.test(sign)) ||
      (depth === 0 && sign === ' ' && text.startsWith('   ', i))
    ) {
      items.push(text.slice(from, i));
      from = i + 1;
    }
  }
  items.push(text.slice(from));
  return items;
}

/** The items of one line of a skills section: the part behind a label such as "Databases:", split at its signs. */
export function itemsOf(text: string): ListedSkill[] {
  const label = /^([^:]{2,40}):\s*(\S.*)$/u.exec(text);
  const body = label?.[2] ?? text;
  const found: ListedSkill[] = [];
  for (const piece of splitItems(body)) {
    const level = LEVEL.exec(piece);
    const name = trimSigns(
      (level === null ? piece : piece.slice(0, level.index)).replace(
        /^(?:and|&|und|et|y|e)\s+|^(?:proficient|experienced?|skilled|knowledge|familiar|fluent|expertise|proficiency)\s+(?:in|with|of)\s+|[.:]+$/giu,
        '',
      ),
    );
    const words = wordsOf(name).length;
    if (name.length < 1 || name.length > 60 || words === 0 || words > 6 || !/\p{L}/u.test(name)) continue;
    if (words > 3 && sentenceLikeness(name) > 0.6) continue;
    found.push({ name, level: level?.[1] ?? null });
  }
  return found;
}

/** Listed items first, in order, then what the rest of the document names; each once. */
export function findSkills(
  sections: readonly Section[],
  lines: readonly Line[],
  taxonomy: SkillTaxonomy,
): ListedSkill[] {
  const found = new Map<string, ListedSkill>();
  const add = (skill: ListedSkill) => {
    const key = skill.name.toLowerCase();
    if (found.size < MAX_SKILLS && !found.has(key)) found.set(key, skill);
  };
  for (const section of sections) {
    if (section.kind !== 'skills') continue;
    for (const line of section.lines) {
      if (line.dates.length > 0 && line.words > 8) continue;
      const known = taxonomy.find(line.text);
      if (sentenceLikeness(line.text) < 0.6 || /[,;|•]/.test(line.text))
        for (const item of itemsOf(line.text)) add(item);
      for (const { text } of known) add({ name: text, level: null });
    }
  }
  for (const line of lines) {
    for (const { text, skill } of taxonomy.find(line.text))
      if (skill.kind !== 'language') add({ name: text, level: null });
  }
  return [...found.values()];
}
