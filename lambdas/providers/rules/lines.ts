/** The lines of a document made ready for reading: blanks counted, bullets taken off, huge lines cut, dates found. */
import { findDateRanges, type RangeMention } from '../../domain/dates';
import type { TextLine } from '../../domain/document-text';

export interface Line {
  /** Position among the prepared lines. */
  index: number;
  text: string;
  words: number;
  page: number;
  bullet: boolean;
  /** The format marks it as a heading. */
  heading: boolean;
  bold: boolean;
  /** 0 where the format does not tell it. */
  fontSize: number;
  x: number | undefined;
  /** White space above: an empty line, or a gap larger than usual. */
  spaceAbove: boolean;
  /** All letters are capitals. */
  upper: boolean;
  dates: RangeMention[];
}

const LONG = 600;
const BULLET =
  /^[\s\u200b]*(?:[•●▪■□▫◦○‣⁃∙·➢➤►▶▸✓✔❖✦★☆※→»\uf0b7\uf0a7\uf0d8\uf0fc\uf076Ⴙ]+|[-–—*o+>](?=\s)|\(?(?:\d{1,2}|[a-h])\)(?=\s))[\s\u200b]*/u;
/** Signs of no width, but inside a word: there they would join what the document parts. */
const NO_WIDTH = /(?<![\p{L}\p{N}])[\u200b-\u200d\u2060\ufeff]+|[\u200b-\u200d\u2060\ufeff]+(?![\p{L}\p{N}])/gu;
const ONLY_SIGNS = /^[\s•●▪■□▫◦○‣⁃∙·➢➤►▶▸✓✔❖✦★☆※→»\uf0b7\uf0a7\uf0d8\uf0fc\uf076\p{P}\p{S}_]*$/u;

/** Splits lines that hold a whole text (an export without line ends), so that no rule ever scans a huge line. */
function* pieces(text: string): Generator<string> {
  if (text.length <= LONG) {
    yield text;
    return;
  }
  for (const part of text.split(/\t{2,}| {3,}|(?=[•●▪■➢➤])/)) {
    for (let at = 0; at < part.length; ) {
      let end = Math.min(part.length, at + LONG);
      if (end < part.length) {
        const window = part.slice(at, end);
        const stop = window.lastIndexOf('. ');
        const blank = window.lastIndexOf(' ');
        if (stop > LONG / 4) end = at + stop + 1;
        else if (blank > 0) end = at + blank;
      }
      yield part.slice(at, end);
      at = end;
    }
  }
}

/** Cuts behind the dates of a line that goes on as running text; undefined for every other line. */
function splitTold(text: string): [string, string] | undefined {
  if (text.length < 60 || !/\d\d/.test(text)) return undefined;
  const range = findDateRanges(text.slice(0, 180)).find(({ to, range: { isCurrent } }) => to !== null || isCurrent);
  if (range === undefined || range.start > 120) return undefined;
  const rest = text.slice(range.end);
  if (range.start < 4) {
    const end = /\p{L}{4}\.\s+(?=[\p{Lu}\d])/u.exec(rest.slice(4, 130));
    const at = end === null ? 0 : range.end + 4 + end.index + end[0].length;
    return end === null || text.length - at < 15 ? undefined : [text.slice(0, at).trimEnd(), text.slice(at)];
  }
  const stop = /^\s*(?:\([^()]{0,30}\)|\))?\s*[.:;]\s+(?=[\p{Lu}\d])/u.exec(rest);
  if (stop === null || rest.length - stop[0].length < 25) return undefined;
  return [text.slice(0, range.end), rest.slice(stop[0].length)];
}

function usualGap(lines: readonly TextLine[]): number {
  const gaps = lines
    .map((line) => line.gapAbove ?? 0)
    .filter((gap) => gap > 0)
    .sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? 0;
}

/** Lines that hold something, in order. Linear in the length of the document. */
export function prepareLines(source: readonly TextLine[]): Line[] {
  const usual = usualGap(source);
  const lines: Line[] = [];
  let blank = false;
  let pendingBullet = false;
  for (const line of source) {
    for (const piece of pieces(line.text)) {
      const bullet = BULLET.exec(piece);
      const text = (bullet ? piece.slice(bullet[0].length) : piece).replace(NO_WIDTH, '').trim();
      if (text === '' || ONLY_SIGNS.test(text)) {
        if (bullet !== null && !pendingBullet) pendingBullet = true;
        else blank ||= piece.trim() === '';
        continue;
      }
      const last = lines[lines.length - 1];
      if (/^:\s*\S/.test(text) && last !== undefined && last.words <= 5 && !last.text.includes(':')) {
        // The value of a table's row, put below its label.
        Object.assign(last, { text: `${last.text} ${text}`, words: last.words + text.split(/\s+/).length });
        last.dates = findDateRanges(last.text);
        continue;
      }
      const gap = line.gapAbove ?? 0;
      const told = splitTold(text);
      if (told !== undefined) {
        // "Buyer, Acme, 2015 to 2019. Ran the …": the header is a line of its own.
        for (const [i, part] of told.entries()) {
          lines.push({
            index: lines.length,
            text: part,
            words: part.split(/\s+/).length,
            page: line.page,
            bullet: i === 0 && (line.bullet === true || bullet !== null) && told[0].length < 30,
            heading: false,
            bold: false,
            fontSize: line.fontSize ?? 0,
            x: line.x,
            spaceAbove: i === 0 && blank,
            upper: false,
            dates: findDateRanges(part),
          });
        }
        blank = false;
        pendingBullet = false;
        continue;
      }
      lines.push({
        index: lines.length,
        text,
        words: text.split(/\s+/).length,
        page: line.page,
        bullet: line.bullet === true || bullet !== null || pendingBullet,
        heading: line.heading === true,
        bold: line.bold === true,
        fontSize: line.fontSize ?? 0,
        x: line.x,
        spaceAbove: blank || (gap > 0 && gap > usual * 1.4),
        upper: text === text.toUpperCase() && text !== text.toLowerCase(),
        dates: /\d|[Xx]{4}/.test(text) ? findDateRanges(text) : [],
      });
      blank = false;
      pendingBullet = false;
    }
  }
  return joinSplitDates(lines);
}

const dateOnly = (line: Line) => {
  const date = line.dates[0];
  return (
    line.dates.length === 1 && date !== undefined && date.to === null && line.text.length - (date.end - date.start) <= 3
  );
};
/** "Present: Technician, Acme" under a line that holds "2001" only. */
const GOES_ON = /^\W{0,2}(?:present|current|now|till date|to date|(?:19|20)\d\d)\s*:\s*\S/i;
const PRESENT_LINE =
  /^\W{0,3}(?:(?:to|till|until)\s)?(?:present|current|currently|now|today|ongoing|(?:till|to) date|heute|actual|actualidad|presente|atual|oggi|heden|aujourd['’]hui)\W{0,3}$/i;

/** A range broken over two lines ("Mar 2014" / "current") is put on one; both dates stay as written. */
function joinSplitDates(lines: readonly Line[]): Line[] {
  const joined: Line[] = [];
  for (const line of lines) {
    const last = joined[joined.length - 1];
    const open = last?.dates[last.dates.length - 1];
    const ends = last !== undefined && open !== undefined && open.to === null && last.text.length - open.end <= 6;
    const goesOn = last !== undefined && dateOnly(last) && GOES_ON.test(line.text);
    if (
      last !== undefined &&
      ends &&
      !open.range.isCurrent &&
      (dateOnly(line) || PRESENT_LINE.test(line.text) || goesOn)
    ) {
      const text = `${last.text}\t${line.text}`;
      const dates = findDateRanges(text);
      if (dates.some((date) => date.to !== null && date.start === open.start)) {
        joined[joined.length - 1] = { ...last, text, words: last.words + line.words, dates };
        continue;
      }
    }
    joined.push({ ...line, index: joined.length });
  }
  return joined;
}
