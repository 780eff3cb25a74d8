/** A PDF page as painted: the operator list of pdf.js replayed into runs of glyphs and the shapes beneath and above them. */
import type { Budget } from './budget';
import { type Colour, parseHexColour } from './hidden-text';
import { asMatrix, type Box, boxUnder, intersect, type Matrix, multiply } from './pdf-geometry';
import { type Operators, type Paint, paintPath, pathShapes, wholeBox } from './pdf-path';
import { type FontFacts, IDENTITY, type Run, type State, setGraphicsState, showText, startState } from './pdf-state';

export interface Painting {
  runs: Run[];
  paints: Paint[];
}

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
