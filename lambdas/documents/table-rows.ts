/** The cells of a table row as lines: side by side where they are short, one after the other where they hold columns. */
import type { TextLine } from '../domain/document-text';

/** Lines in a cell up to which the row is read across. */
const MAX_ACROSS = 3;

/** @param cells of one row, each with the lines in it */
export function joinCells(cells: readonly TextLine[][]): TextLine[] {
  const filled = cells.filter((cell) => cell.length > 0);
  const tallest = Math.max(0, ...filled.map((cell) => cell.length));
  if (filled.length < 2 || tallest > MAX_ACROSS) return filled.flat();
  return Array.from({ length: tallest }, (_, at) => {
    const parts = filled.flatMap((cell) => cell[at] ?? []);
    const first = parts[0] as TextLine;
    return {
      ...first,
      text: parts.map((line) => line.text).join('\t'),
      ...(first.bold === undefined ? {} : { bold: parts.every((line) => line.bold) }),
    };
  });
}
