/** Page numbers and lines that are repeated at the top or bottom of the pages: read once, or not at all. */
import { isPageNumber } from './clean-text';
import type { PlacedLine } from './pdf-lines';

/** Share of the page, at the top and at the bottom, where running heads stand. */
const MARGIN = 0.12;

/** @param heights of the pages in points, page 1 first */
export function withoutRunningHeads(lines: readonly PlacedLine[], heights: readonly number[]): PlacedLine[] {
  const inMargin = (line: PlacedLine) => {
    const height = heights[line.page - 1] ?? 0;
    return line.y < height * MARGIN || line.y > height * (1 - MARGIN);
  };
  const last = new Map<number, number>();
  for (const line of lines) last.set(line.page, Math.max(last.get(line.page) ?? 0, line.y));

  // Only the page's own number may differ: two jobs that end at the foot of their pages differ in their years.
  const keyOf = (line: PlacedLine) => {
    const text = line.text.replace(/\d+/g, (digits) => (Number(digits) === line.page ? '#' : digits));
    return `${text} ${Math.round(line.y / 4)}`;
  };
  const pages = new Map<string, Set<number>>();
  for (const line of lines) {
    if (!inMargin(line)) continue;
    const seen = pages.get(keyOf(line)) ?? new Set();
    pages.set(keyOf(line), seen.add(line.page));
  }
  const first = new Set<string>();
  return lines.filter((line) => {
    if (!inMargin(line)) return true;
    if (isPageNumber(line.text) && (line.y === last.get(line.page) || heights.length > 1)) return false;
    const repeats = pages.get(keyOf(line))?.size ?? 0;
    if (heights.length < 2 || repeats < 2 || repeats < heights.length / 2) return true;
    if (first.has(keyOf(line))) return false;
    first.add(keyOf(line));
    return true;
  });
}
