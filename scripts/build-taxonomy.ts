/** Writes `lambdas/reference/skills.json` from O*NET, ESCO and our own list: `npx tsx scripts/build-taxonomy.ts --source DIR`. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { skillKinds } from '../lambdas/domain/resume';
import { type SkillData, type SkillRow, skillSlug } from '../lambdas/domain/skill-taxonomy';
import { nameKey } from '../lambdas/domain/skill-tokens';
import { escoSkills } from './esco-skills';
import { onetSkills } from './onet-skills';
import { readOwnSkills } from './own-skills';
import { verbForms } from './verb-forms';

export const notices = [
  'This product includes information from the O*NET 29.2 Database by the U.S. Department of Labor, Employment and Training Administration (USDOL/ETA), used under the CC BY 4.0 license; names were selected, shortened and merged.',
  'This service uses the ESCO classification of the European Commission; labels were selected and merged.',
];

interface Draft {
  row: SkillRow;
  keys: string[];
}

function build(source: string): SkillData {
  const own = readOwnSkills(join(__dirname, 'skills.own'));
  const drafts: Draft[] = [];
  const owner = new Map<string, Draft>();
  const ids = new Set<string>();

  const put = (
    name: string,
    kind: number,
    aliases: string[],
    glossary: string[],
    groups: string[],
    from: string,
    id?: string,
  ) => {
    const merged = [name, ...aliases].map((one) => owner.get(nameKey(one.replace(/^[=?]/, '')))).find(Boolean);
    const fresh = [name, ...aliases].filter((one) => {
      const key = nameKey(one.replace(/^[=?]/, ''));
      return key !== '' && !owner.has(key);
    });
    const draft: Draft = merged ?? { row: [name, kind, '', glossary.join(' '), '', from], keys: [] };
    if (!merged) {
      const plain = name.replace(/^[=?]/, '');
      const unique = id ?? skillSlug(plain);
      if (unique === '' || ids.has(unique)) return;
      ids.add(unique);
      if (unique !== skillSlug(plain)) draft.row[6] = unique;
      drafts.push(draft);
    }
    const list = draft.row[2] === '' ? [] : draft.row[2].split('|');
    for (const one of fresh) {
      owner.set(nameKey(one.replace(/^[=?]/, '')), draft);
      if (one !== draft.row[0] && !list.includes(one)) list.push(one);
    }
    draft.row[2] = list.join('|');
    const known = draft.row[4] === '' ? [] : draft.row[4].split('|');
    draft.row[4] = [...new Set([...known, ...groups])].slice(0, 3).join('|');
    if (draft.row[5] === 'w' && from !== 'w') draft.row[5] = from;
  };

  for (const skill of own.skills) {
    const kind = skillKinds.indexOf(skill.kind);
    put(skill.name, kind, skill.aliases, skill.glossary, skill.groups, 'w', skill.id ?? undefined);
  }
  for (const skill of onetSkills(source))
    put(skill.name, 1, skill.aliases, [], [`c${skill.commodity}`], `o${skill.commodity}`);
  for (const skill of escoSkills(source)) put(skill.name, 0, skill.aliases, [], [], `e${skill.id}`);

  const position = new Map(drafts.map((draft, i) => [draft, i]));
  const relations: string[] = [];
  const related: SkillData['related'] = [];
  for (const skill of own.skills) {
    for (const { name, hundredths, relation } of skill.related) {
      const a = position.get(owner.get(nameKey(skill.name.replace(/^[=?]/, ''))) as Draft);
      const b = position.get(owner.get(nameKey(name)) as Draft);
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
    groups: own.groups,
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
