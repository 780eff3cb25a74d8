/** Painted paths: their parts as boxes, told whether each is an upright rectangle, and what painting one covers. */
import type { Colour } from './hidden-text';
import { type Box, boxUnder } from './pdf-geometry';
import type { State } from './pdf-state';

/** Operator numbers by name, as pdf.js exports them. */
export type Operators = Readonly<Record<string, number>>;

export interface Paint {
  box: Box;
  /** Undefined for an image, a gradient, a pattern. */
  colour: Colour | undefined;
  opacity: number;
  kind: 'image' | 'rectangle' | 'shape';
  order: number;
}

export interface PathShape {
  box: Box;
  rectangle: boolean;
}

/** Numbers after each path operator of pdf.js: move, line, cubic curve, quadratic curve, close. */
const ARGUMENTS = [2, 2, 6, 4, 0] as const;
/** Sub-paths looked at one by one; a path with more is taken as one shape. */
const MAX_PARTS = 500;

/** @param data `[Float32Array]` as in the arguments of pdf.js `constructPath`; `bounds` is the box of the whole. */
export function pathShapes(data: unknown, bounds: unknown): PathShape[] {
  const whole = asBox(bounds);
  const path = (Array.isArray(data) ? data[0] : data) as ArrayLike<number> | null | undefined;
  if (!path || typeof path.length !== 'number') return whole ? [{ box: whole, rectangle: false }] : [];
  const shapes: PathShape[] = [];
  let xs: number[] = [];
  let ys: number[] = [];
  let curved = false;
  const finish = () => {
    if (xs.length > 1) {
      const box: Box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
      const onEdges = xs.every((x, i) => (x === box[0] || x === box[2]) && (ys[i] === box[1] || ys[i] === box[3]));
      shapes.push({ box, rectangle: !curved && onEdges && xs.length >= 4 && xs.length <= 5 });
    }
    xs = [];
    ys = [];
    curved = false;
  };
  for (let at = 0; at < path.length; ) {
    const kind = path[at] ?? 4;
    const size = ARGUMENTS[kind as 0];
    if (size === undefined) break;
    if (kind === 0) finish();
    if (kind === 2 || kind === 3) curved = true;
    if (xs.length > 2000 || shapes.length > MAX_PARTS) return whole ? [{ box: whole, rectangle: false }] : [];
    for (let i = 0; i < size; i += 2) {
      xs.push(path[at + 1 + i] ?? 0);
      ys.push(path[at + 2 + i] ?? 0);
    }
    at += 1 + size;
  }
  finish();
  return shapes;
}

function asBox(value: unknown): Box | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const n = Array.from(value as ArrayLike<unknown>, Number);
  return n.length === 4 && n.every(Number.isFinite) ? (n as unknown as Box) : undefined;
}

export function wholeBox(shapes: readonly PathShape[]): Box {
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

export function paintPath(
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
