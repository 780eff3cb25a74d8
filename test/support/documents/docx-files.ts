/** DOCX files made for tests, from the XML of their parts. */
import { strToU8, zipSync } from 'fflate';

const SPACE =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wps="urn:wps" xmlns:mc="urn:mc" xmlns:wp="urn:wp" xmlns:a="urn:a"';

export interface DocxParts {
  body: string;
  header?: string;
  footer?: string;
  footnotes?: string;
  styles?: string;
  /** Before the body: the page colour. */
  background?: string;
}

export function docxFile(parts: DocxParts): Uint8Array {
  const part = (name: string, inner: string | undefined) =>
    inner === undefined
      ? {}
      : { [`word/${name}.xml`]: strToU8(`<?xml version="1.0"?><w:root ${SPACE}>${inner}</w:root>`) };
  return zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    'word/document.xml': strToU8(
      `<?xml version="1.0"?><w:document ${SPACE}>${parts.background ?? ''}<w:body>${parts.body}</w:body></w:document>`,
    ),
    ...part('header1', parts.header),
    ...part('footer1', parts.footer),
    ...part('footnotes', parts.footnotes),
    ...part('styles', parts.styles),
  });
}

/** A paragraph of one run. @param run elements of its `w:rPr` @param paragraph elements of its `w:pPr` */
export function para(text: string, run = '', paragraph = ''): string {
  return `<w:p><w:pPr>${paragraph}</w:pPr><w:r><w:rPr>${run}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

/** A table of rows of cells, each cell the XML of its paragraphs. @param cell elements of each `w:tcPr` */
export function table(rows: readonly (readonly string[])[], cell = ''): string {
  const cells = (row: readonly string[]) =>
    row.map((inner) => `<w:tc><w:tcPr>${cell}</w:tcPr>${inner}</w:tc>`).join('');
  return `<w:tbl>${rows.map((row) => `<w:tr>${cells(row)}</w:tr>`).join('')}</w:tbl>`;
}
