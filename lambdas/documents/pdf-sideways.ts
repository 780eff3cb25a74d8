/** Text that does not run from left to right: turned headings and margins, read after the page. */
import { cleanLine } from './clean-text';
import type { HiddenTally } from './hidden-text';
import type { PlacedLine } from './pdf-lines';
import type { Run } from './pdf-state';

/** Degrees by which a line may lean and still be read with the others; scans are turned a little. */
const LEANING = 8;

export function uprightRuns(runs: readonly Run[]): Run[] {
  return runs.filter((run) => Math.abs(run.angle) <= LEANING);
}

/** Turned runs as lines, in the order they were painted; runs that touch are one line. */
export function sidewaysLines(
  runs: readonly Run[],
  page: number,
  hidden: HiddenTally,
): (PlacedLine & { until: number })[] {
  const lines: { text: string; size: number; x: number; y: number; end: [number, number] }[] = [];
  for (const run of runs) {
    if (Math.abs(run.angle) <= LEANING) continue;
    for (const glyph of run.glyphs) {
      const last = lines.at(-1);
      const near = last && Math.hypot(glyph.x0 - last.end[0], glyph.y - last.end[1]) < run.size * 1.6;
      if (last && near) last.text += glyph.text;
      else lines.push({ text: glyph.text, size: run.size, x: glyph.x0, y: glyph.y, end: [0, 0] });
      const line = lines.at(-1);
      if (line) line.end = [glyph.x1, glyph.y];
    }
  }
  return lines.flatMap(({ text, size, x, y, end }) => {
    const clean = cleanLine(text, page, hidden);
    return clean === ''
      ? []
      : [{ text: clean, page, fontSize: Math.round(size * 10) / 10, x: Math.round(x * 10) / 10, y, until: end[1] }];
  });
}

/** Turned lines set before the lines that they run along, as a turned heading is meant; else at the end. */
export function withSideways(
  lines: readonly PlacedLine[],
  sideways: readonly (PlacedLine & { until: number })[],
): PlacedLine[] {
  const out = [...lines];
  for (const turned of sideways) {
    const [top, bottom] = [Math.min(turned.y, turned.until), Math.max(turned.y, turned.until)];
    const at = out.findIndex((line) => line.y >= top - 6 && line.y <= bottom + 6 && line.page === turned.page);
    const { until, ...line } = turned;
    out.splice(at < 0 ? out.length : at, 0, line);
  }
  return out;
}
