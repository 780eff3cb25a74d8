/** Takes out of a text what is not meant for a reader, before anything reads it: sentences to a model, and heaps of keywords. */
import type { DocumentText, TextLine } from './document-text';
import { type InjectionSignal, injectionPlaces } from './injection';
import { STUFFING, skillHeaps, withoutRepeats } from './keyword-stuffing';
import type { SkillTaxonomy } from './skills';

export interface SetAside<T> {
  rest: T;
  /** What was taken out, by page; nothing of the text itself. */
  signals: InjectionSignal[];
}

/** For the caller, beside the signals. */
export const SET_ASIDE_WARNING =
  'Text that speaks to a model, or repeats keywords, was not read: see security.signals.';

/** Characters that a sentence is looked for on both sides of what was found. */
const SENTENCE = 400;
const MAX_SIGNALS = 50;

/** The document as readers and models get it. A document without such text is the same object. Pure; linear. */
export function setAside(document: DocumentText, taxonomy: Pick<SkillTaxonomy, 'find'>): SetAside<DocumentText> {
  const signals: InjectionSignal[] = [];
  const pages = new Map<number, TextLine[]>();
  for (const line of document.lines) {
    const ofPage = pages.get(line.page);
    if (ofPage) ofPage.push(line);
    else pages.set(line.page, [line]);
  }
  const lines = [...pages].flatMap(([page, ofPage]) => {
    const texts = ofPage.map((line) => line.text);
    const kept = cut(texts, taxonomy, (kind, characters) => signals.push({ kind, page, characters }));
    return ofPage.flatMap((line, at) => {
      const text = kept[at] ?? '';
      return text === line.text ? [line] : text === '' ? [] : [{ ...line, text }];
    });
  });
  return signals.length === 0
    ? { rest: document, signals }
    : { rest: { ...document, lines }, signals: signals.slice(0, MAX_SIGNALS) };
}

/** The same for a text of lines, such as the description of a job. */
export function setAsideText(text: string, taxonomy: Pick<SkillTaxonomy, 'find'>): SetAside<string> {
  const signals: InjectionSignal[] = [];
  const lines = text.split('\n');
  const kept = cut(lines, taxonomy, (kind, characters) => signals.push({ kind, page: 1, characters }));
  if (signals.length === 0) return { rest: text, signals };
  return {
    rest: kept.filter((line, at) => line !== '' || lines[at] === '').join('\n'),
    signals: signals.slice(0, MAX_SIGNALS),
  };
}

/** Each line without what was taken out of it; what is not to be read at all is empty. */
function cut(
  given: readonly string[],
  taxonomy: Pick<SkillTaxonomy, 'find'>,
  report: (kind: string, characters: number) => void,
): string[] {
  const lines = given.map((line) => {
    const once = withoutRepeats(line);
    if (once !== undefined) report(STUFFING, line.length - once.length);
    return once ?? line;
  });
  for (const { from, to } of skillHeaps(lines, taxonomy)) {
    report(STUFFING, lines.slice(from, to).join('\n').length);
    lines.fill('', from, to);
  }
  const text = lines.join('\n');
  const ranges = injectionPlaces(text).map(({ kind, start, end }) => {
    report(kind, end - start);
    return sentenceAround(text, start, end);
  });
  if (ranges.length === 0) return lines;
  const letters = text.split('');
  for (const { from, to } of ranges) {
    for (let at = from; at < to; at++) if (letters[at] !== '\n') letters[at] = '\u0000';
  }
  return letters
    .join('')
    .split('\n')
    .map((line) =>
      line.includes('\u0000')
        ? line
            .replace(/\u0000+/g, ' ')
            .replace(/ {2,}/g, ' ')
            .trim()
        : line,
    )
    .map((line) => (/[\p{L}\p{N}]/u.test(line) ? line : ''));
}

/** From the end of the sentence or line before to the end of the one it ends in. */
function sentenceAround(text: string, start: number, end: number): { from: number; to: number } {
  let from = start;
  while (from > 0 && start - from < SENTENCE && !isEnd(text, from - 1)) from--;
  let to = end;
  while (to < text.length && to - end < SENTENCE && !isEnd(text, to - 1)) to++;
  return { from, to: Math.max(to, end) };
}

/** A line end, or a full stop or the like before a blank and no small letter. */
function isEnd(text: string, at: number): boolean {
  const sign = text[at] ?? '';
  return (
    sign === '\n' ||
    /[。！？।]/.test(sign) ||
    (/[.!?]/.test(sign) && /^(?:\s+(?!\p{Ll})|$)/u.test(text.slice(at + 1, at + 4)))
  );
}
