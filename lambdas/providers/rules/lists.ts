/** The smaller sections: languages, certificates, projects, publications, volunteering, awards, references, interests. */

import type { Extraction } from '../../domain/extraction';
import { languageCode } from '../../domain/language-names';
import { partsOf, withoutDates } from './header-parts';
import type { RulesKnowledge } from './knowledge';
import { readLabel } from './labels';
import type { Line } from './lines';
import { companyScore, institutionScore, titleScore } from './scores';
import { splitItems } from './skills';
import { sentenceLikeness, trimSigns } from './words';
import { readWork } from './work';

const FLUENCY =
  /(?:native(?: speaker)?|mother tongue|bilingual|fluent(?:ly)?|full professional(?: proficiency)?|professional working(?: proficiency)?|limited working(?: proficiency)?|elementary(?: proficiency)?|conversational|conversant|intermediate|advanced|basic|beginner|proficient|excellent|good|fair|working knowledge|[ABC][12]\b|muttersprache|verhandlungssicher|fließend|gute? kenntnisse|grundkenntnisse|langue maternelle|courant|bilingue|notions|nativo|fluido|avanzado|intermedio|básico|materna|fluente|avançado|madrelingua|ottimo|buono|moedertaal|vloeiend|母語|母语|ネイティブ|ビジネスレベル|日常会話|流利|熟练)/iu;

/** "English (fluent), German – B2" and one language a line. */
export function readLanguages(lines: readonly Line[]): Extraction['languages'] {
  const found = new Map<string, Extraction['languages'][number]>();
  for (const line of lines) {
    if (line.words > 30) continue;
    const body = line.text.replace(/^[^:]{2,30}:\s*(?=\S)/u, (label) =>
      languageCode(label.replace(/:\s*$/, '')) === null ? '' : label,
    );
    for (const item of splitItems(body.replace(/\s(?:and|&|und|et|y|e|en)\s/giu, ' , '))) {
      const fluency = FLUENCY.exec(item)?.[0] ?? null;
      const name = trimSigns(
        (item.replace(/\(.*$/, '').split(/[:–—(]|\s-\s|-\s/)[0] ?? '')
          .replace(FLUENCY, ' ')
          .replace(/\b(?:in|speaker|level|proficiency|language)\b/giu, ' '),
      );
      if (
        name.length < 2 ||
        name.length > 30 ||
        name.split(/\s+/).length > 2 ||
        languageCode(name) === null ||
        !line.text.includes(name)
      )
        continue;
      if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), { name, fluency });
    }
  }
  return [...found.values()];
}

const dateOf = (line: Line) => {
  const mention = line.dates[0];
  return mention === undefined ? null : line.text.slice(mention.start, mention.end);
};

/** One item a line: its first part is the name, a part after it the one who gave it. */
function named(lines: readonly Line[], most: number): { name: string; by: string | null; date: string | null }[] {
  const found: { name: string; by: string | null; date: string | null }[] = [];
  for (const line of lines) {
    const parts = partsOf(line).filter((part) => !part.place);
    const name = parts[0]?.text;
    if (name === undefined || found.length >= most) {
      const last = found[found.length - 1];
      if (last !== undefined && last.date === null) last.date = dateOf(line);
      continue;
    }
    if (name.length > 160 || (line.words > 22 && sentenceLikeness(name) > 0.7)) continue;
    const by =
      /\s(?:from|by|issued by|von|par|por|da|door)\s+(\p{Lu}.{2,60})$/u.exec(name)?.[1] ?? parts[1]?.text ?? null;
    found.push({ name, by: by === null ? null : trimSigns(by), date: dateOf(line) });
  }
  return found;
}

export const readCertificates = (lines: readonly Line[]): Extraction['certificates'] =>
  named(lines, 60).map(({ name, by, date }) => ({ name, issuer: by, date }));
export const readAwards = (lines: readonly Line[]): Extraction['awards'] =>
  named(lines, 60).map(({ name, by, date }) => ({ title: name, awarder: by, date }));
export const readPublications = (lines: readonly Line[]): Extraction['publications'] =>
  named(lines, 100).map(({ name, by, date }) => ({ name, publisher: by, date }));

/** A short line that is no bullet opens a project; what follows describes it. */
export function readProjects(lines: readonly Line[]): Extraction['projects'] {
  const found: (Extraction['projects'][number] & { body: string[] })[] = [];
  for (const line of lines) {
    const label = readLabel(line.text);
    const title =
      /^(?:project(?: name| title)?|title|projekt|projet|proyecto|プロジェクト名|项目名称)\s*(?:#?\d{0,2})?\s*[:–-]\s*(.{2,100})$/iu.exec(
        line.text,
      )?.[1];
    const opens =
      title !== undefined ||
      (label === undefined &&
        !line.bullet &&
        line.words <= 10 &&
        sentenceLikeness(line.text) < 0.5 &&
        (line.bold || line.spaceAbove || line.dates.length > 0 || found.length === 0));
    const last = found[found.length - 1];
    if (opens && found.length < 60) {
      const name = trimSigns(title ?? partsOf(line)[0]?.text ?? '');
      const range = line.dates[0];
      if (name !== '') {
        const start = range?.from ? line.text.slice(range.from.start, range.from.end) : null;
        const end = range?.to ? line.text.slice(range.to.start, range.to.end) : null;
        found.push({
          name,
          description: null,
          start,
          end,
          url: /https?:\/\/\S+/.exec(line.text)?.[0] ?? null,
          body: [],
        });
        continue;
      }
    }
    if (last !== undefined && last.body.length < 40) last.body.push(line.text);
  }
  return found.map(({ body, ...project }) => ({ ...project, description: body.length > 0 ? body.join(' ') : null }));
}

export function readVolunteer(lines: readonly Line[], knowledge: RulesKnowledge): Extraction['volunteer'] {
  const entries = readWork(lines, knowledge);
  if (entries.length > 0) {
    return entries.map(({ company, title, start, end, summary }) => ({
      organization: company,
      position: title,
      start,
      end,
      summary,
    }));
  }
  return named(lines, 30).map(({ name, by }) => {
    const isTitle = titleScore(name, knowledge.occupations) > 0.5 && institutionScore(name) < 0.5;
    return { organization: isTitle ? by : name, position: isTitle ? name : by, start: null, end: null, summary: null };
  });
}

export function readReferences(lines: readonly Line[]): Extraction['references'] {
  if (
    lines.some((line) => /upon request|on request|available|auf anfrage|sur demande/i.test(line.text)) &&
    lines.length < 4
  )
    return [];
  const found: { name: string; body: string[] }[] = [];
  for (const line of lines.slice(0, 60)) {
    const name = partsOf({ text: line.text, dates: [] })[0]?.text.split(',')[0] ?? '';
    if (
      /^(?:(?:dr|mr|mrs|ms|prof|er)\.?\s)?(?:\p{Lu}[\p{L}.'’-]+\s){1,3}\p{Lu}[\p{L}'’-]+$/u.test(name) &&
      titleScoreFree(name)
    )
      found.push({ name, body: [] });
    else found[found.length - 1]?.body.push(line.text);
  }
  return found.slice(0, 10).map(({ name, body }) => ({ name, reference: body.length > 0 ? body.join(' ') : null }));
}

const titleScoreFree = (name: string) =>
  titleScore(name, { isTitleLike: () => 0 }) < 0.4 &&
  companyScore(name, { isTitleLike: () => 0 }) < 0.58 &&
  institutionScore(name) < 0.3;

export function readInterests(lines: readonly Line[]): string[] {
  return lines
    .flatMap((line) => splitItems(withoutDates(line)))
    .map((item) => trimSigns(item.replace(/^(?:and|&)\s/i, '').replace(/\.$/, '')))
    .filter((item) => item.length > 1 && item.length <= 80)
    .slice(0, 60);
}
