/** Work entries without dates: a title alone on its line, with an employer beside it or a description below. */
import type { Extraction } from '../../domain/extraction';
import { partsOf } from './header-parts';
import type { RulesKnowledge } from './knowledge';
import { readLabel } from './labels';
import type { Line } from './lines';
import { companyScore, titleScore } from './scores';
import { sentenceLikeness } from './words';
import { isHeaderLike } from './work-anchors';
import { splitPair } from './work-pairs';

export interface PlacedEntry {
  entry: Extraction['work'][number];
  /** First and last line of its header, as positions in the section. */
  from: number;
  to: number;
}

/** Lines in `taken` belong to dated entries. */
export function readUndated(
  lines: readonly Line[],
  taken: ReadonlySet<number>,
  knowledge: RulesKnowledge,
): PlacedEntry[] {
  const found: PlacedEntry[] = [];
  const used = new Set<number>();
  const free = (at: number) =>
    lines[at] !== undefined && !taken.has(at) && !used.has(at) && (lines[at] as Line).dates.length === 0;
  const employer = (at: number): string | null => {
    if (!free(at) || !isHeaderLike(lines[at] as Line)) return null;
    const part = partsOf(lines[at] as Line).find(({ place }) => !place);
    return part !== undefined && companyScore(part.text, knowledge.occupations) >= 0.58 ? part.text : null;
  };
  readForms(lines, free, used, found);
  lines.forEach((line, at) => {
    if (!free(at) || line.words > 9 || !isHeaderLike(line) || readLabel(line.text) !== undefined) return;
    const previous = lines[at - 1];
    const next = lines[at + 1];
    if (next === undefined) return;
    const opens =
      previous === undefined ||
      line.spaceAbove ||
      previous.bullet ||
      sentenceLikeness(previous.text) >= 0.5 ||
      employer(at - 1) !== null;
    if (!opens || taken.has(at + 1) || taken.has(at - 1)) return;
    const parts = partsOf(line).filter(({ place }) => !place);
    const whole = parts[0]?.text ?? '';
    const pair = splitPair(whole, knowledge);
    const title = pair?.title ?? whole;
    if (titleScore(title, knowledge.occupations) < 0.72) return;
    const beside =
      pair?.company ??
      (parts[1] !== undefined && companyScore(parts[1].text, knowledge.occupations) >= 0.4 ? parts[1].text : null);
    const below = beside === null ? employer(at + 1) : null;
    const above = beside === null && below === null ? employer(at - 1) : null;
    const described =
      next.bullet || sentenceLikeness(next.text) >= 0.5 || readLabel(next.text)?.field === 'description';
    const company = beside ?? below ?? above;
    if (company === null && !described) return;
    const from = above === null ? at : at - 1;
    const to = below === null ? at : at + 1;
    for (let i = from; i <= to; i++) used.add(i);
    found.push({
      from,
      to,
      entry: { company, title, location: null, start: null, end: null, summary: null, highlights: [] },
    });
  });
  return found.sort((a, b) => a.from - b.from);
}

/** "Company: …" and "Position: …" within a few lines, in either order. */
function readForms(
  lines: readonly Line[],
  free: (at: number) => boolean,
  used: Set<number>,
  found: PlacedEntry[],
): void {
  lines.forEach((line, at) => {
    const label = free(at) ? readLabel(line.text) : undefined;
    if (label === undefined || (label.field !== 'company' && label.field !== 'title') || label.value === '') return;
    const other = label.field === 'company' ? 'title' : 'company';
    const partner = [1, 2, 3]
      .map((step) => at + step)
      .find((next) => free(next) && readLabel((lines[next] as Line).text)?.field === other);
    const value = partner === undefined ? null : (readLabel((lines[partner] as Line).text)?.value ?? null);
    const name = (text: string | null) =>
      text === null || text === '' ? null : (partsOf({ text, dates: [] })[0]?.text ?? null);
    const [company, title] =
      label.field === 'company' ? [name(label.value), name(value)] : [name(value), name(label.value)];
    if (company === null && title === null) return;
    used.add(at);
    if (partner !== undefined) used.add(partner);
    found.push({
      from: at,
      to: partner ?? at,
      entry: { company, title, location: null, start: null, end: null, summary: null, highlights: [] },
    });
  });
}
