/** Glyphs to words: what touches is one word, with tracking, ligatures, double printing and loose accents seen through. */
import { mapSymbolBullets } from './clean-text';
import type { Glyph, Run } from './pdf-state';

export interface Word {
  text: string;
  x0: number;
  x1: number;
  /** Baseline. */
  y: number;
  size: number;
  /** Share of its glyphs that are bold, 0 to 1. */
  bold: number;
  glyphs: number;
  /** A blank stands before it in the text itself. */
  spaced: boolean;
}

interface Placed extends Glyph {
  size: number;
  bold: boolean;
  blank: boolean;
}

/** Ems between two glyphs from which they are two words; word spaces are .2 and more, kerning stays below .1. */
export const WORD_GAP = 0.16;
/** Spacing accents as old TeX fonts draw them over a letter, and the combining form of each. */
const ACCENTS: Record<string, string> = {
  '´': '\u0301',
  '`': '\u0300',
  '¨': '\u0308',
  ˆ: '\u0302',
  '˜': '\u0303',
  '¸': '\u0327',
  '˚': '\u030a',
  ˇ: '\u030c',
};

/** Words in the order they were painted. Only runs that go from left to right. */
export function toWords(runs: readonly Run[]): Word[] {
  const words: Word[] = [];
  for (const stretch of stretches(runs)) words.push(...split(stretch));
  settleScripts(words);
  return words;
}

/** Puts a raised or lowered ending (1st, the E of LaTeX) on the baseline of the word that it touches. */
function settleScripts(words: Word[]): void {
  words.forEach((word, at) => {
    if (word.glyphs > 3) return;
    for (const base of [words[at - 1], words[at + 1]]) {
      if (!base || base.size < word.size * 0.95 || base.y === word.y) continue;
      const gap = Math.max(word.x0 - base.x1, base.x0 - word.x1);
      const shift = Math.abs(base.y - word.y) / base.size;
      const isScript = word.size < base.size * 0.85 || shift < 0.4;
      if (isScript && shift < 0.6 && gap < 0.25 * base.size && gap > -0.6 * base.size) {
        word.y = base.y;
        return;
      }
    }
  });
}

/** Glyphs painted one after the other on one baseline without a leap, and without what was printed twice. */
function stretches(runs: readonly Run[]): Placed[][] {
  const all: Placed[][] = [];
  let current: Placed[] = [];
  let last: Placed | undefined;
  const printed = new Map<number, number>();
  for (const run of runs) {
    for (const glyph of run.glyphs) {
      const blank = glyph.text.trim() === '';
      const [x0, x1] = glyph.x0 <= glyph.x1 ? [glyph.x0, glyph.x1] : [glyph.x1, glyph.x0];
      if (!blank) {
        const key = (Math.round(x0) * 4099 + Math.round(glyph.y)) * 65_536 + glyph.text.charCodeAt(0);
        const before = printed.get(key);
        if (before !== undefined && Math.abs(before - x0) < Math.min(0.5, run.size * 0.06)) continue;
        printed.set(key, x0);
      }
      const placed = { text: mapSymbolBullets(glyph.text), x0, x1, y: glyph.y, size: run.size, bold: run.bold, blank };
      const follows =
        last &&
        Math.abs(last.y - placed.y) < 0.15 * Math.max(last.size, placed.size) &&
        placed.x0 > last.x0 - 0.3 * last.size &&
        placed.x0 - last.x1 < 1.2 * Math.max(last.size, placed.size) &&
        Math.max(last.size, placed.size) < 1.6 * Math.min(last.size, placed.size);
      if (!follows && current.length > 0) {
        all.push(current);
        current = [];
      }
      current.push(placed);
      last = placed;
    }
  }
  if (current.length > 0) all.push(current);
  return all;
}

function split(stretch: readonly Placed[]): Word[] {
  const gapAt = wordGap(stretch);
  const words: Word[] = [];
  let word: Placed[] = [];
  let spaced = false;
  const close = () => {
    if (word.length > 0) words.push(toWord(word, spaced));
    if (word.length > 0) spaced = false;
    word = [];
  };
  for (const glyph of stretch) {
    const last = word.at(-1);
    if (glyph.blank) {
      close();
      spaced = true;
      continue;
    }
    if (last && glyph.x0 - last.x1 > gapAt * glyph.size) close();
    word.push(glyph);
  }
  close();
  return words;
}

/** In a stretch set with wide tracking the gap between letters is the common one, and a word space is wider still. */
function wordGap(stretch: readonly Placed[]): number {
  const gaps: number[] = [];
  let blanks = 0;
  for (let at = 1; at < stretch.length; at++) {
    const [a, b] = [stretch[at - 1], stretch[at]];
    if (!a || !b) continue;
    if (a.blank || b.blank) blanks++;
    else gaps.push((b.x0 - a.x1) / b.size);
  }
  if (gaps.length < 3) return WORD_GAP;
  gaps.sort((a, b) => a - b);
  const common = gaps[Math.floor(gaps.length * 0.5)] ?? 0;
  // With blanks in the text a tracked word is told by them alone.
  if (blanks > 0 && common > WORD_GAP * 0.6) return Math.max(WORD_GAP, common + 0.6);
  return common > WORD_GAP * 0.6 ? Math.max(WORD_GAP, common * 1.5 + 0.05) : WORD_GAP;
}

function toWord(glyphs: readonly Placed[], spaced: boolean): Word {
  const first = glyphs[0] as Placed;
  const rightToLeft = glyphs.some((g) => /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(g.text));
  const ordered = rightToLeft ? [...glyphs].sort((a, b) => b.x0 - a.x0) : glyphs;
  let text = '';
  let accent = '';
  for (const glyph of ordered) {
    const mark = glyphs.length > 1 ? ACCENTS[glyph.text] : undefined;
    const next = glyphs[glyphs.indexOf(glyph) + 1];
    if (mark && next && next.x0 < (glyph.x0 + glyph.x1) / 2) {
      accent = mark;
      continue;
    }
    text += glyph.text + accent;
    accent = '';
  }
  return {
    text,
    x0: Math.min(...glyphs.map((g) => g.x0)),
    x1: Math.max(...glyphs.map((g) => g.x1)),
    y: first.y,
    size: Math.max(...glyphs.map((g) => g.size)),
    bold: glyphs.filter((g) => g.bold).length / glyphs.length,
    glyphs: glyphs.length,
    spaced,
  };
}
