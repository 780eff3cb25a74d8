/** Skills: the items a resume lists, and those of the taxonomy that its text names. */
import { contactSigns } from '../../domain/contact-signs';
import { isTelling, partsOf } from '../../domain/mask-contacts';
import type { SkillMention, SkillTaxonomy } from '../../domain/skills';
import { linesToTell } from '../../domain/telling-skills';
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

const LEAD =
  /^(?:and|or|&|und|et|y|e|etc)\.?\s+|^(?:proficient|experienced?|skilled|knowledge|familiar|fluent|expertise|proficiency)\s+(?:in|with|of)\s+|[.:]+$|\s+etc\.?$/giu;

function asItem(piece: string): ListedSkill | undefined {
  const level = LEVEL.exec(piece);
  const name = trimSigns((level === null ? piece : piece.slice(0, level.index)).replace(LEAD, ''));
  const words = wordsOf(name).length;
  if (name.length < 1 || name.length > 60 || words === 0 || words > 6 || !/\p{L}/u.test(name)) return undefined;
  if (words > 3 && sentenceLikeness(name) > 0.6) return undefined;
  return { name, level: level?.[1] ?? null };
}

/** The items of one line of a skills section: the part behind a label such as "Databases:", split at its signs. */
export function itemsOf(text: string): ListedSkill[] {
  const label = /^([^:]{2,40}):\s*(\S.*)$/u.exec(text);
  const body = label?.[2] ?? text;
  return splitItems(body).flatMap((piece) => {
    // "Oracle (PL/SQL, Forms)" lists three.
    const group = /^([^()]{2,40})\(([^()]*,[^()]*)\)\W*$/u.exec(piece);
    const pieces = group === null ? [piece] : [group[1] ?? '', ...splitItems(group[2] ?? '')];
    return pieces.flatMap((part) => asItem(part) ?? []);
  });
}

/** "XML/XSL/XSD" and "SharePoint and Drupal" are lists too, where the whole is no name of its own and a part is. */
function apart({ name, level }: ListedSkill, taxonomy: SkillTaxonomy): ListedSkill[] {
  const parts = name.split(/\s*\/\s*|\s+(?:and|&)\s+/iu).map(trimSigns);
  const short = parts.length > 1 && parts.every((part) => part !== '' && wordsOf(part).length <= 3);
  if (!short || taxonomy.normalise(name) !== undefined) return [{ name, level }];
  return parts.some((part) => taxonomy.normalise(part) !== undefined)
    ? parts.map((part) => ({ name: part, level }))
    : [{ name, level }];
}

/** Known tools that make a line of prose a list, and items on it. */
const LIST_TOOLS = 2;
const LIST_ITEMS = 3;

/** "Perl" and "SQL" are tools here too: what is written as a name, in one word. */
const isTool = (mention: SkillMention) =>
  mention.skill.kind === 'tool' || (!mention.text.includes(' ') && linesToTell(mention) === 1);

/** What stands among the tools that a line lists: "Perl, Frobnicator 3, SQL" names three. */
function enumerated(text: string, mentions: readonly SkillMention[], taxonomy: SkillTaxonomy): ListedSkill[] {
  if (mentions.filter(isTool).length < LIST_TOOLS) return [];
  const items = itemsOf(text);
  if (items.length < LIST_ITEMS) return [];
  return items
    .flatMap((item) => apart(item, taxonomy))
    .filter(({ name }) => wordsOf(name).length <= 3 && /^(?:\p{Lu}|\.\p{L}|\p{L}*\d)/u.test(name));
}

/**
 * Listed items first, in order, then what the prose of the document tells (`linesToTell`); each once.
 * @param name of the person, who may be called Julia Pascal and know neither
 */
export function findSkills(
  sections: readonly Section[],
  lines: readonly Line[],
  taxonomy: SkillTaxonomy,
  name: string | null = null,
): ListedSkill[] {
  const found = new Map<string, ListedSkill>();
  const known = new Set<string>();
  const add = (skill: ListedSkill) => {
    const key = skill.name.toLowerCase();
    if (found.size >= MAX_SKILLS || found.has(key)) return;
    found.set(key, skill);
    const id = taxonomy.normalise(skill.name)?.id;
    if (id !== undefined) known.add(id);
  };
  const addMention = ({ text, skill }: SkillMention) => {
    // "HTML5" in a list does not hide the "HTML" of a sentence.
    if (!known.has(skill.id) || text.toLowerCase() === skill.name.toLowerCase()) add({ name: text, level: null });
    known.add(skill.id);
  };
  const listed = new Set<Line>();
  for (const section of sections) {
    if (section.kind !== 'skills') continue;
    for (const line of section.lines) {
      if (line.dates.length > 0 && line.words > 8) continue;
      listed.add(line);
      if (sentenceLikeness(line.text) < 0.6 || /[,;|•]/.test(line.text))
        for (const item of itemsOf(line.text)) for (const part of apart(item, taxonomy)) add(part);
      for (const mention of taxonomy.find(line.text)) addMention(mention);
    }
  }
  const own = partsOf(name ?? '').filter(isTelling);
  const seen = new Map<string, number>();
  const schooling = new Set(sections.filter(({ kind }) => kind === 'education').flatMap((section) => section.lines));
  for (const line of lines) {
    if (listed.has(line)) continue;
    const text = withoutIdentity(line.text, own, taxonomy);
    const mentions = taxonomy.find(text);
    for (const item of enumerated(text, mentions, taxonomy)) add(item);
    for (const mention of mentions) {
      const { id } = mention.skill;
      const times = (seen.get(id) ?? 0) + (schooling.has(line) ? 0 : 1);
      seen.set(id, times);
      if (times >= linesToTell(mention)) addMention(mention);
    }
  }
  return [...found.values()];
}

/** GitHub in the address of a page is no skill, nor is Pascal the family name. */
function withoutIdentity(text: string, names: readonly string[], taxonomy: SkillTaxonomy): string {
  let out = '';
  let from = 0;
  for (const { start, end } of contactSigns(text, (term) => taxonomy.normalise(term) !== undefined)) {
    out += `${text.slice(from, start)} … `;
    from = end;
  }
  out += text.slice(from);
  return names.reduce((rest, part) => (rest.includes(part) ? rest.replace(ownWord(part), ' … ') : rest), out);
}

const ownWord = (part: string) =>
  new RegExp(`(?<!\\p{L})${part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\p{L})`, 'gu');
