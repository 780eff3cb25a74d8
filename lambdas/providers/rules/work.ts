/** Work entries: each is anchored on its date range; the parts of the lines around it are judged for title and employer. */
import type { Extraction } from '../../domain/extraction';
import type { RulesKnowledge } from './knowledge';
import type { Line } from './lines';
import { placeScore } from './scores';
import { type Anchor, findAnchors } from './work-anchors';
import { splitTitle } from './work-pairs';
import { chooseRoles, learnLayout } from './work-roles';
import { readUndated } from './work-undated';

export type WorkEntry = Extraction['work'][number];

const quote = (line: Line, mention: { start: number; end: number } | null) =>
  mention === null ? null : line.text.slice(mention.start, mention.end);

/** "1982-86" is one mention with two ends: it is quoted for both. */
function datesOf({ line, range }: Anchor): Pick<WorkEntry, 'start' | 'end'> {
  const start = quote(line, range.from);
  const span = range.to === null && range.range.end !== null && range.from?.date?.approximate === false;
  return { start, end: span ? start : quote(line, range.to) };
}

/** "Harbour Foods (Leeds, UK)" to the name alone. */
function withoutPlace(company: string | null): string | null {
  const bracket = company === null ? null : /^(.{2,}?)\s*\(([^()]{2,40})\)$/u.exec(company);
  return bracket !== null && placeScore(bracket[2] ?? '') >= 0.6 ? (bracket[1] ?? company) : company;
}

/** Entries of one run of lines, in order. */
export function readWork(lines: readonly Line[], knowledge: RulesKnowledge): WorkEntry[] {
  const anchors = findAnchors(lines, knowledge);
  const titleAt = learnLayout(anchors, 'title');
  const companyAt = learnLayout(anchors, 'company');
  const entries: { entry: WorkEntry; from: number; to: number }[] = [];
  const taken = new Set<number>();
  for (const anchor of anchors) {
    const { title, titleText, company, place } = chooseRoles(anchor, titleAt, companyAt, taken);
    if (title === undefined && company === undefined) continue;
    const used = [
      anchor.at,
      ...[title, company].flatMap((candidate) => (candidate === undefined ? [] : [candidate.at])),
    ];
    for (const at of used) taken.add(at);
    // A further role under the employer named above.
    const employer =
      company?.part.text ?? (title === undefined ? null : (entries[entries.length - 1]?.entry.company ?? null));
    entries.push({
      from: Math.min(...used),
      to: Math.max(...used),
      entry: {
        company: employer,
        title: titleText,
        location: place,
        ...datesOf(anchor),
        summary: null,
        highlights: [],
      },
    });
  }
  for (const found of readUndated(lines, taken, knowledge)) {
    const before = entries.findLastIndex(({ from }) => from < found.from);
    found.entry.company ??= entries[before]?.entry.company ?? null;
    entries.splice(before + 1, 0, found);
  }
  entries.forEach(({ entry, to }, i) => {
    const end = entries[i + 1]?.from ?? lines.length;
    describe(entry, lines.slice(to + 1, Math.max(to + 1, end)));
  });
  return entries.map(({ entry }) => {
    const names = entry.title === null ? entry : splitTitle(entry.title, entry.company, knowledge);
    return { ...entry, ...names, company: withoutPlace(names.company) };
  });
}

/** Bullets become highlights, what stands before the first is the summary; a wrapped line joins the one above. */
function describe(entry: WorkEntry, lines: readonly Line[]): void {
  const summary: string[] = [];
  for (const [at, line] of lines.slice(0, 200).entries()) {
    // A quote cannot go on over lines that belong to another part.
    if (at > 0 && line.index > (lines[at - 1] as Line).index + 1) break;
    if (line.bullet) entry.highlights.push(line.text);
    else if (entry.highlights.length === 0) summary.push(line.text);
    else entry.highlights[entry.highlights.length - 1] += ` ${line.text}`;
  }
  if (summary.length > 0) entry.summary = summary.join(' ');
}
