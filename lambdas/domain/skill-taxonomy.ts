/** The skill taxonomy made from its data: names to skills, skills in text, and how near two skills are. */

import { skillKinds } from './resume';
import { type Ambiguous, findMentions, type NameIndex } from './skill-mentions';
import { fold, nameKey } from './skill-tokens';
import type { Skill, SkillTaxonomy } from './skills';

/**
 * One skill as stored: name, kind (position in `skillKinds`), aliases joined by `|`, the `nameKey` of the name and of
 * each alias joined by `|` (empty where it is the name itself), glossary words joined by blanks, groups joined by `|`,
 * scheme and id of its source, and the id where it is not the slug of the name.
 * A name or alias that begins with `=` counts only as written, and one with `?` only among other skills.
 */
export type SkillRow = [
  name: string,
  kind: number,
  aliases: string,
  keys: string,
  glossary: string,
  groups: string,
  source: string,
  id?: string,
];

export interface SkillData {
  version: string;
  notices: string[];
  skills: SkillRow[];
  /** Positions of two skills, how near in hundredths, and the relation's position in `relations`. */
  related: [a: number, b: number, hundredths: number, relation: number][];
  relations: string[];
  /** How near two members of a group are, in hundredths; 30 where a group is not listed. */
  groups: Record<string, number>;
  /** Forms of verbs that skill names begin with: `managing` and `managed` to `manage`. */
  verbs: Record<string, string>;
}

const SCHEMES: Record<string, string> = { o: 'onet', e: 'esco', w: 'own' };
const GROUP_DEFAULT = 30;
const NO_GROUPS: readonly string[] = [];
const STRANGERS = { similarity: 0, relation: 'none' } as const;
const unflag = (name: string) => name.replace(/^[=?]/, '');

/** `Node.js` to `node-js`, `C++` to `c-plus-plus`; stable, as ids are stored. */
export function skillSlug(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/^\.net\b/, 'dotnet')
    .replace(/\+/g, '-plus')
    .replace(/#/g, '-sharp')
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

const LEVEL =
  /^(?:advanced|basic|intermediate|proficient(?: in| with)?|expert(?: in)?|knowledge of|experience (?:in|with)|fluent(?: in)?|native|working knowledge of|strong|good|excellent)\s+/i;
const VERSION = /[\s-]*\(?v?\d+(?:[.x]\d*)*[a-z]?\)?$/i;
const GENERIC =
  /\s+(?:skills?|software|programming|language|framework|applications?|systems?|tools?|certified|certification|database)$/i;

/** Builds the taxonomy; skills become objects only when they are asked for. */
export function createSkillTaxonomy(data: SkillData): SkillTaxonomy {
  const skills: (Skill | undefined)[] = new Array(data.skills.length);
  const index: NameIndex = { names: new Map(), longest: new Map(), verbs: new Map(Object.entries(data.verbs)) };
  const ambiguous = new Map<string, Ambiguous>();

  const add = (name: string, stored: string | undefined, position: number) => {
    const flag = name.charCodeAt(0);
    const plain = flag === 61 || flag === 63 ? name.slice(1) : name;
    const key = stored || plain;
    index.names.set(key, position);
    if (plain !== name) ambiguous.set(key, { surface: plain, always: flag === 61 });
    const space = key.indexOf(' ');
    if (space < 0) return;
    const first = key.slice(0, space);
    let words = 1;
    for (let i = space; i >= 0; i = key.indexOf(' ', i + 1)) words++;
    if (words > (index.longest.get(first) ?? 0)) index.longest.set(first, words);
  };

  data.skills.forEach((row, position) => {
    const keys = row[3] === '' ? [] : row[3].split('|');
    add(row[0], keys[0], position);
    if (row[2] === '') return;
    let i = 0;
    for (const alias of row[2].split('|')) add(alias, keys[++i], position);
  });

  let ids: Map<string, number> | undefined;
  const positionOf = (id: string) => {
    ids ??= new Map(data.skills.map((_, position) => [idAt(position), position]));
    return ids.get(id);
  };

  let related: Map<number, { other: number; similarity: number; relation: string }[]> | undefined;
  const relatedOf = (position: number) => {
    if (!related) {
      related = new Map();
      for (const [a, b, hundredths, relation] of data.related) {
        const entry = { similarity: hundredths / 100, relation: data.relations[relation] ?? '' };
        for (const [from, other] of [
          [a, b],
          [b, a],
        ] as const) {
          const list = related.get(from) ?? [];
          list.push({ ...entry, other });
          related.set(from, list);
        }
      }
    }
    return related.get(position) ?? [];
  };

  const idAt = (position: number) => {
    const row = data.skills[position] as SkillRow;
    return row[7] ?? (row[3] === '' ? row[0].replaceAll(' ', '-') : skillSlug(unflag(row[0])));
  };

  const at = (position: number): Skill => {
    const known = skills[position];
    if (known) return known;
    const row = data.skills[position] as SkillRow;
    const name = unflag(row[0]);
    const skill: Skill = {
      id: idAt(position),
      name,
      kind: skillKinds[row[1]] ?? 'hard',
      aliases: row[2] === '' ? [] : row[2].split('|').map(unflag),
      glossary: row[4] === '' ? [] : row[4].split(' '),
      related: relatedOf(position).map(({ other, ...rest }) => ({ id: idAt(other), ...rest })),
      taxonomy: [{ scheme: SCHEMES[row[6][0] ?? 'w'] ?? 'own', id: row[6].slice(1) || null, label: name }],
    };
    skills[position] = skill;
    return skill;
  };

  let squashed: Map<string, number> | undefined;
  const lookup = (name: string): number | undefined => {
    const key = nameKey(name);
    const exact = index.names.get(key) ?? index.names.get(fold(key)) ?? index.names.get(`${key}s`);
    if (exact !== undefined) return exact;
    if (!squashed) {
      squashed = new Map();
      for (const [key, position] of index.names) {
        const short = key.replaceAll(' ', '');
        if (!squashed.has(short)) squashed.set(short, position);
      }
    }
    return squashed.get(key.replaceAll(' ', ''));
  };

  const normalise = (name: string): Skill | undefined => {
    const tries = [name];
    const bare = name
      .trim()
      .replace(/\s*\([^)]*\)\s*$/, '')
      .replace(LEVEL, '');
    tries.push(
      bare,
      bare.replace(VERSION, ''),
      bare.replace(GENERIC, ''),
      bare.replace(VERSION, '').replace(GENERIC, ''),
    );
    for (const attempt of tries) {
      const position = lookup(attempt);
      if (position !== undefined) return at(position);
    }
    const verb = /^\s*([a-z]+)(\s.+)$/i.exec(name);
    const lemma = verb ? index.verbs.get((verb[1] ?? '').toLowerCase()) : undefined;
    const position = lemma ? lookup(`${lemma}${verb?.[2] ?? ''}`) : undefined;
    return position === undefined ? undefined : at(position);
  };

  const groups: (readonly string[] | undefined)[] = new Array(data.skills.length);
  const groupsOf = (position: number): readonly string[] => {
    const known = groups[position];
    if (known) return known;
    const names = data.skills[position]?.[5] ?? '';
    const split = names === '' ? NO_GROUPS : names.split('|');
    groups[position] = split;
    return split;
  };

  // Scoring one request asks this some ten thousand times.
  const similarity = (a: string, b: string) => {
    if (a === b) return { similarity: 1, relation: 'same' };
    const from = positionOf(a);
    const to = positionOf(b);
    if (from === undefined || to === undefined) return STRANGERS;
    const stated = relatedOf(from).find((entry) => entry.other === to);
    let best: { similarity: number; relation: string } = stated
      ? { similarity: stated.similarity, relation: stated.relation }
      : STRANGERS;
    const held = groupsOf(from);
    if (held.length === 0) return best;
    for (const group of groupsOf(to)) {
      if (!held.includes(group)) continue;
      const near = (data.groups[group] ?? GROUP_DEFAULT) / 100;
      if (near > best.similarity) best = { similarity: near, relation: 'same group' };
    }
    return best;
  };

  return {
    version: data.version,
    get: (id) => {
      const position = positionOf(id);
      return position === undefined ? undefined : at(position);
    },
    normalise,
    find: (text) =>
      findMentions(text, index, ambiguous).map(({ position, start, end }) => ({
        skill: at(position),
        text: text.slice(start, end),
        start,
        end,
      })),
    similarity,
  };
}
