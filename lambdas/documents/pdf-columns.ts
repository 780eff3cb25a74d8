/** Reading order of a page: an XY-cut that looks for the tallest gutter, and leaves tables and date columns in rows. */
import { beginsWithDate } from './date-like';
import type { Word } from './pdf-words';

/** Words on one baseline with no wide gap between them. */
export interface Chunk {
  words: Word[];
  x0: number;
  x1: number;
  y: number;
  size: number;
  text: string;
}

/** Narrowest white strip in points that parts two columns: where both are short, and where they run on for long. */
const MIN_GUTTER = { short: 7, tall: 3 };
/** Rows of the shorter column from which a gutter is tall. */
const TALL_ROWS = 12;
/** Points by which a line may reach over the gutter and still be of its own column. */
const OVERHANG = 8;

/** Blocks in reading order; each block's chunks are to be read by rows. */
export function readingBlocks(chunks: readonly Chunk[]): Chunk[][] {
  const out: Chunk[][] = [];
  // A stack, not recursion: what is cut last is read first.
  const todo: { part: Chunk[]; depth: number }[] = [
    { part: [...chunks].sort((a, b) => a.y - b.y || a.x0 - b.x0), depth: 0 },
  ];
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { part, depth } = next;
    if (part.length === 0) continue;
    const cut = depth < 12 ? bestCut(part) : undefined;
    if (!cut) {
      out.push(part);
      continue;
    }
    for (const piece of [cut.below, cut.right, cut.left, cut.above]) todo.push({ part: piece, depth: depth + 1 });
  }
  return out;
}

interface Cut {
  above: Chunk[];
  left: Chunk[];
  right: Chunk[];
  below: Chunk[];
  score: number;
}

/** @param part sorted from top to bottom */
function bestCut(part: readonly Chunk[]): Cut | undefined {
  let best: Cut | undefined;
  for (const x of gutterPositions(part)) {
    let from = 0;
    for (let at = 0; at <= part.length; at++) {
      const chunk = part[at];
      if (chunk && !crosses(chunk, x)) continue;
      if (at - from >= 6) {
        const cut = columnsAt(part, from, at, x);
        if (cut && (!best || cut.score > best.score)) best = cut;
      }
      from = at + 1;
    }
  }
  return best;
}

/** Text lies on both sides of `x`, by more than a short end that a line lets hang over. */
function crosses(chunk: Chunk, x: number): boolean {
  const over = Math.min(x - chunk.x0, chunk.x1 - x);
  return over > Math.max(1, Math.min(OVERHANG, (chunk.x1 - chunk.x0) * 0.05));
}

/** Left edges of chunks that have something to their left, rounded, so that a page has a few dozen. */
function gutterPositions(part: readonly Chunk[]): number[] {
  const counts = new Map<number, number>();
  for (const chunk of part) {
    const x = Math.floor(chunk.x0 / 3) * 3 - 1;
    counts.set(x, (counts.get(x) ?? 0) + 1);
  }
  const left = Math.min(...part.map((c) => c.x0));
  return [...counts]
    .filter(([x]) => x > left + 20)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 60)
    .map(([x]) => x);
}

function columnsAt(part: readonly Chunk[], from: number, to: number, x: number): Cut | undefined {
  const band = part.slice(from, to);
  const isLeft = (c: Chunk) => x - c.x0 > c.x1 - x;
  const left = band.filter(isLeft);
  const right = band.filter((c) => !isLeft(c));
  if (left.length < 3 || right.length < 3) return undefined;
  const top = Math.max(left[0]?.y ?? 0, right[0]?.y ?? 0) - 2;
  const bottom = Math.min(left.at(-1)?.y ?? 0, right.at(-1)?.y ?? 0) + 2;
  const shared = bottom - top;
  if (shared <= 0) return undefined;
  // Judged by the rows that stand beside the other column, not by what one of them has above or below.
  const beside = (c: Chunk) => c.y >= top && c.y <= bottom;
  const [leftRows, rightRows] = [rows(left.filter(beside)), rows(right.filter(beside))];
  const gutter = nearly(right.map((c) => c.x0)) + nearly(left.map((c) => -c.x1));
  const needed = Math.min(leftRows.length, rightRows.length) >= TALL_ROWS ? MIN_GUTTER.tall : MIN_GUTTER.short;
  if (gutter < needed || !areColumns(leftRows, rightRows, shared)) return undefined;
  return {
    above: part.slice(0, from),
    left,
    right,
    below: part.slice(to),
    score: shared * Math.min(30, gutter) ** 0.25,
  };
}

/** The least of the values but for one in twenty. */
function nearly(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 20)] ?? 0;
}

interface Row {
  y: number;
  size: number;
  text: string;
  /** Points between its first and last ink. */
  width: number;
}

/** Chunks, sorted by `y`, to rows of one baseline. */
function rows(chunks: readonly Chunk[]): Row[] {
  const out: Row[] = [];
  for (const chunk of chunks) {
    const last = out.at(-1);
    if (last && Math.abs(last.y - chunk.y) < 0.4 * Math.min(last.size, chunk.size)) {
      last.text += ` ${chunk.text}`;
      last.width += chunk.x1 - chunk.x0;
    } else out.push({ y: chunk.y, size: chunk.size, text: chunk.text, width: chunk.x1 - chunk.x0 });
  }
  return out;
}

/**
 * Two columns, or the cells of rows? In a table, and where dates or labels stand beside the text, nearly each row of
 * the sparser side shares its baseline with the other side; columns share one now and then.
 */
function areColumns(left: readonly Row[], right: readonly Row[], shared: number): boolean {
  const [few, many] = left.length <= right.length ? [left, right] : [right, left];
  if (few.length < 3) return false;
  const dates = few.filter((row) => beginsWithDate(row.text)).length / few.length;
  if (dates >= 0.5) return false;
  let at = 0;
  let aligned = 0;
  for (const row of few) {
    while (at < many.length - 1 && (many[at]?.y ?? 0) < row.y - 0.35 * row.size) at++;
    if (Math.abs((many[at]?.y ?? -1e9) - row.y) <= 0.35 * row.size) aligned++;
  }
  const share = aligned / few.length;
  if (share < 0.7) return true;
  // On one grid of lines: columns only when both sides run on for long, and hold more than a year or a mark.
  const letters = few.reduce((sum, row) => sum + row.text.length, 0) / few.length;
  return letters >= 6 && few.length >= 10 && few.length / many.length >= 0.4 && dates < 0.2 && shared > 120;
}
