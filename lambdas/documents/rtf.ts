/** RTF to visible lines: one pass over groups and control words, without recursion. */
import type { TextLine } from '../domain/document-text';
import type { Budget } from './budget';
import { cleanLine, mapSymbolBullets, takeBullet } from './clean-text';
import { decodeBytes } from './code-pages';
import { type Colour, type HiddenTally, looksSame, TINY_POINTS, WHITE } from './hidden-text';
import { CHARSETS, CODE_PAGES, SKIPPED_DESTINATIONS, SYMBOLS } from './rtf-words';
import type { PlainRead } from './text';
import { tellUnread, unreadOfRtf } from './unread-parts';

interface Group {
  /** Nothing in here is text. */
  skip: boolean;
  /** The colour or font table, which is read for what it defines. */
  table: 'colour' | 'font' | undefined;
  /** `\v`: hidden text. */
  hidden: boolean;
  bold: boolean;
  /** Points. */
  size: number;
  colour: number;
  ground: number;
  font: number;
  /** Characters to pass over after each `\u`. */
  fallback: number;
  /** `\*` came: an unknown destination is to be skipped. */
  optional: boolean;
}

/** Groups open at one time; Word writes a few dozen. */
const MAX_DEPTH = 20_000;

export function readRtf(bytes: Uint8Array, hidden: HiddenTally, budget: Budget): PlainRead {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const lines: TextLine[] = [];
  const colours: (Colour | undefined)[] = [];
  const fontPages = new Map<number, string>();
  let rgb: [number, number, number] | undefined;
  let codePage = 'windows-1252';
  let group: Group = {
    skip: false,
    table: undefined,
    hidden: false,
    bold: false,
    size: 12,
    colour: 0,
    ground: 0,
    font: -1,
    fallback: 1,
    optional: false,
  };
  const stack: Group[] = [];
  let overflow = 0;
  let toSkip = 0;
  let pending: number[] = [];
  let text = '';
  let page = 1;
  let boldCharacters = 0;
  let size: number | undefined;
  let bullet = false;
  let heading = false;

  const kindOf = () => {
    if (group.hidden) return 'invisible' as const;
    if (group.size < TINY_POINTS) return 'tiny' as const;
    const colour = group.colour === 0 ? undefined : colours[group.colour];
    const ground = group.ground === 0 ? WHITE : colours[group.ground];
    return colour && ground && looksSame(colour, ground) ? ('same-colour' as const) : undefined;
  };
  const write = (part: string) => {
    if (group.skip || group.table) return;
    budget.spend(part.length);
    const kind = kindOf();
    if (kind) {
      hidden.add(kind, page, part.trim().length);
      return;
    }
    text += part;
    if (part.trim() !== '') {
      size ??= group.size;
      if (group.bold) boldCharacters += part.length;
    }
  };
  /** Bytes of a code page are decoded together, as some letters take two. */
  const flushBytes = () => {
    if (pending.length === 0) return;
    const label = fontPages.get(group.font) ?? codePage;
    const part = decodeBytes(label, new Uint8Array(pending));
    pending = [];
    write(part);
  };
  const endLine = () => {
    budget.spend(1);
    const cleaned = takeBullet(cleanLine(mapSymbolBullets(text), page, hidden));
    if (cleaned.text !== '')
      lines.push({
        text: cleaned.text,
        page,
        ...(size === undefined ? {} : { fontSize: size }),
        bold: boldCharacters > text.trim().length * 0.6,
        ...(heading ? { heading } : {}),
        ...(bullet || cleaned.bullet ? { bullet: true } : {}),
      });
    text = '';
    boldCharacters = 0;
    size = undefined;
    bullet = false;
  };
  const addByte = (byte: number) => {
    if (toSkip > 0) toSkip--;
    else if (!group.skip && !group.table) pending.push(byte);
  };

  const word = (name: string, value: number | undefined) => {
    const optional = group.optional;
    group.optional = false;
    if (name === 'u') {
      if (toSkip === 0) write(String.fromCharCode((value ?? 0) & 0xffff));
      toSkip = group.fallback;
      return;
    }
    if (SYMBOLS[name] !== undefined) {
      if (toSkip > 0) toSkip--;
      else write(SYMBOLS[name]);
      return;
    }
    switch (name) {
      case 'par':
      case 'line':
      case 'row':
      case 'sect':
      case 'nestrow':
        endLine();
        return;
      case 'page':
        endLine();
        page++;
        return;
      case 'cell':
      case 'nestcell':
      case 'tab':
        write('\t');
        return;
      case 'pard':
        heading = false;
        group.ground = 0;
        return;
      case 'plain':
        Object.assign(group, { hidden: false, bold: false, size: 12, colour: 0, ground: 0 });
        return;
      case 'v':
        group.hidden = value !== 0;
        return;
      case 'b':
        group.bold = value !== 0;
        return;
      case 'fs':
        group.size = (value ?? 24) / 2;
        return;
      case 'cf':
        group.colour = value ?? 0;
        return;
      case 'cb':
      case 'chcbpat':
      case 'highlight':
      case 'cbpat':
      case 'clcbpat':
        group.ground = value ?? 0;
        return;
      case 'f':
        group.font = value ?? -1;
        return;
      case 'fcharset':
        if (group.table === 'font' && CHARSETS[value ?? -1])
          fontPages.set(group.font, CHARSETS[value ?? -1] ?? codePage);
        return;
      case 'ansicpg':
        codePage = CODE_PAGES[value ?? 1252] ?? codePage;
        return;
      case 'mac':
        codePage = 'macintosh';
        return;
      case 'uc':
        group.fallback = Math.min(8, Math.max(0, value ?? 1));
        return;
      case 'red':
      case 'green':
      case 'blue':
        rgb ??= [0, 0, 0];
        rgb[{ red: 0, green: 1, blue: 2 }[name]] = value ?? 0;
        return;
      case 'outlinelevel':
        heading = (value ?? 9) < 6;
        return;
      case 'pntext':
      case 'listtext':
        bullet = true;
        group.skip = true;
        return;
      case 'colortbl':
        group.table = 'colour';
        return;
      case 'fonttbl':
        group.table = 'font';
        return;
      case 'shpinst':
      case 'shptxt':
      case 'fldrslt':
        return;
    }
    if (SKIPPED_DESTINATIONS.has(name) || optional) group.skip = true;
  };

  const control = /([a-z]{1,32})(-?\d{1,10})? ?/iy;
  for (let at = 0, steps = 0; at < source.length; ) {
    if (++steps % 16_384 === 0) budget.check();
    const sign = source[at];
    if (sign === '{') {
      flushBytes();
      if (stack.length < MAX_DEPTH) stack.push({ ...group });
      else overflow++;
      group.optional = false;
      toSkip = 0;
      at++;
    } else if (sign === '}') {
      flushBytes();
      if (overflow > 0) overflow--;
      else group = stack.pop() ?? group;
      toSkip = 0;
      at++;
    } else if (sign === '\\') {
      const next = source[at + 1] ?? '';
      if (next === "'") {
        const byte = Number.parseInt(source.slice(at + 2, at + 4), 16);
        if (!Number.isNaN(byte)) addByte(byte);
        at += 4;
        continue;
      }
      flushBytes();
      control.lastIndex = at + 1;
      const match = control.exec(source);
      if (match) {
        const value = match[2] === undefined ? undefined : Number(match[2]);
        at = control.lastIndex;
        if (match[1] === 'bin') at += Math.max(0, value ?? 0);
        else word(match[1] ?? '', value);
        continue;
      }
      if (next === '*') group.optional = true;
      else if (next === '\\' || next === '{' || next === '}') addByte(next.charCodeAt(0));
      else if (next === '~') write('\u00a0');
      else if (next === '_') write('-');
      else if (next === '\n' || next === '\r') endLine();
      at += 2;
    } else if (sign === '\r' || sign === '\n') at++;
    else if (group.table === 'colour' && sign === ';') {
      colours.push(rgb);
      rgb = undefined;
      at++;
    } else {
      addByte(source.charCodeAt(at));
      at++;
    }
  }
  flushBytes();
  endLine();
  tellUnread(unreadOfRtf(source), hidden);
  return { lines, pages: page, warnings: [] };
}
