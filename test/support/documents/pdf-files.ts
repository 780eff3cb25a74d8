/** PDF files made for tests: with pdfkit where it draws what is asked, by hand where a file must be wrong. */
import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';

export type PdfOptions = ConstructorParameters<typeof PDFDocument>[0];

/** What `draw` draws on A4 pages with a margin of 40 points. */
export function pdfFile(draw: (pdf: PDFKit.PDFDocument) => void, options: PdfOptions = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pdf = new PDFDocument({ size: 'A4', margin: 40, ...options });
    const parts: Buffer[] = [];
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
    draw(pdf);
    pdf.end();
  });
}

/** One line of text that is never wrapped. */
export function put(pdf: PDFKit.PDFDocument, text: string, x: number, y: number, size = 10, options = {}): void {
  pdf.fontSize(size).text(text, x, y, { lineBreak: false, ...options });
}

/** A PDF of numbered objects, the first being the catalogue. */
export function rawPdf(objects: readonly (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  objects.forEach((object, index) => {
    const part = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      typeof object === 'string' ? Buffer.from(object, 'latin1') : object,
      Buffer.from('\nendobj\n'),
    ]);
    offsets.push(length);
    length += part.length;
    parts.push(part);
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF`;
  parts.push(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${trailer}`));
  return Buffer.concat(parts);
}

/** A stream object. @param dictionary further entries, such as the filter */
export function rawStream(data: Buffer, dictionary = ''): Buffer {
  return Buffer.concat([
    Buffer.from(`<< /Length ${data.length} ${dictionary} >>\nstream\n`),
    data,
    Buffer.from('\nendstream'),
  ]);
}

/** A page whose content is the stream object given; font F1 is Helvetica. @param extra objects from number 6 on */
export function rawPage(content: Buffer, resources = '', extra: readonly (string | Buffer)[] = []): Buffer {
  return rawPdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> ${resources} >> >>`,
    content,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...extra,
  ]);
}

export function contentPage(operators: string): Buffer {
  return rawPage(rawStream(deflateSync(Buffer.from(operators, 'latin1')), '/Filter /FlateDecode'));
}

/** Pages of one line each. */
export function manyPages(count: number): Buffer {
  const objects: (string | Buffer)[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${Array.from({ length: count }, (_, at) => `${4 + 2 * at} 0 R`).join(' ')}] /Count ${count} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  for (let at = 0; at < count; at++)
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${5 + 2 * at} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
      rawStream(Buffer.from(`BT /F1 12 Tf 50 400 Td (Assignment ${at + 1} of a long career in bakeries) Tj ET`)),
    );
  return rawPdf(objects);
}
