/** DOCX to visible lines: headers, body with tables and text boxes, footnotes, footers. */
import type { TextLine } from '../domain/document-text';
import type { Budget } from './budget';
import { isPageNumber } from './clean-text';
import { readPart } from './docx-part';
import { readStyles } from './docx-styles';
import type { HiddenTally } from './hidden-text';
import { refusals } from './refusals';
import type { PlainRead } from './text';
import { tellUnread, textOfXml } from './unread-parts';
import { type Archive, openArchive } from './zip';

/** Word's own file, or what else the zip is, in words for the sentence "This is …". */
export function readZip(bytes: Uint8Array, hidden: HiddenTally, budget: Budget): PlainRead {
  const archive = openArchive(bytes);
  const main = archive.names.find((name) => /^word\/document\d*\.xml$/i.test(name));
  if (!main) throw refusals.unsupported(whatElse(archive));
  return readDocx(archive, main, hidden, budget);
}

function readDocx(archive: Archive, main: string, hidden: HiddenTally, budget: Budget): PlainRead {
  const xml = (name: string) => {
    const data = archive.read(name);
    return data && decodeXml(data);
  };
  const styles = readStyles(xml('word/styles.xml'), budget);
  const part = (name: string) => readPart(xml(name) ?? '', styles, hidden, budget);
  const named = (pattern: RegExp) => archive.names.filter((name) => pattern.test(name)).sort();
  // The header of the first page, of even pages and of the rest often say the same.
  const said = new Set<string>();
  const margin = (names: string[]) =>
    names.flatMap(part).filter((line) => {
      if (isPageNumber(line.text) || said.has(line.text)) return false;
      said.add(line.text);
      return true;
    });
  const headers = margin(named(/^word\/header\d*\.xml$/i));
  const body = part(main);
  const notes = named(/^word\/(?:footnotes|endnotes)\.xml$/i).flatMap(part);
  const footers = margin(named(/^word\/footer\d*\.xml$/i));
  const unread = named(UNREAD).map((name) => textOfXml(xml(name) ?? ''));
  tellUnread([...unread, ...unseenText(xml(main) ?? '')], hidden);
  const lines: TextLine[] = [...headers, ...body, ...notes, ...footers];
  return { lines, pages: 1, warnings: [] };
}

/** Parts of which nothing is on the page. */
const UNREAD =
  /^(?:docProps|customXml)\/[^/]{1,60}\.xml$|^word\/(?:comments[A-Za-z]{0,20}|settings|glossary\/document)\.xml$/;

/** Alternative texts, codes of fields and deleted text of the body. */
function unseenText(xml: string): string[] {
  const elements = [...xml.matchAll(/<w:(instrText|delText)\b[^>]{0,200}>([^<]{4,20000})</g)].map(
    ([, , text = '']) => text,
  );
  const values = [...xml.matchAll(/\s(?:descr|title|alt|w:tooltip)="([^"]{8,2000})"/g)].map(([, value = '']) => value);
  return [elements.join(' '), ...values];
}

function decodeXml(data: Buffer): string {
  const label =
    data[0] === 0xff && data[1] === 0xfe ? 'utf-16le' : data[0] === 0xfe && data[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(label).decode(data);
}

function whatElse(archive: Archive): string {
  const has = (pattern: RegExp) => archive.names.some((name) => pattern.test(name));
  if (has(/^xl\//i)) return 'an Excel workbook';
  if (has(/^ppt\//i)) return 'a PowerPoint presentation';
  if (has(/^content\.xml$/i)) return 'an OpenDocument file';
  if (has(/^META-INF\/container\.xml$/i)) return 'an e-book';
  if (has(/\.pages$|^Index\/Document\.iwa$/i)) return 'an Apple Pages file';
  return 'a zip archive';
}
