/** Finds text that speaks to a model instead of a reader. It is reported and set aside, never obeyed: scores are code, tools have no effects. */
import type { DocumentText } from './document-text';
import { decodedParts, disguiseless, reversedLines } from './injection-disguises';
import { INJECTION_PATTERNS } from './injection-patterns';

export interface InjectionSignal {
  kind: string;
  page: number;
  /** Characters of the match; the text itself is not repeated. */
  characters: number;
}

/** A signal with its place in the text, in UTF-16 offsets. */
export interface InjectionPlace {
  kind: string;
  start: number;
  end: number;
}

/** Enough to act on. */
const MAX_SIGNALS = 50;

/** Signals in order of page, at most 50. */
export function injectionSignals(document: Pick<DocumentText, 'lines'>): InjectionSignal[] {
  // A sentence may run over a line end, so neighbouring lines of a page are searched together.
  return pagesOf(document)
    .flatMap(({ page, text }) =>
      injectionPlaces(text).map(({ kind, start, end }) => ({ kind, page, characters: end - start })),
    )
    .slice(0, MAX_SIGNALS);
}

/**
 * In order, at most 50. Also looks behind look-alike letters, digits for letters, letters set wide, marks on letters,
 * base64, hex and text that is written backwards. Linear: no pattern has a nested repetition.
 */
export function injectionPlaces(text: string): InjectionPlace[] {
  const found: InjectionPlace[] = [];
  const search = (searched: string, place: (start: number, end: number) => [start: number, end: number]) => {
    const folded = lowerCase(searched);
    for (const { kind, pattern } of INJECTION_PATTERNS) {
      for (const match of folded.matchAll(pattern)) {
        const [start, end] = place(match.index, match.index + match[0].length);
        if (!found.some((other) => other.kind === kind && start < other.end && other.start < end))
          found.push({ kind, start, end });
        if (found.length >= MAX_SIGNALS) return;
      }
    }
  };
  search(text, (start, end) => [start, end]);
  const plain = disguiseless(text);
  if (plain !== undefined) search(plain.text, (start, end) => [plain.at(start), plain.at(end - 1) + 1]);
  for (const { text: hidden, start, end } of [...decodedParts(text), ...reversedLines(text)]) {
    search(hidden, () => [start, end]);
  }
  return found.sort((a, b) => a.start - b.start || (a.kind < b.kind ? -1 : 1)).slice(0, MAX_SIGNALS);
}

/** Of the same length, so that places stay: the few letters whose small form is longer are left. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[^\u0130]+/g, (part) => part.toLowerCase());
}

function pagesOf(document: Pick<DocumentText, 'lines'>): { page: number; text: string }[] {
  const pages = new Map<number, string[]>();
  for (const line of document.lines) {
    const texts = pages.get(line.page);
    if (texts) texts.push(line.text);
    else pages.set(line.page, [line.text]);
  }
  return [...pages].map(([page, texts]) => ({ page, text: texts.join('\n') }));
}
