/** Writes `lambdas/reference/skills.json` from O*NET, ESCO and our own list: `npx tsx scripts/build-taxonomy.ts --source DIR`. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { skillKinds } from '../lambdas/domain/resume';
import { type SkillData, type SkillRow, skillSlug } from '../lambdas/domain/skill-data';
import { nameKey } from '../lambdas/domain/skill-tokens';
import { escoSkills } from './esco-skills';
import { foreignSkills } from './foreign-skills';
import { onetSkills } from './onet-skills';
import { readOwnSkills } from './own-skills';
import { verbForms } from './verb-forms';

export const notices = [
  'This product includes information from the O*NET 29.2 Database by the U.S. Department of Labor, Employment and Training Administration (USDOL/ETA), used under the CC BY 4.0 license; names were selected, shortened and merged.',
  'This service uses the ESCO classification of the European Commission; labels were selected and merged.',
];

interface Draft {
  row: SkillRow;
}

const plain = (name: string) => name.replace(/^[=?]/, '');
const key = (name: string) => nameKey(plain(name));

/** Two programs of one O*NET class are the nearer the smaller the class: hundredths. */
function classGroups(drafts: readonly Draft[]): Record<string, number> {
  const sizes = new Map<string, number>();
  for (const { row } of drafts) {
    for (const group of row[5].split('|')) if (/^c\d+$/.test(group)) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  const classes = [...sizes].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return Object.fromEntries(classes.map(([group, size]) => [group, size > 100 ? 8 : size > 40 ? 15 : 30]));
}

function build(source: string): SkillData {
  const own = readOwnSkills(join(__dirname, 'skills.own'));
  const drafts: Draft[] = [];
  const owner = new Map<string, Draft>();
  const ids = new Set<string>();

  const start = (name: string, kind: number, glossary: string[], from: string, id?: string): Draft => {
    const slug = skillSlug(plain(name));
    const unique = id ?? slug;
    if (unique === '' || ids.has(unique)) throw new Error(`two skills with the id ${unique}: ${name}`);
    ids.add(unique);
    const draft: Draft = { row: [name, kind, '', '', glossary.join(' '), '', from] };
    if (unique !== slug) draft.row[7] = unique;
    drafts.push(draft);
    owner.set(key(name), draft);
    return draft;
  };
  const extend = (draft: Draft, names: string[], groups: string[], from: string) => {
    const aliases = draft.row[2] === '' ? [] : draft.row[2].split('|');
    for (const name of names) {
      if (key(name) === '' || owner.has(key(name))) continue;
      owner.set(key(name), draft);
      aliases.push(name);
    }
    draft.row[2] = aliases.join('|');
    const known = draft.row[5] === '' ? [] : draft.row[5].split('|');
    draft.row[5] = [...new Set([...known, ...groups])].slice(0, 3).join('|');
    if (draft.row[6] === 'w') draft.row[6] = from;
  };

  const ours = own.skills.map((skill) => {
    const slug = skill.id ?? skillSlug(plain(skill.name));
    if (owner.has(key(skill.name)) || ids.has(slug)) throw new Error(`listed twice: ${skill.name}`);
    return start(skill.name, skillKinds.indexOf(skill.kind), skill.glossary, 'w', skill.id ?? undefined);
  });
  own.skills.forEach((skill, i) => {
    const draft = ours[i] as Draft;
    for (const alias of skill.aliases) {
      const taken = owner.get(key(alias));
      if (taken && taken !== draft) console.warn(`${alias}: of ${plain(skill.name)} and of ${plain(taken.row[0])}`);
    }
    extend(draft, skill.aliases, skill.groups, 'w');
  });
  for (const skill of onetSkills(source)) {
    const names = [skill.name, ...skill.aliases];
    const known = names.map((name) => owner.get(key(name))).find(Boolean);
    if (!known && ids.has(skillSlug(plain(skill.name)))) continue;
    const draft = known ?? start(skill.name, skillKinds.indexOf('tool'), [], 'w');
    extend(draft, names, [`c${skill.commodity}`], `o${skill.commodity}`);
  }
  for (const skill of escoSkills(source)) {
    const known = owner.get(key(skill.name));
    if (!known && ids.has(skillSlug(skill.name))) continue;
    extend(known ?? start(skill.name, skillKinds.indexOf('hard'), [], 'w'), skill.aliases, [], `e${skill.id}`);
  }
  // Last, as no foreign name may take the place of an English one.
  for (const { name, aliases } of foreignSkills()) {
    const draft = owner.get(key(name));
    if (!draft) throw new Error(`skills.foreign.txt: ${name} is no skill`);
    extend(draft, aliases, [], 'w');
  }
  for (const { row } of drafts) {
    const names = row[2] === '' ? [row[0]] : [row[0], ...row[2].split('|')];
    row[3] = names
      .map((name) => (key(name) === plain(name) ? '' : key(name)))
      .join('|')
      .replace(/\|+$/, '');
  }

  const position = new Map(drafts.map((draft, i) => [draft, i]));
  const relations: string[] = [];
  const related: SkillData['related'] = [];
  for (const skill of own.skills) {
    for (const { name, hundredths, relation } of skill.related) {
      const a = position.get(owner.get(key(skill.name)) as Draft);
      const b = position.get(owner.get(key(name)) as Draft);
      if (a === undefined || b === undefined) throw new Error(`${skill.name} is related to ${name}, which is no skill`);
      if (a === b) continue;
      if (!relations.includes(relation)) relations.push(relation);
      related.push([a, b, hundredths, relations.indexOf(relation)]);
    }
  }
  const data = {
    notices,
    skills: drafts.map((draft) => draft.row),
    related,
    relations,
    groups: { ...own.groups, ...classGroups(drafts) },
    verbs: verbForms(),
  };
  const version = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 12);
  return { version, ...data };
}

if (require.main === module) {
  const { values } = parseArgs({ options: { source: { type: 'string' } } });
  if (!values.source) throw new Error('say where the source data is: --source DIR (with onet/ and esco/ below it)');
  const data = build(values.source);
  const file = join(__dirname, '../lambdas/reference/skills.json');
  const lines = data.skills.map((row) => JSON.stringify(row)).join(',\n');
  const rest = JSON.stringify({ ...data, skills: undefined }).slice(0, -1);
  writeFileSync(file, `${rest},"skills":[\n${lines}\n]}\n`);
  console.log(`${data.skills.length} skills, version ${data.version}`);
}
