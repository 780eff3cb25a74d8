/** A PDF page as painted: the operator list of pdf.js replayed into runs of glyphs and the shapes beneath and above them. */
import type { Budget } from './budget';
import { type Colour, parseHexColour } from './hidden-text';
import { asMatrix, type Box, boxUnder, EVERYWHERE, intersect, type Matrix, multiply } from './pdf-geometry';
import { type PathShape, pathShapes } from './pdf-path';

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

export interface Paint {
  box: Box;
  /** Undefined for an image, a gradient, a pattern. */
  colour: Colour | undefined;
  opacity: number;
  kind: 'image' | 'rectangle' | 'shape';
  order: number;
}

export interface Painting {
  runs: Run[];
  paints: Paint[];
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

/** Operator numbers by name, as pdf.js exports them. */
export type Operators = Readonly<Record<string, number>>;

interface State {
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

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
const PLAIN_FONT: FontFacts = { bold: false, widthScale: 0.001, drawn: false, icons: false };
/** Shapes kept for one page; what a page paints beyond that no longer counts as background. */
const MAX_PAINTS = 4000;

/** @param base page space to points from the top left, with the page's rotation */
export function replay(
  list: { fnArray: ArrayLike<number>; argsArray: ArrayLike<unknown> },
  ops: Operators,
  base: Matrix,
  fontFacts: (id: string) => FontFacts,
  layerIsOn: (args: unknown) => boolean,
  budget: Budget,
): Painting {
  const runs: Run[] = [];
  const paints: Paint[] = [];
  const stack: State[] = [];
  /** Marked content: true where a layer that is off begins. */
  const layers: boolean[] = [];
  let s: State = startState(base);
  let pendingClip = false;
  let hiddenDepth = 0;
  let muteDepth = 0;
  /** The state's matrix was set by the operator before: with `restore` next, an image was left out there. */
  let justPlaced = false;
  const name = new Map(Object.entries(ops).map(([key, code]) => [code, key]));

  const paint = (box: Box, colour: Colour | undefined, opacity: number, kind: Paint['kind']) => {
    const seen = intersect(box, s.clip);
    if (muteDepth > 0 || hiddenDepth > 0 || opacity < 0.05 || paints.length >= MAX_PAINTS) return;
    if (seen[2] - seen[0] < 0.5 || seen[3] - seen[1] < 0.5) return;
    paints.push({
      box: seen,
      colour: s.normalBlend ? colour : undefined,
      opacity,
      kind,
      order: runs.length + paints.length,
    });
  };
  const push = () => stack.push({ ...s });
  const pop = () => {
    s = stack.pop() ?? s;
  };
  const move = (x: number, y: number) => {
    s.lineX += x;
    s.lineY += y;
    s.x = s.lineX;
    s.y = s.lineY;
  };

  for (let at = 0; at < list.fnArray.length; at++) {
    if (at % 2048 === 0) budget.check();
    const args = (list.argsArray[at] ?? []) as ArrayLike<unknown>;
    const num = (i: number) => (Number.isFinite(args[i]) ? (args[i] as number) : 0);
    const wasPlaced = justPlaced;
    justPlaced = false;
    switch (name.get(list.fnArray[at] ?? -1)) {
      case 'save':
        push();
        break;
      case 'restore':
        if (wasPlaced) paint(boxUnder(s.ctm, [0, 0, 1, 1]), undefined, 1, 'image');
        pop();
        break;
      case 'transform': {
        const m = asMatrix(args);
        if (m) s.ctm = multiply(s.ctm, m);
        justPlaced = true;
        break;
      }
      case 'paintFormXObjectBegin': {
        push();
        const m = asMatrix(args[0]);
        if (m) s.ctm = multiply(s.ctm, m);
        const box = args[1] as Box | null;
        if (box && box.length === 4) s.clip = intersect(s.clip, boxUnder(s.ctm, box));
        break;
      }
      case 'beginGroup':
        push();
        if (muteDepth > 0 || (args[0] as { smask?: unknown } | undefined)?.smask) muteDepth++;
        break;
      case 'endGroup':
        if (muteDepth > 0) muteDepth--;
        pop();
        break;
      case 'paintFormXObjectEnd':
      case 'endAnnotation':
        pop();
        break;
      case 'beginAnnotation': {
        push();
        s = startState(base);
        for (const m of [asMatrix(args[2]), asMatrix(args[3])]) if (m) s.ctm = multiply(s.ctm, m);
        break;
      }
      case 'beginMarkedContentProps':
      case 'beginMarkedContent': {
        const off = args[0] === 'OC' && !layerIsOn(args[1]);
        layers.push(off);
        if (off) hiddenDepth++;
        break;
      }
      case 'endMarkedContent':
        if (layers.pop()) hiddenDepth--;
        break;
      case 'setFillRGBColor':
        s.fill = parseHexColour(String(args[0]));
        break;
      case 'setStrokeRGBColor':
        s.stroke = parseHexColour(String(args[0]));
        break;
      case 'setFillColorN':
      case 'setFillTransparent':
        s.fill = undefined;
        break;
      case 'setStrokeColorN':
      case 'setStrokeTransparent':
        s.stroke = undefined;
        break;
      case 'setLineWidth':
        s.lineWidth = num(0);
        break;
      case 'setGState':
        setGraphicsState(s, args[0], fontFacts);
        break;
      case 'clip':
      case 'eoClip':
        pendingClip = true;
        break;
      case 'constructPath': {
        const shapes = pathShapes(args[1], args[2]);
        paintPath(num(0), shapes, s, ops, paint);
        if (pendingClip) s.clip = intersect(s.clip, boxUnder(s.ctm, wholeBox(shapes)));
        pendingClip = false;
        break;
      }
      case 'shadingFill':
        paint(s.clip, undefined, s.fillOpacity, 'shape');
        break;
      case 'paintImageXObject':
      case 'paintImageXObjectRepeat':
      case 'paintInlineImageXObject':
      case 'paintImageMaskXObject':
      case 'paintInlineImageXObjectGroup':
      case 'paintImageMaskXObjectGroup':
      case 'paintImageMaskXObjectRepeat':
      case 'paintSolidColorImageMask':
        paint(boxUnder(s.ctm, [0, 0, 1, 1]), undefined, s.fillOpacity, 'image');
        break;
      case 'beginText':
        s.text = IDENTITY;
        s.x = s.y = s.lineX = s.lineY = 0;
        break;
      case 'setCharSpacing':
        s.charSpacing = num(0);
        break;
      case 'setWordSpacing':
        s.wordSpacing = num(0);
        break;
      case 'setHScale':
        s.scale = num(0) / 100;
        break;
      case 'setLeading':
        s.leading = -num(0);
        break;
      case 'setFont':
        s.font = fontFacts(String(args[0]));
        s.fontSize = num(1);
        break;
      case 'setTextRenderingMode':
        s.mode = num(0);
        break;
      case 'setTextRise':
        s.rise = num(0);
        break;
      case 'moveText':
        move(num(0), num(1));
        break;
      case 'setLeadingMoveText':
        s.leading = num(1);
        move(num(0), num(1));
        break;
      case 'setTextMatrix':
        s.text = asMatrix(args.length === 6 ? args : args[0]) ?? IDENTITY;
        s.x = s.y = s.lineX = s.lineY = 0;
        break;
      case 'nextLine':
        move(0, s.leading);
        break;
      case 'showText': {
        const run = showText(s, args[0] as unknown[]);
        if (run && muteDepth === 0)
          runs.push({
            ...run,
            opacity: hiddenDepth > 0 || s.mode === 3 ? 0 : s.mode === 1 ? s.strokeOpacity : s.fillOpacity,
            colour: s.mode === 1 || s.mode === 5 ? s.stroke : s.fill,
            order: runs.length + paints.length,
          });
        break;
      }
    }
  }
  return { runs, paints };
}

function startState(base: Matrix): State {
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

function setGraphicsState(s: State, entries: unknown, fontFacts: (id: string) => FontFacts): void {
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

function wholeBox(shapes: readonly PathShape[]): Box {
  if (shapes.length === 0) return [0, 0, 0, 0];
  return shapes.reduce<Box>(
    (sum, { box }) => [
      Math.min(sum[0], box[0]),
      Math.min(sum[1], box[1]),
      Math.max(sum[2], box[2]),
      Math.max(sum[3], box[3]),
    ],
    [1e9, 1e9, -1e9, -1e9],
  );
}

function paintPath(
  op: number,
  shapes: readonly PathShape[],
  s: State,
  ops: Operators,
  paint: (box: Box, colour: Colour | undefined, opacity: number, kind: Paint['kind']) => void,
): void {
  const fills = [ops.fill, ops.eoFill, ops.fillStroke, ops.eoFillStroke, ops.closeFillStroke, ops.closeEOFillStroke];
  if (fills.includes(op)) {
    for (const { box, rectangle } of shapes)
      paint(boxUnder(s.ctm, box), s.fill, s.fillOpacity, rectangle ? 'rectangle' : 'shape');
  } else if (op === ops.stroke || op === ops.closeStroke) {
    // A thick stroke is how some programs draw a sidebar.
    const half = s.lineWidth / 2;
    if (s.lineWidth * Math.hypot(s.ctm[0], s.ctm[1]) < 4) return;
    for (const { box } of shapes)
      paint(
        boxUnder(s.ctm, [box[0] - half, box[1] - half, box[2] + half, box[3] + half]),
        s.stroke,
        s.strokeOpacity,
        'shape',
      );
  }
}

/** The rules of PDF 32000-1 9.4.4, as pdf.js applies them: numbers move by thousandths of the font size. */
function showText(s: State, items: unknown): Omit<Run, 'opacity' | 'colour' | 'order'> | undefined {
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
