/** Finds a quote in a document, whatever its case, blanks and punctuation, and says on which line it stands. */
import type { DocumentText } from './document-text';

export interface Place {
  /** As the document writes it. */
  quote: string;
  /** 1-based. */
  line: number;
  page: number;
  /** UTF-16 offsets in the lines joined by `\n`. */
  span: [number, number];
}

export interface TextLocator {
  /** The first place at or after offset `from` (else the first of all), or undefined when the text does not say it. */
  locate(quote: string, from?: number): Place | undefined;
  /** Share, 0 to 1, of the quote's words that the document contains somewhere. */
  wordShare(quote: string): number;
}

/** Han, kana: written without blanks between words. */
const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff]/;
const WORD = /[\p{L}\p{M}\p{N}+#@]+/gu;

/** Folds to lower-case words parted by one blank; `+ # @` stay, as C++, C# and e-mail addresses need them. */
export function foldText(text: string): string {
  return (text.normalize('NFKC').toLowerCase().match(WORD) ?? []).join(' ');
}

/** Linear in the text to build; one scan of the folded text a look-up. */
export function textLocator(document: Pick<DocumentText, 'lines'>): TextLocator {
  const text = document.lines.map((line) => line.text).join('\n');
  const starts: number[] = [];
  let offset = 0;
  for (const line of document.lines) {
    starts.push(offset);
    offset += line.text.length + 1;
  }
  const { folded, origins, ends } = foldWithOrigins(text);
  const words = new Set(folded.split(' '));

  /** Index of the line that holds an offset, by bisection. */
  const lineAt = (position: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  /** First hit at or after a folded position that begins and ends at word borders; scripts without blanks have none. */
  const find = (needle: string, from: number): number => {
    if (UNSPACED.test(needle)) return folded.indexOf(needle, from);
    for (let at = folded.indexOf(needle, from); at >= 0; at = folded.indexOf(needle, at + 1)) {
      const after = folded[at + needle.length];
      if ((at === 0 || folded[at - 1] === ' ') && (after === undefined || after === ' ')) return at;
    }
    return -1;
  };

  return {
    locate(quote, from = 0) {
      const needle = foldText(quote);
      if (needle === '') return undefined;
      let at = from > 0 ? find(needle, firstAtOrAfter(origins, from)) : -1;
      if (at < 0) at = find(needle, 0);
      if (at < 0) return undefined;
      const start = origins[at] as number;
      const end = ends[at + needle.length - 1] as number;
      const line = lineAt(start);
      return {
        quote: text.slice(start, end),
        line: line + 1,
        page: document.lines[line]?.page ?? 1,
        span: [start, end],
      };
    },
    wordShare(quote) {
      const asked = foldText(quote).split(' ').filter(Boolean);
      return asked.length === 0 ? 0 : asked.filter((word) => words.has(word)).length / asked.length;
    },
  };
}

/** The folded text and, for each of its UTF-16 units, where the word it belongs to begins and ends in the original. */
function foldWithOrigins(text: string): { folded: string; origins: number[]; ends: number[] } {
  const parts: string[] = [];
  const origins: number[] = [];
  const ends: number[] = [];
  for (const match of text.matchAll(/\S+/gu)) {
    // NFKC can turn one character into several words, so a run without blanks is folded as a whole and shares its origin
    // unless folding keeps its length, as it nearly always does: then every unit has its own.
    const run = match[0];
    const plain = run.normalize('NFKC').toLowerCase();
    const exact = plain.length === run.length;
    for (const word of plain.matchAll(WORD)) {
      if (parts.length > 0) {
        origins.push(match.index);
        ends.push(match.index);
      }
      parts.push(word[0]);
      for (let i = 0; i < word[0].length; i++) {
        origins.push(exact ? match.index + word.index + i : match.index);
        ends.push(exact ? match.index + word.index + i + 1 : match.index + run.length);
      }
    }
  }
  return { folded: parts.join(' '), origins, ends };
}

/** First index whose value is at least `value`, in an array that never falls. */
function firstAtOrAfter(values: readonly number[], value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
