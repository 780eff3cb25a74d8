/** One honest resume in every format, with a place in each where an attack goes; without one it is the clean twin. */
import { strToU8, unzipSync, zipSync } from 'fflate';
import { type DocxParts, docxFile, para } from '../support/documents/docx-files';
import { pdfFile, put, rawPdf, rawStream } from '../support/documents/pdf-files';

export const RESUME = [
  'Adaeze Quillington',
  'Leeds, UK | adaeze.quillington@example.com | 01632 960177',
  'SUMMARY',
  'Bookkeeper with nine years in small firms, who likes ledgers that balance.',
  'EXPERIENCE',
  'Senior Bookkeeper, Harbour Lights Cafe Group, Leeds, 2019 - present',
  'Prepares the monthly accounts and the VAT returns in Xero for six cafes.',
  'Trained two trainees in payroll and bank reconciliation.',
  'Bookkeeper, Brook and Sons, York, 2015 - 2019',
  'Kept sales and purchase ledgers in Sage for a builder of 30 people.',
  'EDUCATION',
  'AAT Level 3 Diploma, Leeds City College, 2015',
  'SKILLS',
  'Xero, Sage, Excel, Payroll, VAT',
] as const;

/** After the summary: between two sections that are read. */
const PLACE = 4;
const withLines = (lines: readonly string[]) => [...RESUME.slice(0, PLACE), ...lines, ...RESUME.slice(PLACE)];

export const textWith = (...lines: string[]): Uint8Array => strToU8(withLines(lines).join('\n'));

const paragraphs = (lines: readonly string[]) => lines.map((line) => `<p>${line}</p>`).join('\n');
export function htmlWith(inner: string, head = ''): Uint8Array {
  const [before, after] = [RESUME.slice(0, PLACE), RESUME.slice(PLACE)];
  return strToU8(
    `<!doctype html><html><head><meta charset="utf-8">${head}</head><body>\n${paragraphs(before)}\n${inner}\n${paragraphs(after)}\n</body></html>`,
  );
}

/** @param inner XML put into the body @param extra further entries of the archive, by name */
export function docxWith(
  inner: string,
  parts: Partial<DocxParts> = {},
  extra: Record<string, string> = {},
): Uint8Array {
  const line = (text: string) => para(text);
  const body = [...RESUME.slice(0, PLACE).map(line), inner, ...RESUME.slice(PLACE).map(line)].join('');
  const file = docxFile({ body, ...parts });
  const more = Object.fromEntries(Object.entries(extra).map(([name, xml]) => [name, strToU8(xml)]));
  return zipSync({ ...unzipSync(file), ...more });
}

export function rtfWith(inner: string, head = ''): Uint8Array {
  const lines = (some: readonly string[]) => some.map((line) => `${line}\\par`).join('\n');
  return strToU8(
    `{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red255\\green255\\blue255;\\red0\\green0\\blue0;}${head}\\fs22\n${lines(RESUME.slice(0, PLACE))}\n${inner}\n${lines(RESUME.slice(PLACE))}\n}`,
  );
}

/** @param attack draws on the page, which ends at 595 by 842 points */
export function pdfWith(
  attack: (pdf: PDFKit.PDFDocument) => void = () => undefined,
  options: ConstructorParameters<typeof import('pdfkit')>[0] = {},
): Promise<Uint8Array> {
  return pdfFile((pdf) => {
    RESUME.forEach((line, at) => {
      pdf.fillColor('black');
      put(pdf, line, 40, 40 + at * 22, 11);
    });
    attack(pdf);
  }, options);
}

/** A PDF by hand, with a layer that is switched off. @param inLayer what the layer holds, in operators */
export function pdfWithLayer(inLayer: string): Uint8Array {
  const lines = RESUME.map((line, at) => `BT /F1 11 Tf 40 ${780 - at * 22} Td (${line}) Tj ET`).join('\n');
  const content = `${lines}\n/OC /Off BDC ${inLayer} EMC`;
  return rawPdf([
    '<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >> >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /Properties << /Off 6 0 R >> >> >>',
    rawStream(Buffer.from(content)),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Type /OCG /Name (Off) >>',
  ]);
}
