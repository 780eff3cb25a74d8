/** Word 97-2003 files to lines, by word-extractor; other OLE files are told apart first. */
import WordExtractor from 'word-extractor';
import type { HiddenTally } from './hidden-text';
import { checkChains, oleEntries } from './ole';
import { refusals } from './refusals';
import { type PlainRead, plainLine } from './text';

export async function readOle(bytes: Uint8Array, hidden: HiddenTally): Promise<PlainRead> {
  checkChains(bytes);
  const names = oleEntries(bytes);
  if (names.has('EncryptedPackage') || names.has('EncryptionInfo')) throw refusals.encrypted();
  const main = names.get('WordDocument');
  if (main === undefined) throw refusals.unsupported(whatElse(names));
  // [MS-DOC] 2.5.2: bit 8 of the flags at offset 10 says that the file is encrypted.
  if (((bytes[main + 11] ?? 0) & 1) === 1) throw refusals.encrypted();
  const word = await new WordExtractor().extract(Buffer.from(bytes)).catch((error: unknown) => {
    throw refusals.corrupted(error);
  });
  // The package would else turn dashes and quotes into ASCII.
  const raw = { filterUnicode: false };
  const parts = [
    word.getHeaders({ ...raw, includeFooters: false }),
    word.getBody(raw),
    word.getTextboxes({ ...raw, includeHeadersAndFooters: true, includeBody: true }),
    word.getFootnotes(raw),
    word.getEndnotes(raw),
    word.getFooters(raw),
  ];
  const lines = parts.flatMap((part) =>
    part.split(/[\r\n\v\f\x07]/).flatMap((line) => plainLine(line, 1, hidden) ?? []),
  );
  return { lines, pages: 1, warnings: [] };
}

function whatElse(names: ReadonlyMap<string, number>): string {
  if (names.has('Workbook') || names.has('Book')) return 'an Excel workbook';
  if (names.has('PowerPoint Document')) return 'a PowerPoint presentation';
  if ([...names.keys()].some((name) => name.startsWith('__substg1.0_'))) return 'an Outlook message';
  return 'an Office file that is not a Word document';
}
