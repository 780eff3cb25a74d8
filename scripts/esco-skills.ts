/** Skill labels of ESCO that can stand in running text: two or three words, as longer ones are hardly ever written so. */
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
  return words >= 2 && words <= 3 && label.length <= 40 && /^[\p{L}\p{N} ,'’&/+-]+$/u.test(label);
};

/** In parts of our copy the alternative labels stand one row off: those that share no word with the label are not its own. */
function shareAWord(alias: string, name: string): boolean {
  const stems = (text: string) => (text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).map((word) => word.slice(0, 5));
  const known = new Set(stems(name));
  return stems(alias).some((stem) => known.has(stem));
}

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
    const labels = (row.altLabels ?? '')
      .split(/\r?\n/)
      .map((alias) => alias.trim())
      .filter((alias) => alias !== '' && alias !== name);
    const near = labels.filter((alias) => shareAWord(alias, name));
    if (near.length === 0 || near.length < labels.length / 2) continue;
    skill.id = (row.conceptUri ?? '').split('/').at(-1) ?? '';
    skill.aliases = near.filter(fits).slice(0, 6);
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
