/** A forward-only reader of tags and text for XML and HTML: no tree, no recursion, no entity definitions, linear time. */
import type { Budget } from './budget';
import { decodeEntities } from './entities';

export interface MarkupHandler {
  /** @param name lower case in HTML, as written in XML @param attributes still raw: see `attributesOf` */
  open(name: string, attributes: string, selfClosing: boolean): void;
  close(name: string): void;
  /** Entities are decoded. */
  text(text: string): void;
}

/** Elements of HTML whose content is not markup. */
const RAW = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes']);
/** Characters of one tag's attributes that are looked at. */
const MAX_ATTRIBUTES = 16_384;

/** Tags between two looks at the clock. */
const CHECK_EVERY = 4096;

/** @param html for HTML: is told the content of `<style>` and the like, undecoded */
export function scanMarkup(
  source: string,
  budget: Pick<Budget, 'check'>,
  handler: MarkupHandler,
  html?: { rawText(name: string, text: string): void },
): void {
  for (let at = 0, steps = 1; at < source.length; steps++) {
    if (steps % CHECK_EVERY === 0) budget.check();
    const tag = source.indexOf('<', at);
    const textEnd = tag < 0 ? source.length : tag;
    if (textEnd > at) handler.text(decodeEntities(source.slice(at, textEnd), html !== undefined));
    if (tag < 0) return;
    const skipped = skipDeclaration(source, tag, handler);
    if (skipped !== undefined) {
      at = skipped;
      continue;
    }
    const closing = source[tag + 1] === '/';
    const nameStart = tag + (closing ? 2 : 1);
    const nameEnd = endOfName(source, nameStart);
    if (nameEnd === nameStart) {
      // A lone "<" is text, as in "< 5 years".
      handler.text('<');
      at = tag + 1;
      continue;
    }
    const end = endOfTag(source, nameEnd);
    const written = source.slice(nameStart, nameEnd);
    const name = html ? written.toLowerCase() : written;
    at = end + 1;
    if (closing) {
      handler.close(name);
      continue;
    }
    const selfClosing = source[end - 1] === '/';
    handler.open(name, source.slice(nameEnd, Math.min(end, nameEnd + MAX_ATTRIBUTES)), selfClosing);
    if (html && RAW.has(name) && !selfClosing) {
      const rawEnd = endOfRaw(source, at, name);
      html.rawText(name, source.slice(at, rawEnd));
      at = rawEnd;
    }
  }
}

/** Names in lower case where `html`, values decoded; the first of two equal names counts. */
export function attributesOf(raw: string): Map<string, string> {
  const found = new Map<string, string>();
  const pattern = /([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
  for (let match = pattern.exec(raw); match && found.size < 64; match = pattern.exec(raw)) {
    const name = (match[1] ?? '').toLowerCase();
    if (!found.has(name)) found.set(name, decodeEntities(match[2] ?? match[3] ?? match[4] ?? '', true));
  }
  return found;
}

/** The index after a comment, CDATA, doctype or processing instruction at `tag`; undefined where there is none. */
function skipDeclaration(source: string, tag: number, handler: MarkupHandler): number | undefined {
  const next = source[tag + 1];
  if (next === '?') return indexAfter(source, '>', tag);
  if (next !== '!') return undefined;
  if (source.startsWith('<!--', tag)) return indexAfter(source, '-->', tag + 4);
  if (source.startsWith('<![CDATA[', tag)) {
    const end = indexAfter(source, ']]>', tag + 9);
    handler.text(source.slice(tag + 9, end - 3));
    return end;
  }
  return endOfDoctype(source, tag);
}

/** The end of the source where the mark does not come. */
function indexAfter(source: string, mark: string, from: number): number {
  const end = source.indexOf(mark, from);
  return end < 0 ? source.length : end + mark.length;
}

/** A doctype may hold declarations in brackets; none of them is obeyed. */
function endOfDoctype(source: string, tag: number): number {
  const end = source.indexOf('>', tag);
  const bracket = source.indexOf('[', tag);
  if (end < 0) return source.length;
  if (bracket < 0 || bracket > end) return end + 1;
  const close = source.indexOf(']>', bracket);
  return close < 0 ? source.length : close + 2;
}

function endOfName(source: string, from: number): number {
  const first = source.charCodeAt(from) | 32;
  if (!((first >= 97 && first <= 122) || source[from] === '_')) return from;
  for (let at = from + 1; at < source.length; at++) {
    const sign = source.charCodeAt(at);
    // Blanks, "/" and ">"; a name as long as a line is not one, but ends somewhere.
    if (sign <= 32 || sign === 47 || sign === 62 || at - from > 128) return at;
  }
  return source.length;
}

/** The index of the `>` that ends the tag, quotes respected; the end of the source where there is none. */
function endOfTag(source: string, from: number): number {
  for (let at = from; at < source.length; at++) {
    const sign = source.charCodeAt(at);
    if (sign === 62) return at;
    if (sign !== 34 && sign !== 39) continue;
    const quote = source.indexOf(sign === 34 ? '"' : "'", at + 1);
    if (quote < 0) break;
    at = quote;
  }
  const plain = source.indexOf('>', from);
  return plain < 0 ? source.length : plain;
}

function endOfRaw(source: string, from: number, name: string): number {
  for (let at = source.indexOf('</', from); at >= 0; at = source.indexOf('</', at + 2))
    if (source.slice(at + 2, at + 2 + name.length).toLowerCase() === name) return at;
  return source.length;
}
