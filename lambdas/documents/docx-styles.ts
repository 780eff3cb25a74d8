/** What the styles of a DOCX say of a paragraph or a run: headings, lists, size, weight, colour. */
import type { Budget } from './budget';
import { attributesOf, scanMarkup } from './markup';

/** What a style or direct formatting sets; absent where it says nothing. */
export interface Looks {
  heading?: boolean;
  list?: boolean;
  bold?: boolean;
  vanish?: boolean;
  /** Points. */
  size?: number;
  /** Hex without `#`. */
  colour?: string;
  /** Hex without `#`, or `unknown` where a theme or a pattern decides. */
  shade?: string;
}

export interface Styles {
  /** The style's own looks laid over those it is based on. */
  of(id: string | undefined): Looks;
  defaults: Looks;
}

/** @param xml `word/styles.xml`, undefined where the archive has none */
export function readStyles(xml: string | undefined, budget: Budget): Styles {
  const styles = new Map<string, { looks: Looks; basedOn?: string }>();
  const defaults: Looks = {};
  let current: { looks: Looks; basedOn?: string } | undefined;
  let inDefaults = false;
  if (xml)
    scanMarkup(xml, budget, {
      open(name, raw) {
        if (name === 'w:docDefaults') inDefaults = true;
        else if (name === 'w:style') {
          current = { looks: {} };
          styles.set(attributesOf(raw).get('w:styleid') ?? '', current);
        } else if (name === 'w:basedOn' && current) current.basedOn = attributesOf(raw).get('w:val') ?? '';
        else if (name === 'w:name' && current) {
          if (/^(?:heading \d|title)$/i.test(attributesOf(raw).get('w:val') ?? '')) current.looks.heading = true;
        } else if (current) applyFormat(current.looks, name, raw);
        else if (inDefaults) applyFormat(defaults, name, raw);
      },
      close(name) {
        if (name === 'w:style') current = undefined;
        if (name === 'w:docDefaults') inDefaults = false;
      },
      text() {},
    });
  const resolved = new Map<string, Looks>();
  const of = (id: string | undefined, depth = 0): Looks => {
    const known = id === undefined ? {} : resolved.get(id);
    if (known || id === undefined) return known ?? {};
    const style = styles.get(id);
    const looks = { ...(style?.basedOn && depth < 10 ? of(style.basedOn, depth + 1) : {}), ...style?.looks };
    resolved.set(id, looks);
    return looks;
  };
  return { of, defaults };
}

/** Lays one formatting element over `looks`; elements that say nothing of what is seen are passed over. */
export function applyFormat(looks: Looks, name: string, raw: string): void {
  const value = () => attributesOf(raw).get('w:val');
  const on = () => !/^(?:0|false|off|none)$/i.test(value() ?? '1');
  switch (name) {
    case 'w:b':
      looks.bold = on();
      break;
    case 'w:vanish':
    case 'w:webHidden':
      looks.vanish = on();
      break;
    case 'w:sz': {
      const halfPoints = Number(value());
      if (halfPoints > 0) looks.size = halfPoints / 2;
      break;
    }
    case 'w:color':
      looks.colour = value() ?? 'auto';
      break;
    case 'w:shd': {
      const fill = attributesOf(raw).get('w:fill') ?? 'auto';
      if (fill !== 'auto') looks.shade = fill;
      else if (attributesOf(raw).has('w:themefill')) looks.shade = 'unknown';
      break;
    }
    case 'w:highlight':
      looks.shade = value() === 'white' ? 'FFFFFF' : 'unknown';
      break;
    case 'w:numPr':
      looks.list = true;
      break;
    case 'w:numId':
      // Number 0 takes a paragraph out of the list that its style puts it in.
      if (value() === '0') looks.list = false;
      break;
    case 'w:outlineLvl':
      if (Number(value()) <= 5) looks.heading = true;
      break;
  }
}
