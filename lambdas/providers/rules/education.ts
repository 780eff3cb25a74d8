/** Education entries: degrees and places of learning found in the lines, then grouped into courses of study. */
import type { Extraction } from '../../domain/extraction';
import { partsOf } from './header-parts';
import { readLabel } from './labels';
import { cjkInstitution } from './lexicon/company-words';
import { cjkDegree, degreePattern, doubtfulDegrees } from './lexicon/degree-words';
import { stateCodes } from './lexicon/places';
import type { Line } from './lines';
import { institutionScore, placeScore } from './scores';
import { capitalShare, sentenceLikeness, trimSigns, wordsOf } from './words';

export type EducationEntry = Extraction['education'][number];

export interface DegreeMention {
  start: number;
  end: number;
  degree: string;
  area: string | null;
}

const AREA =
  /^\s*(?:\((?:hons?\.?|honou?rs)\)\s*)?(?:\((?<bracket>[^()]{3,60})\)|(?:degree\s+|candidate\s+|student\s+)?(?:,\s*|:\s*|\s[-–—]\s|-)?\s*(?:in|of|en|em|in der|im|mention|option|major(?:ing)? in|specialization in|specializing in|with (?:a )?(?:major|specialization|specialisation|emphasis|concentration) in|honou?rs in)\s+(?<words>[\p{Lu}\p{L}"“][^,;:()|\t\n]{2,70})|\s*(?:,|:|[-–—/]|\s)\s*(?<loose>\p{Lu}[^,;:()|\t\n]{2,60}))/iu;
const NOT_AREA =
  /^(?:hons?\.?|honou?rs|first class|distinction|gpa|cgpa|degree|program(?:me)?|school|thesis|graduat\p{L}*|expected|with|year|sem|semester|completed|pursuing|passed|board|college|university)\b/iu;
const AREA_END =
  /\s+(?:from|at|with|w\/|in progress|affiliated|under|and (?:minor|a minor)|minor|bei|an der|à|chez|en la|presso|aan|gpa|cgpa|expected|graduated|obtained|passed|secured|during|by|completed|\()(?![\p{L}]).*$|\s+[-–—]\s+.*$|\s+\d.*$/iu;
const GRADE =
  /(?:c?gpa|grade|percentage|marks|score|note|mention|moyenne|result)\s*[:=-]?\s*(?:of\s+)?(\d{1,3}(?:[.,]\d{1,3})?\s*(?:%|\/\s*\d{1,3}(?:[.,]\d)?)?)|(\d{1,2}(?:[.,]\d{1,2})?\s*%)|(\d[.,]\d{1,2}\s*\/\s*(?:4|5|10|20)(?:[.,]0)?)|\b(first class(?: with distinction| honou?rs)?|summa cum laude|magna cum laude|cum laude|with distinction|upper second class|2[:.]1|1[:.]1)\b/iu;

/** A short form such as MA, BE or AS is a degree only written like one, and where degrees are spoken of. */
function doubtful(found: string, line: string, at: number, inEducation: boolean): boolean {
  // "Boston, MA" is a state.
  if (
    stateCodes.has(found) &&
    /\p{Lu}[\p{L}.]+,\s*$/u.test(line.slice(0, at)) &&
    !/^\s*(?:in|of)\b/.test(line.slice(at + found.length))
  )
    return true;
  const plain = found.toLowerCase().replace(/\./g, '').trim();
  if (!doubtfulDegrees.has(plain)) return false;
  const letters = found.replace(/[^\p{L}]/gu, '');
  if (letters.length <= 4 && letters !== letters.toUpperCase() && !/^[A-Z]\p{L}{0,2}\.?[A-Z]/u.test(found)) return true;
  if (inEducation) return false;
  return !/\bin\b|\bof\b|degree|\bfrom\b|university|college|institute/i.test(line);
}

/** Degrees named in a line, with the field of study that follows. */
export function findDegrees(line: string, inEducation: boolean): DegreeMention[] {
  const mentions: DegreeMention[] = [];
  for (const match of line.matchAll(degreePattern)) {
    const start = match.index;
    if (doubtful(match[0].trim(), line, start, inEducation)) continue;
    const honours =
      /^\s*\((?:hons?\.?|honou?rs)\)/i.exec(line.slice(start + match[0].length, start + match[0].length + 20))?.[0] ??
      '';
    const end = start + match[0].length + honours.length;
    const degree = `${match[0].trimEnd()}${honours}`.trim();
    const last = mentions[mentions.length - 1];
    if (last !== undefined && start < last.end) continue;
    const follow = AREA.exec(line.slice(end, end + 120));
    let area: string | null = null;
    let reach = end;
    if (follow?.groups !== undefined) {
      const raw = follow.groups.bracket ?? follow.groups.words ?? follow.groups.loose ?? '';
      const cut = trimSigns(raw.replace(AREA_END, ''));
      const ok =
        cut.length > 2 &&
        wordsOf(cut).length <= 8 &&
        institutionScore(cut) < 0.5 &&
        !NOT_AREA.test(cut) &&
        (follow.groups.loose === undefined || /^\p{Lu}/u.test(cut)) &&
        !(follow.groups.loose !== undefined && /\d/.test(cut));
      if (ok && /\p{L}{2}/u.test(cut)) {
        area = cut;
        reach = end + line.slice(end).indexOf(cut) + cut.length;
      }
    }
    mentions.push({ start, end: Math.max(end, reach), degree, area });
  }
  const cjk = mentions.length === 0 ? cjkDegree.exec(line) : null;
  if (cjk !== null) mentions.push({ start: cjk.index, end: cjk.index + cjk[0].length, degree: cjk[0], area: null });
  return mentions;
}

/** The line with its dates blanked out, every other sign where it was. */
function withoutDates({ text, dates }: Line): string {
  let plain = text;
  for (const { start, end } of dates) plain = plain.slice(0, start) + '\t'.repeat(end - start) + plain.slice(end);
  return plain;
}

const LEADING = /^(?:from|at|in|of|an der|à l['’]?|de la|presso)\s+/i;
const TRAILING = /(?:\s+(?:in|at|of|for|with|and|from|by|an|a|&)|[.,;:]+)$/i;

/** The place of learning a line names, without its city; a university before the school within it. */
export function findInstitution(line: Line, degrees: readonly DegreeMention[]): string | null {
  const oriental = cjkInstitution.exec(line.text);
  if (oriental !== null) return oriental[0];
  let rest = withoutDates(line);
  for (const { start, end } of degrees) rest = rest.slice(0, start) + '\t'.repeat(end - start) + rest.slice(end);
  let best: { text: string; score: number } | undefined;
  for (const part of partsOf({ text: rest, dates: [] })) {
    for (const piece of [part.text, ...part.text.split(/,\s*|:\s+/)]) {
      const text = trimSigns(
        piece.replace(LEADING, '').replace(/\s*\((?:[^()]*\d[^()]*|affiliated.*|hons.*)\)?.*$/i, ''),
      ).replace(TRAILING, '');
      const outer = /\b(?:universit\p{L}*|univ|college|institut\p{L}*|hochschule|polytechnic)\b/iu.test(text)
        ? 0.05
        : 0;
      const score =
        institutionScore(text) + outer - (text.includes(',') ? 0.2 : 0) - Math.max(0, text.length - 60) / 100;
      if (score > 0.35 && score > (best?.score ?? 0)) best = { text, score };
    }
  }
  return best?.text ?? null;
}

/** "MBA, Insead, 2012": in an education section what follows the degree is the school, whatever it is called. */
function namedAfter(line: Line, degrees: readonly DegreeMention[]): string | null {
  const last = degrees[degrees.length - 1];
  if (last === undefined) return null;
  const rest = withoutDates(line).slice(last.end);
  if (!/^\s*(?:[,;:|–—-]|from|at|\()/u.test(rest)) return null;
  for (const part of partsOf({ text: rest, dates: [] })) {
    const text = trimSigns(part.text.replace(LEADING, '')).replace(TRAILING, '');
    if (part.place || text.length < 3 || text.length > 70 || NOT_AREA.test(text)) continue;
    const words = wordsOf(text).length;
    if (words >= 2 && words <= 7 && capitalShare(text) === 1 && !/\d/.test(text) && placeScore(text) < 0.6) return text;
  }
  return null;
}

const empty = (): EducationEntry => ({
  institution: null,
  area: null,
  studyType: null,
  start: null,
  end: null,
  score: null,
  courses: [],
});

/** Entries of a run of lines; `inEducation` false asks for stronger evidence, as the lines may be about anything. */
export function readEducation(lines: readonly Line[], inEducation: boolean): EducationEntry[] {
  const entries: EducationEntry[] = [];
  let current = empty();
  const filled = () => current.institution !== null || current.studyType !== null;
  const next = () => {
    if (filled()) entries.push(current);
    current = empty();
  };
  for (const line of lines) {
    const running =
      line.words > 25 || (sentenceLikeness(line.text) > 0.7 && line.words > 12 && capitalShare(line.text) < 0.7);
    if (running && !inEducation) continue;
    const label = readLabel(line.text);
    const degrees = findDegrees(withoutDates(line), inEducation);
    const institution =
      running && degrees.length === 0
        ? null
        : label?.field === 'institution'
          ? label.value || null
          : (findInstitution(line, degrees) ?? (inEducation ? namedAfter(line, degrees) : null));
    if (
      !inEducation &&
      (degrees.length === 0 ||
        (institution === null && line.dates.length === 0 && degrees.every((d) => d.area === null)))
    )
      continue;
    for (const { degree, area } of degrees) {
      if (current.studyType !== null) next();
      current.studyType = degree;
      current.area = area;
    }
    if (institution !== null) {
      if (current.institution !== null) next();
      current.institution = institution;
    }
    const range = line.dates[0];
    if (range !== undefined && (filled() || inEducation)) {
      const known = current.end !== null || current.start !== null;
      // Dates on a line of their own after a whole entry open the next one.
      const opens = known && degrees.length === 0 && institution === null && current.studyType !== null;
      if (opens) next();
      if (!known || opens || degrees.length > 0) {
        const from = range.from === null ? null : line.text.slice(range.from.start, range.from.end);
        const to = range.to === null ? null : line.text.slice(range.to.start, range.to.end);
        // A lone date of an education entry is the year of the degree.
        [current.start, current.end] = range.to === null ? [null, from] : [from, to];
      }
    }
    const grade = GRADE.exec(line.text);
    if (grade !== null && current.score === null && filled())
      current.score = (grade[1] ?? grade[2] ?? grade[3] ?? grade[4] ?? '').trim() || null;
  }
  next();
  return entries;
}
