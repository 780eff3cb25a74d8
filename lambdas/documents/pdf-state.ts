/** The graphics and text state of a PDF page, and what showing a text does with it. */
import type { Colour } from './hidden-text';
import { type Box, EVERYWHERE, type Matrix, multiply } from './pdf-geometry';

export interface Glyph {
  /** As the font tells it: one character, or several for a ligature. */
  text: string;
  /** Left and right edge in points. */
  x0: number;
  x1: number;
  /** Baseline in points from the top of the page. */
  y: number;
}

/** The glyphs of one text operator: one font, size and colour. */
export interface Run {
  glyphs: Glyph[];
  /** Height of the font in points, as it stands on the page. */
  size: number;
  bold: boolean;
  /** Degrees, 0 for text that runs to the right. */
  angle: number;
  /** Undefined for a pattern. */
  colour: Colour | undefined;
  /** 0 for render mode 3 and for content of a layer that is switched off. */
  opacity: number;
  clip: Box;
  /** Place in the painting order, among runs and paints. */
  order: number;
}

/** What the replay needs to know of a font. */
export interface FontFacts {
  bold: boolean;
  /** Width units of a glyph times this is ems. */
  widthScale: number;
  /** Glyphs are drawings of any size, so the font size says nothing. */
  drawn: boolean;
  /** The letters it is coded as are not what it shows. */
  icons: boolean;
}

export interface State {
  ctm: Matrix;
  clip: Box;
  fill: Colour | undefined;
  stroke: Colour | undefined;
  fillOpacity: number;
  strokeOpacity: number;
  normalBlend: boolean;
  lineWidth: number;
  font: FontFacts;
  fontSize: number;
  mode: number;
  charSpacing: number;
  wordSpacing: number;
  scale: number;
  leading: number;
  rise: number;
  text: Matrix;
  x: number;
  y: number;
  lineX: number;
  lineY: number;
}

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
const PLAIN_FONT: FontFacts = { bold: false, widthScale: 0.001, drawn: false, icons: false };
export function startState(base: Matrix): State {
  return {
    ctm: base,
    clip: EVERYWHERE,
    fill: [0, 0, 0],
    stroke: [0, 0, 0],
    fillOpacity: 1,
    strokeOpacity: 1,
    normalBlend: true,
    lineWidth: 1,
    font: PLAIN_FONT,
    fontSize: 0,
    mode: 0,
    charSpacing: 0,
    wordSpacing: 0,
    scale: 1,
    leading: 0,
    rise: 0,
    text: IDENTITY,
    x: 0,
    y: 0,
    lineX: 0,
    lineY: 0,
  };
}

export function setGraphicsState(s: State, entries: unknown, fontFacts: (id: string) => FontFacts): void {
  if (!Array.isArray(entries)) return;
  for (const [key, value] of entries as [string, unknown][]) {
    if (key === 'ca' && typeof value === 'number') s.fillOpacity = value;
    else if (key === 'CA' && typeof value === 'number') s.strokeOpacity = value;
    else if (key === 'LW' && typeof value === 'number') s.lineWidth = value;
    else if (key === 'BM') s.normalBlend = value === 'source-over';
    else if (key === 'Font' && Array.isArray(value)) {
      s.font = fontFacts(String(value[0]));
      s.fontSize = Number(value[1]) || 0;
    }
  }
}

/** The rules of PDF 32000-1 9.4.4, as pdf.js applies them: numbers move by thousandths of the font size. */
export function showText(s: State, items: unknown): Omit<Run, 'opacity' | 'colour' | 'order'> | undefined {
  if (!Array.isArray(items) || s.fontSize === 0) return undefined;
  const fontSize = Math.abs(s.fontSize);
  const scale = s.scale * Math.sign(s.fontSize);
  const m = multiply(s.ctm, multiply(s.text, [1, 0, 0, 1, s.x, s.y + s.rise]));
  const glyphs: Glyph[] = [];
  let along = 0;
  for (const item of items) {
    if (typeof item === 'number') {
      along -= (item * fontSize) / 1000;
      continue;
    }
    const glyph = item as { unicode?: unknown; width?: unknown; isSpace?: unknown } | null;
    const width = (Number(glyph?.width) || 0) * s.font.widthScale * fontSize;
    const from = along * scale;
    const to = (along + width) * scale;
    if (typeof glyph?.unicode === 'string' && !s.font.icons)
      glyphs.push({
        text: glyph.unicode,
        x0: m[0] * from + m[4],
        x1: m[0] * to + m[4],
        y: m[1] * from + m[5],
      });
    along += width + s.charSpacing + (glyph?.isSpace ? s.wordSpacing : 0);
  }
  s.x += along * scale;
  if (glyphs.length === 0) return undefined;
  const tall = Math.hypot(m[2], m[3]);
  const mean = Math.abs(glyphs.reduce((sum, g) => sum + g.x1 - g.x0, 0) / glyphs.length);
  const angle = (Math.atan2(m[1] * Math.sign(scale), m[0] * Math.sign(scale)) * 180) / Math.PI;
  const size = s.font.drawn ? mean * 2 : fontSize * tall;
  return { glyphs, size, bold: s.font.bold || s.mode === 2, angle, clip: s.clip };
}
