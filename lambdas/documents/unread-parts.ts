/** Parts of a file that nobody reads as its text: looked into only to tell whether they speak to a model. */
import { injectionPlaces } from '../domain/injection';
import type { HiddenTally } from './hidden-text';

/** Characters of such parts that are looked at. */
const MAX_CHARACTERS = 100_000;

/** Counts what speaks to a model in texts that are no part of the page. */
export function tellUnread(texts: Iterable<string>, hidden: HiddenTally, page = 1): void {
  let left = MAX_CHARACTERS;
  for (const text of texts) {
    if (left <= 0) return;
    const part = text.slice(0, left);
    left -= part.length;
    for (const { start, end } of injectionPlaces(part)) hidden.add('unread-part', page, end - start);
  }
}

/** Text and attribute values of an XML part. */
export function textOfXml(xml: string): string {
  const part = xml.slice(0, MAX_CHARACTERS);
  const values = [...part.matchAll(/\s(?:descr|title|alt|tooltip|w:val|w:name)="([^"]{8,2000})"/g)].map(
    ([, value = '']) => value,
  );
  return [part.replace(/<[^<>]*>/g, ' '), ...values].join('\n');
}

/** Comments, attributes and scripts; what elements hold that are not shown is told by the reader itself. */
export function unreadOfHtml(source: string): string[] {
  const part = source.slice(0, MAX_CHARACTERS);
  const values = part.matchAll(
    /\s(?:content|alt|title|aria-label|aria-description|value|placeholder|data-[a-z-]{1,30})\s?=\s?(?:"([^"]{8,2000})"|'([^']{8,2000})')/gi,
  );
  return [...between(source, '<!--', '-->'), ...[...values].map(([, double, single]) => double ?? single ?? '')];
}

/** The groups of an RTF file that hold its properties and its notes to the author. */
export function unreadOfRtf(source: string): string[] {
  return ['{\\info', '{\\annotation', '{\\*\\annotation', '{\\*\\userprops', '{\\*\\docvar', '{\\*\\comment'].flatMap(
    (mark) => between(source, mark, '\n\n').map((text) => text.replace(/\\[a-z]{1,32}-?\d{0,10} ?|[{}]/gi, ' ')),
  );
}

/** What stands between the marks, up to 2,000 characters each. Linear. */
function between(source: string, open: string, close: string): string[] {
  const found: string[] = [];
  for (let at = source.indexOf(open); at >= 0 && found.length < 200; at = source.indexOf(open, at)) {
    const from = at + open.length;
    const end = source.indexOf(close, from);
    at = end < 0 ? source.length : end + close.length;
    found.push(source.slice(from, Math.min(at, from + 2000)));
  }
  return found;
}
