/** Which glyphs of a painted page a person sees: by size, place, opacity, and colour against what lies beneath. */
import { blend, type Colour, type HiddenKind, type HiddenTally, looksSame, TINY_POINTS, WHITE } from './hidden-text';
import { area, contains, intersect } from './pdf-geometry';
import type { Painting } from './pdf-painting';
import type { Paint } from './pdf-path';
import type { Glyph, Run } from './pdf-state';

/** Under this opacity nothing is seen. */
const SEEN_OPACITY = 0.08;

/**
 * The runs with their visible glyphs only; the rest is counted in `hidden`.
 *
 * Invisible text is kept in two honest cases: over a picture that fills the page of a scan (the text layer of OCR), and
 * over letters that are drawn as shapes (what browsers print for fonts they may not embed).
 */
export function visibleRuns(
  painting: Painting,
  page: { number: number; width: number; height: number },
  hidden: HiddenTally,
): Run[] {
  const scan = isScan(painting, page);
  const painted = distinctColours(painting.paints);
  const opaque = painting.paints.filter((p) => p.kind === 'rectangle' && p.colour && p.opacity >= 0.95);
  const shapes = painting.paints.filter((p) => p.kind === 'shape' && p.box[3] - p.box[1] < page.height / 4);

  // Colours that nothing on the page is near to need no look at what lies beneath, and that is nearly all text.
  const known = new Map<string, boolean>();
  const isSuspect = (colour: Colour) => {
    const before = known.get(colour.join());
    const suspect = before ?? painted.some((other) => looksSame(colour, other));
    known.set(colour.join(), suspect);
    return suspect;
  };
  const kindOf = (run: Run, glyph: Glyph, suspect: boolean): HiddenKind | undefined => {
    const x = (glyph.x0 + glyph.x1) / 2;
    const y = glyph.y - run.size * 0.3;
    if (x < 0 || x > page.width || y < 0 || y > page.height) return 'off-page';
    if (run.size < TINY_POINTS) return 'tiny';
    if (!contains(grown(run.clip, run.size), x, y)) return 'invisible';
    if (run.opacity < SEEN_OPACITY)
      return scan || shapes.some((shape) => contains(grown(shape.box, run.size * 0.4), x, y)) ? undefined : 'invisible';
    if (opaque.some((paint) => paint.order > run.order && contains(paint.box, x, y))) return 'invisible';
    if (suspect && run.colour) {
      const ground = colourBeneath(painting.paints, run.order, x, y);
      if (ground && looksSame(blend(run.colour, ground, run.opacity), ground)) return scan ? undefined : 'same-colour';
    }
    return undefined;
  };

  return painting.runs.flatMap((run) => {
    const suspect = run.colour !== undefined && (run.opacity < 1 || isSuspect(run.colour));
    const glyphs = run.glyphs.filter((glyph) => {
      const kind = kindOf(run, glyph, suspect);
      if (kind) hidden.add(kind, page.number, glyph.text.replace(/[\s\ue000-\uf8ff]/g, '').length);
      return kind === undefined;
    });
    return glyphs.length > 0 ? [{ ...run, glyphs }] : [];
  });
}

/** A picture fills the page and next to nothing but invisible text stands on it. */
function isScan({ runs, paints }: Painting, page: { width: number; height: number }): boolean {
  const whole = [0, 0, page.width, page.height] as const;
  const picture = paints.some((p) => p.kind === 'image' && area(intersect(p.box, whole)) > area(whole) / 2);
  if (!picture) return false;
  const count = (some: Run[]) => some.reduce((sum, run) => sum + run.glyphs.length, 0);
  const unseen = count(runs.filter((run) => run.opacity < SEEN_OPACITY));
  return unseen > 0 && count(runs) - unseen <= unseen / 5;
}

function distinctColours(paints: readonly Paint[]): Colour[] {
  const found = new Map<string, Colour>([[WHITE.join(), WHITE]]);
  for (const { colour } of paints) if (colour) found.set(colour.join(), colour);
  return [...found.values()];
}

/** The colour under a point before the run was painted; undefined when a picture or a gradient is there. */
function colourBeneath(paints: readonly Paint[], order: number, x: number, y: number): Colour | undefined {
  const stack: { colour: Colour; opacity: number }[] = [];
  let ground: Colour | undefined = WHITE;
  for (let at = paints.length - 1; at >= 0; at--) {
    const paint = paints[at];
    if (!paint || paint.order >= order || !contains(paint.box, x, y)) continue;
    if (!paint.colour) return undefined;
    if (paint.opacity >= 0.95) {
      ground = paint.colour;
      break;
    }
    stack.push({ colour: paint.colour, opacity: paint.opacity });
  }
  return stack.reduceRight<Colour>((below, layer) => blend(layer.colour, below, layer.opacity), ground);
}

function grown([x0, y0, x1, y1]: Paint['box'], by: number): Paint['box'] {
  return [x0 - by, y0 - by, x1 + by, y1 + by];
}
