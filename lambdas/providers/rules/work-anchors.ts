/** The dated lines that open work entries, and what the lines around each may name: titles, employers, places. */
import type { RangeMention } from '../../domain/dates';
import { type Part, partsOf } from './header-parts';
import type { RulesKnowledge } from './knowledge';
import { type LabelField, readLabel } from './labels';
import type { Line } from './lines';
import { companyScore, institutionScore, titleScore } from './scores';
import { sentenceLikeness, trimSigns } from './words';
import { splitPair } from './work-pairs';

/** How far above and below its dates an entry's header is looked for. */
const ABOVE = 3;
const BELOW = 3;
const DEEP = 7;

export interface Candidate {
  part: Part;
  /** "Consultant for Acme" cut in two: the whole, in case the second half turns out not to be the employer. */
  uncut?: { text: string; company: string; sure: boolean };
  /** Position of its line in the section. */
  at: number;
  /** Lines from the anchor: -1 is the line above the dates. */
  offset: number;
  /** Position within its line. */
  column: number;
  title: number;
  company: number;
}

export interface Anchor {
  line: Line;
  at: number;
  range: RangeMention;
  /** Both ends are written, or one and "present". */
  whole: boolean;
  candidates: Candidate[];
}

const isWhole = ({ to, range }: RangeMention) =>
  to !== null || range.isCurrent || (range.start !== null && range.end !== null);

/** A line that carries the dates of an entry: little else than dates and names stands on it. */
function anchorRange(line: Line): RangeMention | undefined {
  const range = line.dates.find(isWhole) ?? line.dates[0];
  if (range === undefined) return undefined;
  const rest = `${line.text.slice(0, range.start)} ${line.text.slice(range.end)}`.trim().replace(/[.\s]+$/, '');
  const words = rest === '' ? 0 : rest.split(/\s+/).length;
  const strong = isWhole(range);
  if (range.from?.weak && !strong) return undefined;
  if (words > (strong ? 22 : 8)) return undefined;
  if (strong && words <= 3) return range;
  const leads = line.text.slice(0, range.start).trim().length < 3;
  const ends = line.text.slice(range.end).replace(/[\s).,\]:;-]/g, '').length < 3;
  if (!leads && !ends && !(strong && sentenceLikeness(rest) < 0.4)) return undefined;
  if (line.bullet && !leads && sentenceLikeness(rest) >= 0.4) return undefined;
  return sentenceLikeness(trimSigns(rest)) >= (strong ? 0.9 : 0.5) ? undefined : range;
}

/** A line that may name a title or an employer: short, no bullet, no running text. */
export function isHeaderLike(line: Line): boolean {
  return !line.bullet && line.words <= 14 && line.text.length <= 110 && sentenceLikeness(line.text) < 0.6;
}

const NOTHING =
  /^(?:duration|period|dates?|from|to|location|page|full[- ]time|part[- ]time|contract|permanent|team size.*|\d+ (?:months?|years?).*|(?:inclusive )?dates|employer|company|organi[sz]ation|position|designation|role|years?|still there|various)$/i;

/** Takes off what is not part of a name: a full stop, a note in small letters, the hours worked. */
function clean(text: string): string {
  return text
    .replace(
      /\s*\((?:part|full)[- ]time[^()]*\)|\s*\((?:contract|temporary|seasonal|permanent|freelance|\d[^()]*(?:hrs?|hours?|%|h)[^()]*)\)/giu,
      '',
    )
    .replace(/\s*\(\p{Ll}[^()]{8,}\)$/u, '')
    .replace(/\s*\[[^[\]]*\]$/u, '')
    .replace(/[\s,(]+(?:full|part)[- ]time\)?$/iu, '')
    .replace(/\s*\([^()]*$/u, '')
    .replace(/(?<=\p{L}{5})\.$/u, '')
    .trim();
}

function candidatesOf(
  line: Line,
  field: LabelField | undefined,
  value: string | undefined,
  knowledge: RulesKnowledge,
): Omit<Candidate, 'at' | 'offset'>[] {
  const named = field !== undefined && field !== 'dates';
  const found: Omit<Candidate, 'at' | 'offset'>[] = [];
  const bold = line.bold ? 0.06 : 0;
  const add = ({ text, place }: Part, title: number, company: number) =>
    found.push({ part: { text: clean(text), place }, column: found.length, title, company });
  for (const part of partsOf(named ? { text: value ?? '', dates: [] } : line)) {
    if (NOTHING.test(part.text)) continue;
    if (part.place || field === 'place') add({ text: part.text, place: true }, 0, 0);
    else if (field === 'title') add(part, found.length === 0 ? 1.2 : 0.1, 0);
    else if (field === 'company') add(part, 0, found.length === 0 ? 1.2 : 0.1);
    else {
      const pair = splitPair(part.text, knowledge);
      if (pair !== undefined) {
        const leads = part.text.startsWith(pair.title);
        const title = () =>
          add({ text: pair.title, place: false }, titleScore(pair.title, knowledge.occupations) + bold, 0);
        if (leads) title();
        add({ text: pair.company, place: false }, 0, companyScore(pair.company, knowledge.occupations) + bold);
        if (!leads) title();
        const cut = found.find((candidate) => candidate.part.text === pair.title);
        if (cut !== undefined)
          cut.uncut = {
            text: part.text,
            company: pair.company,
            sure: companyScore(pair.company, knowledge.occupations) > 0.6 || institutionScore(pair.company) >= 0.8,
          };
        continue;
      }
      const share = field === 'client' ? 0.6 : 1;
      add(
        part,
        titleScore(part.text, knowledge.occupations) + bold,
        (companyScore(part.text, knowledge.occupations) + bold) * share,
      );
    }
  }
  return found;
}

function collect(anchor: Anchor, lines: readonly Line[], low: number, high: number, knowledge: RulesKnowledge): void {
  const add = (at: number): boolean => {
    const line = lines[at] as Line;
    let label = readLabel(line.text);
    if (label?.field === 'description') return false;
    const above = lines[at - 1];
    const before = at > low && above !== undefined ? readLabel(above.text) : undefined;
    if (label === undefined && before?.value === '' && before.field !== 'description')
      label = { field: before.field, value: line.text };
    for (const candidate of candidatesOf(line, label?.field, label?.value, knowledge)) {
      anchor.candidates.push({ ...candidate, at, offset: at - anchor.at });
    }
    return true;
  };
  const reaches = (at: number) => {
    const line = lines[at] as Line;
    // Some lists make the employer a bullet: it has a place or a column beside it, as no description has.
    const item = line.bullet && at === anchor.at - 1 && line.words <= 9 && partsOf(line).length > 1;
    return isHeaderLike(item ? { ...line, bullet: false } : line) || readLabel(line.text) !== undefined;
  };
  add(anchor.at);
  for (let at = anchor.at - 1; at >= Math.max(low, anchor.at - ABOVE); at--) if (!reaches(at) || !add(at)) break;
  for (let at = anchor.at + 1; at <= Math.min(high, anchor.at + BELOW); at++) if (!reaches(at) || !add(at)) break;
  if (anchor.candidates.every(({ title }) => title < 0.5)) lookDeeper(anchor, lines, high, add, knowledge);
}

/** Some resumes say what the employer does before they name the role: a title alone on its line, a little further down. */
function lookDeeper(
  anchor: Anchor,
  lines: readonly Line[],
  high: number,
  add: (at: number) => boolean,
  knowledge: RulesKnowledge,
): void {
  for (let at = anchor.at + 1; at <= Math.min(high, anchor.at + DEEP); at++) {
    const line = lines[at] as Line;
    if (line.bullet) return;
    if (line.words > 8 || anchor.candidates.some((candidate) => candidate.at === at)) continue;
    if (titleScore(line.text, knowledge.occupations) < 0.7) continue;
    add(at);
    for (const candidate of anchor.candidates) if (candidate.at === at) candidate.offset = BELOW;
    return;
  }
}

/** Anchors in order, each with its candidates; a lone date counts only where no whole range does. */
export function findAnchors(lines: readonly Line[], knowledge: RulesKnowledge): Anchor[] {
  const anchors: Anchor[] = [];
  lines.forEach((line, at) => {
    const range = anchorRange(line);
    if (range === undefined) return;
    const before = anchors[anchors.length - 1];
    // The same dates once more on the line below.
    if (before !== undefined && at - before.at === 1 && partsOf(line).length === 0 && partsOf(before.line).length === 0)
      return;
    anchors.push({ line, at, range, whole: isWhole(range), candidates: [] });
  });
  anchors.forEach((anchor, i) => {
    const low = (anchors[i - 1]?.at ?? -1) + 1;
    const high = (anchors[i + 1]?.at ?? lines.length) - 1;
    collect(anchor, lines, low, high, knowledge);
  });
  const wholes = anchors.filter((anchor) => anchor.whole).length;
  const sure = (anchor: Anchor) => {
    const best = (field: 'title' | 'company') =>
      anchor.candidates.reduce((most, candidate) => Math.max(most, candidate[field]), 0);
    const placed = anchor.candidates.some(({ part, offset }) => part.place && offset === 0);
    const named = best('company') >= 0.9 || (placed && best('company') >= 0.6);
    return wholes > 0
      ? named || (best('title') >= 0.6 && best('company') >= 0.45)
      : best('title') >= 0.5 || best('company') >= 0.6;
  };
  return anchors.filter((anchor) => anchor.whole || sure(anchor));
}
