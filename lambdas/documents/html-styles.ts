/** What CSS hides: inline styles, and the simple rules of `<style>` (one class, id or element each). */
import { type Colour, type HiddenKind, looksSame, parseHexColour, TINY_POINTS } from './hidden-text';

/** What an element inherits and adds, as far as seeing it goes. */
export interface Sight {
  hidden: HiddenKind | undefined;
  colour: Colour;
  /** Undefined where a picture, a gradient or an unknown colour lies beneath. */
  ground: Colour | undefined;
  /** Points. */
  size: number;
  bold: boolean;
  /** A `<details>` that is closed. */
  folded?: boolean;
}

/** Selector (`.note`, `#x`, `p`, `p.note`) to its declarations. */
export type Rules = Map<string, string>;

const NAMED: Record<string, string> = {
  white: 'ffffff',
  black: '000000',
  snow: 'fffafa',
  ivory: 'fffff0',
  whitesmoke: 'f5f5f5',
  ghostwhite: 'f8f8ff',
  red: 'ff0000',
  green: '008000',
  blue: '0000ff',
  navy: '000080',
  gray: '808080',
  grey: '808080',
  silver: 'c0c0c0',
};
/** Rules that are looked at; a page with more hides what it likes. */
const MAX_RULES = 5000;

export function addRules(rules: Rules, css: string): void {
  const plain = withoutComments(css.slice(0, 500_000));
  for (const block of plain.split('}')) {
    const brace = block.lastIndexOf('{');
    if (brace < 0) continue;
    const before = block.slice(0, brace);
    // Rules for print or for a width of screen are read as if they held: what is hidden from some is looked at twice.
    const selectors = before.slice(before.lastIndexOf('{') + 1);
    if (/@media\s+print/i.test(before)) continue;
    for (const selector of selectors.split(',')) {
      const key = selector.trim().toLowerCase();
      if (rules.size < MAX_RULES && /^[a-z0-9]*[.#]?[\w-]+$/.test(key))
        rules.set(key, `${rules.get(key) ?? ''};${block.slice(brace + 1)}`);
    }
  }
}

function withoutComments(css: string): string {
  const parts = css.split('/*');
  return parts.map((part, at) => (at === 0 ? part : afterComment(part))).join('');
}

function afterComment(part: string): string {
  const end = part.indexOf('*/');
  return end < 0 ? '' : part.slice(end + 2);
}

export function sightOf(name: string, attributes: ReadonlyMap<string, string>, parent: Sight, rules: Rules): Sight {
  const css = new Map<string, string>();
  const classes = (attributes.get('class') ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 20);
  const id = attributes.get('id')?.toLowerCase();
  const keys = [name, ...classes.flatMap((c) => [`.${c}`, `${name}.${c}`]), ...(id ? [`#${id}`, `${name}#${id}`] : [])];
  for (const key of keys) declare(css, rules.get(key) ?? '');
  declare(css, attributes.get('style') ?? '');

  const size = sizeOf(css.get('font-size') ?? attributes.get('data-size'), parent.size);
  const colour = colourOf(css.get('color') ?? attributes.get('color')) ?? parent.colour;
  const background = css.get('background-color') ?? css.get('background') ?? attributes.get('bgcolor');
  const ground = groundOf(background, css.get('background-image'), parent.ground);
  const weight = css.get('font-weight');
  const bold = weight ? /bold|[6-9]00/.test(weight) : parent.bold || /^(?:b|strong|h[1-6]|th)$/.test(name);
  // What a closed `<details>` holds is not seen, but for its summary.
  const folded = name === 'details' && !attributes.has('open') ? ('invisible' as const) : undefined;
  const unfolded = name === 'summary' && parent.folded === true;
  const above = unfolded ? undefined : parent.hidden;
  const kind = above ?? hiddenKind(css, attributes, size, colour, ground) ?? folded;
  return { size, colour, ground, bold, hidden: kind, ...(folded && above === undefined ? { folded: true } : {}) };
}

function hiddenKind(
  css: ReadonlyMap<string, string>,
  attributes: ReadonlyMap<string, string>,
  size: number,
  colour: Colour,
  ground: Colour | undefined,
): HiddenKind | undefined {
  const value = (name: string) => css.get(name) ?? '';
  if (attributes.has('hidden') || /^none/.test(value('display'))) return 'invisible';
  if (/^(?:hidden|collapse)/.test(value('visibility'))) return 'invisible';
  if (css.has('opacity') && Number.parseFloat(value('opacity')) < (value('opacity').includes('%') ? 8 : 0.08))
    return 'invisible';
  if (/^rect\(\s*0|^inset\(\s*(?:50|100)%/.test(value('clip') || value('clip-path'))) return 'invisible';
  if (/^(?:0|1px)\b/.test(value('height')) && /hidden|clip/.test(value('overflow'))) return 'invisible';
  if (/transparent|^rgba\([^)]*,\s*0(?:\.0\d*)?\s*\)/.test(value('color'))) return 'invisible';
  if (
    ['left', 'top', 'right', 'bottom', 'text-indent', 'margin-left', 'margin-top'].some((side) => farOff(value(side)))
  )
    return 'off-page';
  if (size < TINY_POINTS) return 'tiny';
  return ground && looksSame(colour, ground) ? 'same-colour' : undefined;
}

function declare(css: Map<string, string>, text: string): void {
  for (const declaration of text.slice(0, 20_000).split(';')) {
    const colon = declaration.indexOf(':');
    if (colon < 0) continue;
    const value = declaration
      .slice(colon + 1)
      .replace('!important', '')
      .trim()
      .toLowerCase();
    css.set(declaration.slice(0, colon).trim().toLowerCase(), value);
  }
}

/** Points; 1 px is .75 pt. */
function sizeOf(text: string | undefined, inherited: number): number {
  const match = /^(\d{0,4}\.?\d{0,4})(px|pt|em|rem|%)?/.exec(text ?? '');
  const value = Number.parseFloat(match?.[1] ?? '');
  if (!match || Number.isNaN(value)) return inherited;
  const factor = { px: 0.75, pt: 1, em: inherited, rem: 12, '%': inherited / 100 }[match[2] ?? 'px'] ?? 1;
  return value * factor;
}

function colourOf(text: string | undefined): Colour | undefined {
  if (!text) return undefined;
  const rgb = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})/.exec(text);
  if (rgb) return [Number(rgb[1]), Number(rgb[2]), Number(rgb[3])];
  return parseHexColour(NAMED[text] ?? text);
}

function groundOf(
  text: string | undefined,
  image: string | undefined,
  inherited: Colour | undefined,
): Colour | undefined {
  if (image && image !== 'none') return undefined;
  if (!text || /^(?:none|transparent|inherit|initial|unset)/.test(text)) return inherited;
  if (/url\(|gradient\(/.test(text)) return undefined;
  return colourOf(text.split(/\s(?![^(]*\))/)[0]);
}

function farOff(text: string): boolean {
  const match = /^-(\d{1,9})(?:\.\d{1,9})?(px|pt|em|rem|vw|vh|%)/.exec(text);
  if (!match) return false;
  return (
    Number(match[1]) >=
    (match[2] === 'px' || match[2] === 'pt' ? 500 : match[2] === 'em' || match[2] === 'rem' ? 50 : 100)
  );
}
