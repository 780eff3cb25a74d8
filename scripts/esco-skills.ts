/** Skill labels of ESCO that can stand in running text: two to five words, with their alternative labels where we have them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv } from './csv';

export interface EscoSkill {
  name: string;
  aliases: string[];
  /** The last part of ESCO's URI; empty where our copy does not tell it. */
  id: string;
}

const fits = (label: string) => {
  const words = label.split(/\s+/).length;
  return words >= 2 && words <= 5 && label.length <= 60 && /^[\p{L}\p{N} ,'’&/+-]+$/u.test(label);
};

/** In alphabetical order. */
export function escoSkills(source: string): EscoSkill[] {
  const found = new Map<string, EscoSkill>();
  for (const label of readFileSync(join(source, 'esco/esco_v1.1.0_skill_labels.txt'), 'utf8').split(/\r?\n/)) {
    const name = label.trim();
    if (fits(name)) found.set(name, { name, aliases: [], id: '' });
  }
  for (const row of readCsv(readFileSync(join(source, 'esco/esco_skills_en.csv'), 'utf8'))) {
    const name = (row.preferredLabel ?? '').trim();
    const skill = found.get(name);
    if (!skill) continue;
    skill.id = (row.conceptUri ?? '').split('/').at(-1) ?? '';
    const aliases = (row.altLabels ?? '').split(/\r?\n/).map((alias) => alias.trim());
    skill.aliases = aliases.filter((alias) => alias !== name && fits(alias)).slice(0, 6);
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
