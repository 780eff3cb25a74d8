/** The parts of a painted path, each with its box, told whether it is an upright rectangle. */
import type { Box } from './pdf-geometry';

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
