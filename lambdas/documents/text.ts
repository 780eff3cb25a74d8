/** Plain text: its encoding, its line ends and pages, and the bullet signs people type. */
import type { TextLine } from '../domain/document-text';
import { MAX_PAGES, MAX_TEXT_CHARACTERS } from '../domain/limits';
import { cleanLine, mapSymbolBullets, takeBullet } from './clean-text';
import type { HiddenTally } from './hidden-text';
import { refusals } from './refusals';
import { columnsApart } from './text-columns';

/** Characters of a file above which it is not even looked at: there may be blanks to drop, but not that many. */
const MAX_RAW_CHARACTERS = 4 * MAX_TEXT_CHARACTERS;

export interface PlainRead {
  lines: TextLine[];
  pages: number;
  warnings: string[];
}

/** Non-blank lines; a form feed starts a page; `gapAbove` is absent, so a blank line shows as nothing. */
export function readText(text: string, hidden: HiddenTally): PlainRead {
  if (text.length > MAX_RAW_CHARACTERS) throw refusals.tooMuchText();
  const lines: TextLine[] = [];
  const sheets = text.split('\f');
  const warnings = pagesWarning(sheets.length);
  sheets.slice(0, MAX_PAGES).forEach((sheet, index) => {
    for (const raw of columnsApart(sheet.split(/\r\n|[\n\r\v\u0085\u2028\u2029]/))) {
      const line = plainLine(raw, index + 1, hidden);
      if (line) lines.push(line);
    }
  });
  return { lines, pages: Math.min(sheets.length, MAX_PAGES), warnings };
}

/** One line without layout, or undefined when nothing of it can be seen. Runs of three blanks count as a tab. */
export function plainLine(raw: string, page: number, hidden: HiddenTally): TextLine | undefined {
  const { text, bullet } = takeBullet(cleanLine(mapSymbolBullets(raw).replace(/ {3,}/g, '\t'), page, hidden));
  if (text === '') return undefined;
  return bullet ? { text, page, bullet } : { text, page };
}

/** The sentence about pages that are not read, if there are any. */
export function pagesWarning(pages: number): string[] {
  return pages > MAX_PAGES ? [`Only the first ${MAX_PAGES} of ${pages} pages were read.`] : [];
}
