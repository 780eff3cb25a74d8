/** Files built to take all the time or memory there is, each as small as it can be and sound enough to be opened. */
import { deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import type { ErrorCode } from '../../../lambdas/domain/errors';
import { docxFile, para } from './docx-files';
import { contentPage, manyPages, rawPage, rawPdf, rawStream } from './pdf-files';

export interface HostileFile {
  name: string;
  bytes(): Uint8Array;
  /** The refusal it ends with, or `read` where what can be seen is read. */
  ends: ErrorCode | 'read';
  /** Only the clock or the memory ends it: everything about it is sound but for its size. */
  stopped?: true;
}

const packed = (bytes: Uint8Array) => deflateSync(bytes, { level: 6 });
const blanks = () => Buffer.alloc(80_000_000, 32);
const filler = 'Ran a bakery with five ovens and a staff of twelve.';

/** Twelve forms, each drawing the next ten times: ten to the twelfth drawings. */
export function formsInForms(): Buffer {
  const form = (next: number, last: boolean) =>
    rawStream(
      Buffer.from(last ? 'BT ET' : '/X Do '.repeat(10)),
      `/Type /XObject /Subtype /Form /BBox [0 0 600 800] ${last ? '' : `/Resources << /XObject << /X ${next} 0 R >> >>`}`,
    );
  const forms = Array.from({ length: 12 }, (_, at) => form(7 + at, at === 11));
  return rawPage(rawStream(Buffer.from('/X Do')), '/XObject << /X 6 0 R >>', forms);
}

/** LZW codes of 9 to 12 bits that only repeat what came before: each unpacks to more than the one before it. */
export function lzwBomb(clears: number): Buffer {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  const write = (code: number, width: number) => {
    held = (held << width) | code;
    bits += width;
    for (; bits >= 8; bits -= 8) bytes.push((held >> (bits - 8)) & 255);
    held &= (1 << bits) - 1;
  };
  for (let clear = 0; clear < clears; clear++) {
    write(256, clear === 0 ? 9 : 12);
    write(32, 9);
    for (let next = 258; next < 4093; next++)
      write(next, next + 1 < 512 ? 9 : next + 1 < 1024 ? 10 : next + 1 < 2048 ? 11 : 12);
  }
  write(257, 12);
  write(0, 8);
  return Buffer.from(bytes);
}

/** A page of one line of text, and of more. */
const page = (operators: string) => contentPage(`BT /F1 12 Tf 50 700 Td (${filler}) Tj ET ${operators}`);

export const hostileFiles: readonly HostileFile[] = [
  {
    name: 'PDF that unpacks to 80 MB',
    bytes: () => rawPage(rawStream(packed(blanks()), '/Filter /FlateDecode')),
    ends: 'DOCUMENT_TOO_COMPLEX',
  },
  {
    name: 'PDF packed twice',
    bytes: () => rawPage(rawStream(packed(packed(blanks())), '/Filter [/FlateDecode /FlateDecode]')),
    ends: 'DOCUMENT_TOO_COMPLEX',
  },
  {
    name: 'PDF packed by LZW',
    bytes: () => rawPage(rawStream(lzwBomb(150), '/Filter /LZWDecode')),
    ends: 'DOCUMENT_TOO_COMPLEX',
  },
  {
    name: 'PDF of a million texts',
    bytes: () => contentPage(`BT /F1 9 Tf ${'(a) Tj '.repeat(1e6)} ET`),
    ends: 'DOCUMENT_TOO_COMPLEX',
  },
  {
    name: 'PDF of a million lines',
    bytes: () => page('0 0 m 9 9 l S '.repeat(1e6)),
    ends: 'DOCUMENT_TOO_COMPLEX',
    stopped: true,
  },
  { name: 'PDF of forms in forms', bytes: formsInForms, ends: 'DOCUMENT_TOO_COMPLEX', stopped: true },
  { name: 'PDF of 10,000 pages', bytes: () => manyPages(10_000), ends: 'read' },
  {
    name: 'PDF whose pages go in a circle',
    bytes: () =>
      rawPdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 >>']),
    ends: 'DOCUMENT_CORRUPTED',
  },
  {
    name: 'PDF of arrays 200,000 deep',
    bytes: () => rawPdf([`<< /Type /Catalog /Pages 2 0 R /X ${'['.repeat(2e5)}${']'.repeat(2e5)} >>`, '<< >>']),
    ends: 'DOCUMENT_CORRUPTED',
  },
  {
    name: 'PDF font that maps four billion codes',
    bytes: () =>
      rawPage(
        rawStream(Buffer.from(`BT /F1 12 Tf 50 700 Td (${filler}) Tj /F2 12 Tf (ab) Tj ET`)),
        '/Font << /F1 5 0 R /F2 6 0 R >>',
        [
          '<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [8 0 R] /ToUnicode 7 0 R >>',
          rawStream(
            Buffer.from(
              `begincmap 1 begincodespacerange <00000000> <ffffffff> endcodespacerange ${'1 beginbfrange <00000000> <ffffffff> <0041> endbfrange '.repeat(50)} endcmap`,
            ),
          ),
          '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>',
        ],
      ),
    ends: 'read',
  },
  {
    name: 'PDF with a picture of 100,000 by 100,000 points in the page',
    bytes: () => page('BI /W 100000 /H 100000 /BPC 8 /CS /RGB ID abc EI'),
    ends: 'read',
  },
  {
    name: 'DOCX that unpacks to 40 MB',
    bytes: () => docxFile({ body: para(' '.repeat(40_000_000)) }),
    ends: 'DOCUMENT_TOO_COMPLEX',
  },
  {
    name: 'DOCX of half a million empty runs',
    bytes: () => docxFile({ body: `${para(filler)}<w:p>${'<w:r><w:t/></w:r>'.repeat(5e5)}</w:p>` }),
    ends: 'read',
  },
  {
    name: 'DOCX of tables 100,000 deep',
    bytes: () =>
      docxFile({
        body: para(filler) + '<w:tbl><w:tr><w:tc>'.repeat(1e5) + para('deep') + '</w:tc></w:tr></w:tbl>'.repeat(1e5),
      }),
    ends: 'read',
  },
  {
    name: 'zip of 11,000 entries',
    bytes: () => zipSync(Object.fromEntries(Array.from({ length: 11_000 }, (_, at) => [`${at}`, strToU8('')]))),
    ends: 'DOCUMENT_TOO_COMPLEX',
  },
  {
    name: 'HTML of a million open elements',
    bytes: () => Buffer.from(`<html><p>${filler}</p>${'<div>'.repeat(1e6)}`),
    ends: 'read',
  },
  {
    name: 'HTML of a hundred thousand elements with many classes',
    bytes: () => {
      const names = Array.from({ length: 20 }, (_, at) => `c${at}`);
      const rules = names.map((name) => `.${name}{${'color:red;'.repeat(200)}}`).join('');
      return Buffer.from(
        `<html><style>${rules}</style><p>${filler}</p>${`<i class="${names.join(' ')}">`.repeat(9e4)}`,
      );
    },
    ends: 'read',
  },
  {
    name: 'HTML of ten million brackets',
    bytes: () => Buffer.from(`<html>${filler}${'<'.repeat(9e6)}`),
    ends: 'DOCUMENT_TOO_LARGE',
  },
  {
    name: 'HTML of unclosed comments and quotes',
    bytes: () => Buffer.from(`<html>${filler}${'<a b="<!--'.repeat(9e5)}`),
    ends: 'read',
  },
  {
    name: 'RTF of a million groups',
    bytes: () => Buffer.from(`{\\rtf1 ${'{\\b '.repeat(2e6)}${filler}`),
    ends: 'read',
  },
  {
    name: 'RTF of two million letters in hex',
    bytes: () => Buffer.from(`{\\rtf1 ${"\\'e9".repeat(2e6)}}`),
    ends: 'DOCUMENT_TOO_LARGE',
  },
  { name: 'text of ten million letters', bytes: () => Buffer.alloc(10_000_000, 97), ends: 'DOCUMENT_TOO_LARGE' },
  {
    name: 'text of a million marks on a letter',
    bytes: () => Buffer.from(`${filler} a${'\u0301\u0327'.repeat(9e5)}`),
    ends: 'read',
  },
  {
    name: 'text of a line of single letters',
    bytes: () => Buffer.from(`${filler}\n${'a '.repeat(2e5)}`),
    ends: 'read',
  },
  {
    name: 'text of narrow columns',
    bytes: () => Buffer.from(`${`${'ab          '.repeat(40)}\n`.repeat(390)}\f`.repeat(9)),
    ends: 'read',
  },
];
