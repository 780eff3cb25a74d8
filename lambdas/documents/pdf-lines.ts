/** Words of a page to lines in reading order, with the layout of each. */
import type { TextLine } from '../domain/document-text';
import { cleanLine, takeBullet } from './clean-text';
import type { HiddenTally } from './hidden-text';
import { type Chunk, readingBlocks } from './pdf-columns';
import { WORD_GAP, type Word } from './pdf-words';

/** A line with its place, which the search for running heads needs. */
export interface PlacedLine extends TextLine {
  /** Baseline in points from the top. */
  y: number;
}

/** Ems of white space that part two chunks of a row. */
const CHUNK_GAP = 1;
/** Ems of white space that are written as a tab. */
const TAB_GAP = 1.6;

export function toLines(words: readonly Word[], page: number, hidden: HiddenTally): PlacedLine[] {
  const lines: PlacedLine[] = [];
  for (const block of readingBlocks(toChunks(words))) {
    let bottom: number | undefined;
    for (const row of toRows(block.flatMap((chunk) => chunk.words))) {
      const size = mainSize(row);
      const y = Math.max(...row.map((word) => word.y));
      const { text, bullet } = takeBullet(cleanLine(rowText(row), page, hidden));
      const top = y - size;
      const gapAbove = bottom === undefined ? undefined : Math.max(0, top - bottom);
      bottom = y;
      if (text === '') continue;
      const glyphs = row.reduce((sum, word) => sum + word.glyphs, 0);
      lines.push({
        text,
        page,
        fontSize: round(size),
        bold: row.reduce((sum, word) => sum + word.bold * word.glyphs, 0) / glyphs > 0.6,
        x: round(Math.min(...row.map((word) => word.x0))),
        ...(gapAbove === undefined ? {} : { gapAbove: round(gapAbove) }),
        ...(bullet ? { bullet } : {}),
        y,
      });
    }
  }
  return lines;
}

/** Words to chunks: one exact baseline, cut at wide gaps. */
function toChunks(words: readonly Word[]): Chunk[] {
  const chunks: Word[][] = [];
  let line: Word[] = [];
  const close = () => {
    let last: Word | undefined;
    for (const word of line.sort((a, b) => a.x0 - b.x0)) {
      if (last && word.x0 - last.x1 < CHUNK_GAP * Math.min(last.size, word.size)) chunks.at(-1)?.push(word);
      else chunks.push([word]);
      last = word;
    }
    line = [];
  };
  for (const word of [...words].sort((a, b) => a.y - b.y)) {
    const first = line[0];
    if (first && word.y - first.y > Math.max(0.8, 0.1 * Math.min(word.size, first.size))) close();
    line.push(word);
  }
  close();
  return chunks.map((part) => ({
    words: part,
    x0: Math.min(...part.map((w) => w.x0)),
    x1: Math.max(...part.map((w) => w.x1)),
    y: part[0]?.y ?? 0,
    size: mainSize(part),
    text: part.map((w) => w.text).join(' '),
  }));
}

/** Words of one baseline together, rows from top to bottom, words from left to right. */
function toRows(words: readonly Word[]): Word[][] {
  const rows: { y: number; size: number; words: Word[] }[] = [];
  for (const word of [...words].sort((a, b) => a.y - b.y)) {
    // A smaller word beside a larger one (a date beside a title) may sit a little higher or lower.
    const row = rows.findLast((r) => word.y - r.y > 12 || Math.abs(r.y - word.y) <= 0.3 * Math.max(r.size, word.size));
    if (row && Math.abs(row.y - word.y) <= 0.3 * Math.max(row.size, word.size)) {
      row.words.push(word);
      if (word.size > row.size) {
        row.size = word.size;
      }
    } else rows.push({ y: word.y, size: word.size, words: [word] });
  }
  return rows.map((row) => row.words.sort((a, b) => a.x0 - b.x0));
}

/** The words of a row with a space or a tab between, letter by letter headings joined, right-to-left text turned. */
function rowText(row: readonly Word[]): string {
  const letters = row.filter((w) => /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(w.text)).length;
  const ordered = letters > row.length / 2 ? [...row].reverse() : row;
  let text = '';
  ordered.forEach((word, at) => {
    const last = ordered[at - 1];
    text += (last ? separator(last, word) : '') + word.text;
  });
  return joinLetters(text, row);
}

function separator(a: Word, b: Word): string {
  const gap = Math.max(b.x0 - a.x1, a.x0 - b.x1);
  const size = Math.min(a.size, b.size);
  if (gap > TAB_GAP * size) return '\t';
  // What touches was parted by a change of font, size or colour only.
  return gap < WORD_GAP * size && !(b.spaced && gap > 0.05 * size) ? '' : ' ';
}

/** "S K I L L S": four and more single letters in a row, parted alike, are a word set with wide tracking; so are a few Chinese signs. */
function joinLetters(text: string, row: readonly Word[]): string {
  const han = row.length > 1 && row.length < 5 && row.every((word) => /^\p{Script=Han}$/u.test(word.text));
  const single = row.filter((word) => /^[\p{L}&]$/u.test(word.text));
  if (!han && (single.length < 4 || single.length < row.length * 0.8)) return text;
  const gaps = row.slice(1).map((word, at) => word.x0 - (row[at]?.x1 ?? 0));
  const common = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const parted = Math.max(common * 1.6, WORD_GAP * mainSize(row));
  return row.map((word, at) => (at > 0 && (gaps[at - 1] ?? 0) > parted ? ' ' : '') + word.text).join('');
}

/** The size most glyphs have. */
function mainSize(words: readonly Word[]): number {
  const counts = new Map<number, number>();
  for (const word of words) counts.set(round(word.size), (counts.get(round(word.size)) ?? 0) + word.glyphs);
  let best: [number, number] = [0, 0];
  for (const entry of counts) if (entry[1] > best[1]) best = entry;
  return best[0];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
