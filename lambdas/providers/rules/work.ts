/** Work entries: each is anchored on its date range; the parts of the lines around it are judged for title and employer. */
import type { RangeMention } from '../../domain/dates';
import type { Extraction } from '../../domain/extraction';
import { type Part, partsOf } from './header-parts';
import type { RulesKnowledge } from './knowledge';
import { readLabel } from './labels';
import type { Line } from './lines';
import { companyScore, titleScore } from './scores';
import { sentenceLikeness, trimSigns } from './words';

export type WorkEntry = Extraction['work'][number];

/** How far above and below its dates an entry's header is looked for. */
const ABOVE = 3;
const BELOW = 3;

interface Candidate {
  part: Part;
  /** Lines from the anchor: -1 is the line above the dates. */
  offset: number;
  /** Position within its line. */
  column: number;
  title: number;
  company: number;
}

interface Anchor {
  line: Line;
  at: number;
  range: RangeMention | undefined;
  candidates: Candidate[];
  /** First and last line of the header, as positions in the section. */
  from: number;
  to: number;
}

const text = (line: Line, mention: { start: number; end: number } | null | undefined) =>
  mention === null || mention === undefined ? null : line.text.slice(mention.start, mention.end);

/** A line that carries the dates of an entry: little else than dates and names stands on it. */
function anchorRange(line: Line): RangeMention | undefined {
  const range =
    line.dates.find((date) => date.to !== null || date.range.isCurrent) ??
    line.dates.find((date) => date.range.start !== null && date.range.end !== null) ??
    line.dates[0];
  if (range === undefined) return undefined;
  const rest = `${line.text.slice(0, range.start)} ${line.text.slice(range.end)}`.trim();
  const words = rest === '' ? 0 : rest.split(/\s+/).length;
  const strong = range.to !== null || range.range.isCurrent;
  if (range.from?.weak && !strong) return undefined;
  if (words > (strong ? 22 : 8)) return undefined;
  if (strong && words <= 3) return range;
  const leads = line.text.slice(0, range.start).trim().length < 3;
  const ends = line.text.slice(range.end).replace(/[\s).,\]:;-]/g, '').length < 3;
  if (!leads && !ends && !(strong && sentenceLikeness(rest) < 0.4)) return undefined;
  if (line.bullet && !leads && sentenceLikeness(rest) >= 0.4) return undefined;
  if (sentenceLikeness(trimSigns(rest)) >= (strong ? 0.9 : 0.5)) return undefined;
  return range;
}

/** A line that may name a title or an employer: short, no bullet, no running text. */
function isHeaderLike(line: Line): boolean {
  return !line.bullet && line.words <= 14 && line.text.length <= 110 && sentenceLikeness(line.text) < 0.6;
}

function findAnchors(lines: readonly Line[]): Anchor[] {
  const anchors: Anchor[] = [];
  lines.forEach((line, at) => {
    const range = anchorRange(line);
    if (range === undefined) return;
    const before = anchors[anchors.length - 1];
    // Dates on two lines ("2010" / "Present"), or repeated below the first.
    if (before !== undefined && at - before.at === 1 && partsOf(line).length === 0 && partsOf(before.line).length === 0)
      return;
    anchors.push({ line, at, range, candidates: [], from: at, to: at });
  });
  return anchors;
}

function collect(anchor: Anchor, lines: readonly Line[], low: number, high: number, knowledge: RulesKnowledge): void {
  const add = (at: number) => {
    const line = lines[at] as Line;
    const label = readLabel(line.text);
    if (label !== undefined && (label.field === 'description' || label.field === 'dates')) {
      if (label.field === 'description') return false;
    }
    partsOf(label === undefined || label.field === 'dates' ? line : { text: label.value, dates: [] }).forEach(
      (part, column) => {
        if (/^(?:duration|period|dates?|from|to|location|page)\b/i.test(part.text) && part.text.split(' ').length < 3)
          return;
        const title = part.place ? 0 : titleScore(part.text, knowledge.occupations);
        const company = part.place ? 0 : companyScore(part.text, knowledge.occupations);
        anchor.candidates.push({
          part,
          offset: at - anchor.at,
          column,
          title: label?.field === 'title' ? 1 : label?.field === 'company' ? 0 : title,
          company:
            label?.field === 'company'
              ? 1
              : label?.field === 'title'
                ? 0
                : label?.field === 'client'
                  ? company * 0.6
                  : company,
        });
      },
    );
    return true;
  };
  add(anchor.at);
  for (let at = anchor.at - 1; at >= Math.max(low, anchor.at - ABOVE); at--) {
    if (!isHeaderLike(lines[at] as Line) || !add(at)) break;
    anchor.from = at;
  }
  for (let at = anchor.at + 1; at <= Math.min(high, anchor.at + BELOW); at++) {
    if (!isHeaderLike(lines[at] as Line) || !add(at)) break;
    anchor.to = at;
  }
}

/** Where titles and employers stand in this document's entries, learned from the entries that leave no doubt. */
function layoutOf(anchors: readonly Anchor[], field: 'title' | 'company'): (candidate: Candidate) => number {
  const votes = new Map<string, number>();
  let sum = 0;
  const key = (candidate: Candidate) => `${candidate.offset}`;
  for (const { candidates } of anchors) {
    const best = candidates.reduce((most, candidate) => Math.max(most, candidate[field]), 0);
    if (best < 0.4) continue;
    for (const candidate of candidates) {
      if (candidate[field] < best - 0.05) continue;
      votes.set(key(candidate), (votes.get(key(candidate)) ?? 0) + candidate[field]);
      sum += candidate[field];
    }
  }
  return (candidate) => (sum === 0 ? 0 : (votes.get(key(candidate)) ?? 0) / sum);
}

interface Choice {
  title: string | null;
  company: string | null;
  place: string | null;
  used: Candidate[];
}

/** "Buyer at Acme", "Buyer, Acme", "Acme: Buyer" on one part. */
function splitPair(value: string, knowledge: RulesKnowledge): { title: string; company: string } | undefined {
  let best: { title: string; company: string; score: number } | undefined;
  for (const match of value.matchAll(/\s+at\s+|\s*@\s*|,\s+|\s*:\s+|\s+for\s+|\s*\(/giu)) {
    const left = trimSigns(value.slice(0, match.index));
    const right = trimSigns(value.slice(match.index + match[0].length));
    if (left === '' || right === '') continue;
    for (const [title, company] of [
      [left, right],
      [right, left],
    ] as const) {
      const t = titleScore(title, knowledge.occupations);
      const c = companyScore(company, knowledge.occupations);
      const other = titleScore(company, knowledge.occupations);
      if (t < 0.55 || c < 0.3 || other >= t - 0.1) continue;
      const score = t + c - other + (/at|@/.test(match[0]) && title === left ? 0.4 : 0);
      if (score > (best?.score ?? 0)) best = { title, company, score };
    }
  }
  return best;
}

function choose(
  anchor: Anchor,
  titleAt: (c: Candidate) => number,
  companyAt: (c: Candidate) => number,
  knowledge: RulesKnowledge,
): Choice {
  const near = (candidate: Candidate) => 0.06 * Math.abs(candidate.offset) + 0.02 * candidate.column;
  const open = anchor.candidates.filter((candidate) => !candidate.part.place);
  const best = (field: 'title' | 'company', votes: (c: Candidate) => number, from: readonly Candidate[]) => {
    let top: Candidate | undefined;
    let topScore = 0;
    for (const candidate of from) {
      const score = candidate[field] + 0.5 * votes(candidate) - near(candidate);
      if (candidate[field] > 0.12 && score > topScore) [top, topScore] = [candidate, score];
    }
    return { candidate: top, score: topScore };
  };
  const title = best('title', titleAt, open);
  const titleCandidate = title.score >= 0.42 ? title.candidate : undefined;
  const company = best(
    'company',
    companyAt,
    open.filter((candidate) => candidate !== titleCandidate && candidate.title < 0.7),
  );
  let titleText = titleCandidate?.part.text ?? null;
  let companyText = company.score >= 0.3 ? (company.candidate?.part.text ?? null) : null;
  const used = [titleCandidate, company.score >= 0.3 ? company.candidate : undefined].filter((c) => c !== undefined);
  if (titleText !== null && (companyText === null || company.score < 0.75)) {
    const pair = splitPair(titleText, knowledge);
    if (pair !== undefined) {
      titleText = pair.title;
      companyText = pair.company;
    }
  }
  if (titleText === null && companyText !== null) {
    const pair = splitPair(companyText, knowledge);
    if (pair !== undefined) {
      titleText = pair.title;
      companyText = pair.company;
    }
  }
  const place = anchor.candidates.find((candidate) => candidate.part.place)?.part.text ?? null;
  return { title: titleText, company: companyText, place, used };
}

/** Entries of one run of lines, in order. */
export function readWork(lines: readonly Line[], knowledge: RulesKnowledge): WorkEntry[] {
  const anchors = findAnchors(lines);
  anchors.forEach((anchor, i) => {
    const low = i === 0 ? 0 : (anchors[i - 1] as Anchor).at + 1;
    const high = i + 1 < anchors.length ? (anchors[i + 1] as Anchor).at - 1 : lines.length - 1;
    collect(anchor, lines, low, high, knowledge);
  });
  const titleAt = layoutOf(anchors, 'title');
  const companyAt = layoutOf(anchors, 'company');
  const entries: { entry: WorkEntry; from: number; to: number }[] = [];
  for (const anchor of anchors) {
    const choice = choose(anchor, titleAt, companyAt, knowledge);
    if (choice.title === null && choice.company === null) continue;
    const offsets = choice.used.map((candidate) => candidate.offset + anchor.at);
    const previous = entries[entries.length - 1];
    const range = anchor.range;
    const company = choice.company ?? (choice.title !== null ? (previous?.entry.company ?? null) : null);
    entries.push({
      from: Math.min(anchor.at, ...offsets),
      to: Math.max(anchor.at, ...offsets),
      entry: {
        company,
        title: choice.title,
        location: choice.place,
        start: text(anchor.line, range?.from),
        end: range?.to === null ? null : text(anchor.line, range?.to),
        summary: null,
        highlights: [],
      },
    });
  }
  entries.forEach(({ entry, to }, i) => {
    const end = entries[i + 1]?.from ?? lines.length;
    describe(entry, lines.slice(to + 1, Math.max(to + 1, end)));
  });
  return entries.map(({ entry }) => entry);
}

/** Bullets become highlights, what stands before the first is the summary; a wrapped line joins the one above. */
function describe(entry: WorkEntry, lines: readonly Line[]): void {
  const summary: string[] = [];
  for (const line of lines.slice(0, 200)) {
    if (line.bullet) entry.highlights.push(line.text);
    else if (entry.highlights.length === 0) summary.push(line.text);
    else entry.highlights[entry.highlights.length - 1] += ` ${line.text}`;
  }
  if (summary.length > 0) entry.summary = summary.join(' ');
}
