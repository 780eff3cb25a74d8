/** What a person looking at the page would not see: counted by kind and page, and told by colour contrast. */
import type { HiddenText } from '../domain/document-text';

export type HiddenKind = HiddenText['kind'];

export interface HiddenTally {
  add(kind: HiddenKind, page: number, characters: number): void;
  /** By page, then kind; one entry each. Kinds of which the document holds too little to say anything are left out. */
  report(): HiddenText[];
}

/**
 * Characters of one kind in a document from which they are reported: templates leave a tiny comma or a sign beyond the
 * page behind, and a report is read as an alarm. A mark that turns the text around needs no company.
 */
const MIN_CHARACTERS = 4;

export function hiddenTally(): HiddenTally {
  const counts = new Map<string, HiddenText>();
  return {
    add(kind, page, characters) {
      if (characters <= 0) return;
      const key = `${page} ${kind}`;
      const entry = counts.get(key);
      if (entry) entry.characters += characters;
      else counts.set(key, { kind, page, characters });
    },
    report() {
      const total = (kind: HiddenKind) =>
        [...counts.values()].reduce((sum, entry) => sum + (entry.kind === kind ? entry.characters : 0), 0);
      return [...counts.values()]
        .filter(({ kind }) => kind === 'bidi-control' || total(kind) >= MIN_CHARACTERS)
        .sort((a, b) => a.page - b.page || (a.kind < b.kind ? -1 : 1));
    },
  };
}

/** Red, green and blue, 0 to 255 each. */
export type Colour = readonly [number, number, number];

export const WHITE: Colour = [255, 255, 255];

/** Below this WCAG contrast ratio (1 = equal, 21 = black on white) nobody reads the text; #f5f5f5 on white is 1.09. */
const READABLE_CONTRAST = 1.15;
/** Points under which text is a dot to the eye. */
export const TINY_POINTS = 2;

/** `#rgb`, `#rrggbb` or the same without the sign; undefined for anything else. */
export function parseHexColour(text: string): Colour | undefined {
  const digits = text.startsWith('#') ? text.slice(1) : text;
  const full = /^[0-9a-f]{3}$/i.test(digits) ? digits.replace(/./g, '$&$&') : digits;
  if (!/^[0-9a-f]{6}$/i.test(full)) return undefined;
  const value = Number.parseInt(full, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** True when text of the one colour cannot be seen on the other. */
export function looksSame(a: Colour, b: Colour): boolean {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05) < READABLE_CONTRAST && hueDistance(a, b) < 48;
}

/** The colour that shows when `top` is laid over `bottom` with an opacity of 0 to 1. */
export function blend(top: Colour, bottom: Colour, opacity: number): Colour {
  const mix = (i: 0 | 1 | 2) => Math.round(top[i] * opacity + bottom[i] * (1 - opacity));
  return [mix(0), mix(1), mix(2)];
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Two colours may be equally light and still differ: red on green is seen. */
function hueDistance(a: Colour, b: Colour): number {
  return Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2]));
}
