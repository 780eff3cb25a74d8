/** Arithmetic on partial dates: order, months between, months covered by several spans, gaps and overlaps. */

/** Months counted from year 0; `from` is in the span, `to` is the first month after it. `from < to`. */
export interface MonthSpan {
  from: number;
  to: number;
}

const yearOf = (date: string) => Number(date.slice(0, 4));
const monthOf = (date: string) => (date.length >= 7 ? Number(date.slice(5, 7)) : null);

/**
 * Below 0 when `a` is earlier. A date that says less stands at its beginning: `2020` before `2020-01` before
 * `2020-01-15`, so equal means equally written.
 */
export function comparePartialDates(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The months from `start` to `end`, both included where months are written (Jan 2020 – Mar 2020 is three months).
 * A year alone stands for its middle, so 2016 – 2018 is 24 months; a span within one year of which only the year is
 * known counts six. Undefined when the end lies before the start.
 */
export function monthSpan(start: string, end: string): MonthSpan | undefined {
  const startMonth = monthOf(start);
  const endMonth = monthOf(end);
  const from = yearOf(start) * 12 + (startMonth === null ? 6 : startMonth - 1);
  const to = yearOf(end) * 12 + (endMonth === null ? 6 : endMonth);
  if (from < to) return { from, to };
  if (yearOf(start) !== yearOf(end)) return undefined;
  if (startMonth === null && endMonth === null) return { from, to: from + 6 };
  if (endMonth === null) return { from, to: yearOf(end) * 12 + 12 };
  return startMonth === null ? { from: yearOf(start) * 12, to } : undefined;
}

/** Months of the span of two partial dates; 0 when the end lies before the start. */
export function monthsBetween(start: string, end: string): number {
  const span = monthSpan(start, end);
  return span === undefined ? 0 : span.to - span.from;
}

/** Spans in order, touching and overlapping ones made one. */
export function mergeSpans(spans: readonly MonthSpan[]): MonthSpan[] {
  const merged: MonthSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = merged[merged.length - 1];
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
}

/** Months covered by at least one span; a month that two spans share counts once. */
export function unionMonths(spans: readonly MonthSpan[]): number {
  return mergeSpans(spans).reduce((sum, span) => sum + span.to - span.from, 0);
}

/** The uncovered months between the first and the last span. */
export function gapsBetween(spans: readonly MonthSpan[]): MonthSpan[] {
  const merged = mergeSpans(spans);
  return merged.slice(1).map((span, index) => ({ from: (merged[index] as MonthSpan).to, to: span.from }));
}

/** Months that both spans cover. */
export function overlapMonths(a: MonthSpan, b: MonthSpan): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
}

/** A month counted from year 0 as `2020-03`. */
export function monthText(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}
