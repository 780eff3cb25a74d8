/** The skill taxonomy made from its data: names to skills, skills in text, and how near two skills are. */

import { skillKinds } from './resume';
import { type SkillData, type SkillRow, skillSlug, unflag } from './skill-data';
import { type Ambiguous, findMentions, type NameIndex } from './skill-mentions';
import { nameLookup } from './skill-names';
import type { Skill, SkillTaxonomy } from './skills';

const SCHEMES: Record<string, string> = { o: 'onet', e: 'esco', w: 'own' };
const GROUP_DEFAULT = 30;
const NO_GROUPS: readonly string[] = [];
const STRANGERS = { similarity: 0, relation: 'none' } as const;

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
    // Where the name is its own key it is in lower case, and its slug needs no regular expressions.
    return row[7] ?? (row[3] === '' ? unflag(row[0]).replaceAll(' ', '-') : skillSlug(unflag(row[0])));
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

  const positionOfName = nameLookup(index);
  const normalise = (name: string): Skill | undefined => {
    const position = positionOfName(name);
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
