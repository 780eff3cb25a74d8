/** Plain text set in columns with blanks, as typed or as `pdftotext -layout` writes it: the left column, then the right. */
import { beginsWithDate } from './date-like';

/** Rows that a column has at least. */
const MIN_ROWS = 4;
/** Blanks in a row that part two columns; one line in five may come nearer. */
const GUTTER = 3;
/** Lines of one page above which nothing is looked for: no page has as many, and the search grows with their square. */
const MAX_LINES = 400;
/** Places where a column may begin that are tried, those of most lines first. */
const MAX_STARTS = 24;
/** Parts of one page that are searched: a page of three columns under a heading takes nine. */
const MAX_SEARCHES = 12;

/** The lines of one page in reading order. Rows that belong together (a title and its dates, labels, tables) stay rows. */
export function columnsApart(lines: readonly string[]): readonly string[] {
  if (lines.length > MAX_LINES) return lines;
  const out: string[] = [];
  // A stack: what is put on it last is read first.
  const todo: (readonly string[])[] = [lines];
  let searches = 0;
  for (let part = todo.pop(); part; part = todo.pop()) {
    const cut = searches++ >= MAX_SEARCHES ? undefined : bestCut(part.map(withoutTabs));
    if (!cut) {
      out.push(...part);
      continue;
    }
    const inside = part.slice(cut.from, cut.to).map(withoutTabs);
    const left = inside.map((line) => line.slice(0, cut.start).trimEnd());
    const right = inside.map((line) => line.slice(cut.start));
    todo.push(part.slice(cut.to), right, left, part.slice(0, cut.from));
  }
  return out;
}

interface Cut {
  from: number;
  to: number;
  /** Character column where the right side begins. */
  start: number;
  score: number;
}

function bestCut(lines: readonly string[]): Cut | undefined {
  let best: Cut | undefined;
  for (const start of startsOf(lines)) {
    let from = 0;
    for (let at = 0; at <= lines.length; at++) {
      const line = lines[at];
      if (line !== undefined && line.slice(start - 2, start).trim() === '') continue;
      const cut = cutWithin(lines, from, at, start);
      if (cut && (!best || cut.score > best.score)) best = cut;
      from = at + 1;
    }
  }
  return best;
}

/** Character columns where text begins after a wide gap, on as many lines as a column has rows. */
function startsOf(lines: readonly string[]): number[] {
  const counts = new Map<number, number>();
  for (const line of lines)
    for (const gap of line.matchAll(/ {3,}(?=\S)/g)) {
      const start = gap.index + gap[0].length;
      counts.set(start, (counts.get(start) ?? 0) + 1);
    }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MAX_STARTS)
    .map(([start]) => start);
}

/** One row of a band: what stands left and right of the gutter. */
interface Row {
  left: string;
  right: string;
  /** Blanks before the right side; where there is none, as many as a gutter has. */
  gap: number;
  /** Blanks at the start of the right side. */
  indent: number;
}

/** The lines from the first with a right side to the last, and the rest of what the left column then still says. */
function cutWithin(lines: readonly string[], from: number, to: number, start: number): Cut | undefined {
  const hasRight = (line: string) => line.length > start;
  const first = lines.slice(from, to).findIndex(hasRight) + from;
  const last = lines.slice(from, to).findLastIndex(hasRight) + from;
  if (first < from || last - first + 1 < MIN_ROWS) return undefined;
  const rows = lines.slice(first, last + 1).map((line) => rowAt(line, start));
  if (!areColumns(rows)) return undefined;
  const score = Math.min(rows.filter((row) => row.left).length, rows.filter((row) => row.right).length);
  return { from: first, to: endOfLeft(lines, last + 1, to), start, score };
}

/** A left column runs on to the last paragraph that ends before a line crosses the gutter. */
function endOfLeft(lines: readonly string[], from: number, to: number): number {
  if (to >= lines.length) return lines.length;
  const blank = lines.slice(from, to).lastIndexOf('');
  if (blank >= 0) return from + blank;
  const next = lines.slice(from).indexOf('');
  return next < 0 ? lines.length : from + next;
}

function rowAt(line: string, start: number): Row {
  const left = line.slice(0, start).trimEnd();
  const right = line.slice(start);
  const indent = right.length - right.trimStart().length;
  return { left: left.trim(), right: right.trim(), gap: right && left ? start + indent - left.length : GUTTER, indent };
}

/** Both sides have rows enough, the right one begins at one place, and neither is made of dates or labels. */
function areColumns(rows: readonly Row[]): boolean {
  const left = rows.filter((row) => row.left !== '');
  const right = rows.filter((row) => row.right !== '');
  if (left.length < MIN_ROWS || right.length < MIN_ROWS) return false;
  if (share(right, (row) => row.gap >= GUTTER) < 0.8 || share(right, (row) => row.indent <= 2) < 0.6) return false;
  if (share(right, (row) => beginsWithDate(row.right)) >= 0.5 || share(left, (row) => beginsWithDate(row.left)) >= 0.5)
    return false;
  if (share(left, (row) => row.left.endsWith(':')) >= 0.4) return false;
  return goTheirOwnWays(rows, left.length, right.length);
}

/**
 * What tells columns from rows. Beside a label, a date or a place the other side may run on, but only ever the same one. In
 * columns each side begins a paragraph while the other is in the middle of one, or has many lines alone, or headings
 * stand side by side more than once.
 */
function goTheirOwnWays(rows: readonly Row[], lefts: number, rights: number): boolean {
  let [leftStarts, rightStarts, leftAlone, rightAlone, headings] = [0, 0, 0, 0, 0];
  rows.forEach((row, at) => {
    const [above, before] = [rows[at - 1], rows[at - 2]];
    if (row.left && row.right) {
      if (above?.right && !above.left) leftStarts++;
      // A heading alone, or after the rows above it, stands over labels and tables too.
      if (above?.left && !above.right && !isHeading(above.left) && before?.left) rightStarts++;
      if (isHeading(row.left) && isHeading(row.right)) headings++;
    } else if (row.left) leftAlone++;
    else if (row.right) rightAlone++;
  });
  return (leftStarts > 0 && rightStarts > 0) || (leftAlone >= lefts / 4 && rightAlone >= rights / 4) || headings >= 2;
}

/** In capitals throughout, and more than initials. */
function isHeading(text: string): boolean {
  return /\p{Lu}{4}/u.test(text) && !/\p{Ll}/u.test(text);
}

function share(rows: readonly Row[], is: (row: Row) => boolean): number {
  return rows.filter(is).length / rows.length;
}

/** Tabs as blanks up to the next stop, every eight characters. */
function withoutTabs(line: string): string {
  let out = '';
  for (const [at, part] of line.split('\t').entries()) out += at === 0 ? part : ' '.repeat(8 - (out.length % 8)) + part;
  return out.trimEnd();
}
