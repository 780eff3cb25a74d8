/** HTML to visible lines: blocks, lists, headings and table rows, without what CSS or an attribute hides. */
import type { TextLine } from '../domain/document-text';
import type { Budget } from './budget';
import { cleanLine, collapseBlanks, takeBullet } from './clean-text';
import { decodeBytes } from './code-pages';
import { type HiddenTally, WHITE } from './hidden-text';
import { addRules, type Rules, type Sight, sightOf } from './html-styles';
import { attributesOf, scanMarkup } from './markup';
import { joinCells } from './table-rows';
import type { PlainRead } from './text';
import { decodeText } from './text-encoding';
import { tellUnread, unreadOfHtml } from './unread-parts';

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
/** Never shown as text. */
const UNSHOWN = new Set(
  'head template noscript svg math select option datalist object audio video canvas map'.split(' '),
);
/** Characters of what is not shown that are looked at. */
const MAX_UNREAD = 20_000;
/** Elements that stay open beyond this are counted, not kept: a hostile page nests 100,000. */
const MAX_DEPTH = 512;

interface Open {
  name: string;
  sight: Sight;
  unshown: boolean;
}

export function readHtml(bytes: Uint8Array, hidden: HiddenTally, budget: Budget): PlainRead {
  const source = decodeHtml(bytes);
  const rules: Rules = new Map();
  const root: Open = {
    name: '',
    sight: { hidden: undefined, colour: [0, 0, 0], ground: WHITE, size: 12, bold: false },
    unshown: false,
  };
  const stack: Open[] = [root];
  /** How many of each name are open, so that a stray end tag costs nothing. */
  const open = new Map<string, number>();
  let tooDeep = 0;

  const sinks: TextLine[][] = [[]];
  const rows: TextLine[][][] = [];
  let unread = '';
  let text = '';
  let boldCharacters = 0;
  let size: number | undefined;
  let heading = false;
  let item = false;

  const top = () => stack.at(-1) ?? root;
  const flush = () => {
    if (text === '') return;
    const cleaned = takeBullet(cleanLine(text, 1, hidden));
    if (cleaned.text !== '') {
      sinks.at(-1)?.push({
        text: cleaned.text,
        page: 1,
        ...(size === undefined ? {} : { fontSize: Math.round(size * 10) / 10 }),
        bold: boldCharacters > text.trim().length * 0.6,
        ...(heading ? { heading } : {}),
        ...(item || cleaned.bullet ? { bullet: true } : {}),
      });
      item = false;
    }
    text = '';
    boldCharacters = 0;
    size = undefined;
  };
  const closeElement = (name: string) => {
    if (!INLINE.has(name)) flush();
    if (/^h[1-6]$/.test(name)) heading = false;
    if (name === 'li') item = false;
    if ((name === 'td' || name === 'th') && sinks.length > 1) rows.at(-1)?.push(sinks.pop() ?? []);
    if (name === 'tr' && rows.length > 0) for (const line of joinCells(rows.pop() ?? [])) sinks.at(-1)?.push(line);
  };
  const pop = () => {
    const last = stack.pop();
    if (!last) return;
    open.set(last.name, (open.get(last.name) ?? 1) - 1);
    closeElement(last.name);
  };
  const popThrough = (name: string, barrier: RegExp) => {
    if (!open.get(name)) return false;
    for (let at = stack.length - 1; at > 0; at--) {
      const element = stack[at];
      if (element?.name === name) {
        while (stack.length > at) pop();
        return true;
      }
      if (element && barrier.test(element.name)) return false;
    }
    return false;
  };

  scanMarkup(
    source,
    budget,
    {
      open(name, raw, selfClosing) {
        if (name === 'br') {
          flush();
          return;
        }
        // End tags that authors leave out.
        if (name === 'li') popThrough('li', /^(?:ul|ol)$/);
        else if (name === 'td' || name === 'th') popThrough('td', /^tr$/) || popThrough('th', /^tr$/);
        else if (name === 'tr') popThrough('tr', /^table$/);
        else if (!INLINE.has(name)) popThrough('p', /^(?!p$)(?:div|td|th|li|section|table|body)$/);
        if (!INLINE.has(name)) flush();
        if (VOID.has(name) || (selfClosing && !INLINE.has(name))) return;
        if (stack.length >= MAX_DEPTH) {
          tooDeep++;
          return;
        }
        const parent = top();
        open.set(name, (open.get(name) ?? 0) + 1);
        stack.push({
          name,
          sight: sightOf(name, attributesOf(raw), parent.sight, rules),
          unshown: parent.unshown || UNSHOWN.has(name),
        });
        if (/^h[1-6]$/.test(name)) heading = true;
        if (name === 'li') item = true;
        if (name === 'tr') rows.push([]);
        if ((name === 'td' || name === 'th') && rows.length > 0) sinks.push([]);
      },
      close(name) {
        if (tooDeep > 0) {
          tooDeep--;
          flush();
          return;
        }
        popThrough(name, /^(?:td|th|table)$/) || (name === 'table' && popThrough('table', /^$/));
      },
      text(part) {
        const { sight, unshown } = top();
        if (unshown) {
          if (unread.length < MAX_UNREAD) unread += part;
          return;
        }
        budget.spend(part.length < 64 ? part.length : collapseBlanks(part).length);
        if (sight.hidden) {
          hidden.add(sight.hidden, 1, part.trim().length);
          return;
        }
        const preformatted = (open.get('pre') ?? 0) > 0;
        const pieces = preformatted ? part.split(/\r?\n/) : [part.replace(/\s+/g, ' ')];
        pieces.forEach((piece, at) => {
          if (at > 0) flush();
          text += piece;
          if (sight.bold) boldCharacters += piece.trim().length;
          if (piece.trim() !== '') size ??= sight.size;
        });
      },
    },
    {
      rawText(name, raw) {
        if (name === 'style') addRules(rules, raw);
        else if (unread.length < MAX_UNREAD) unread += `\n${raw.slice(0, MAX_UNREAD)}`;
      },
    },
  );
  while (stack.length > 1) pop();
  flush();
  tellUnread([unread, ...unreadOfHtml(source)], hidden);
  return { lines: sinks.flat(), pages: 1, warnings: [] };
}

/** By mark or valid UTF-8 first, else by the charset that the page states, else Windows-1252. */
function decodeHtml(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1');
  const label = /<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?([\w-]{2,20})/i.exec(head)?.[1];
  const text = decodeText(bytes);
  if (!label || /^utf-?(?:8|16)/i.test(label)) return text;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /[^\x00-\x7f]/.test(head) || !/^(?:iso-2022|utf-7)/i.test(label) ? text : decodeBytes(label, bytes);
  } catch {
    try {
      return decodeBytes(label, bytes);
    } catch {
      return text;
    }
  }
}
