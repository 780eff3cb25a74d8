/** Looks into the streams of a PDF before pdf.js does, with the limits that pdf.js lacks, and takes its pictures out. */
import { inflateSync } from 'node:zlib';
import { lzwLength } from './lzw-length';
import { refusals } from './refusals';

/** Bytes that all streams but pictures may hold together, unpacked. 50 dense pages with their fonts stay below 20 MB. */
const MAX_UNPACKED_BYTES = 40 * 1024 * 1024;
/** Text operators in the whole file; a page of single letters has about 4,000. */
const MAX_TEXT_OPERATORS = 150_000;
/** Streams; a file of 1,000 honest pages has about 5,000. */
const MAX_STREAMS = 30_000;
/** Filters on one stream; two are usual. */
const MAX_FILTERS = 4;

/**
 * The file with the bytes of its pictures blanked: they are not read, and a stream that only says it is one can then
 * do no harm. Throws `DOCUMENT_TOO_COMPLEX` for what unpacks to too much, also when packed more than once.
 */
export function guardPdf(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes);
  let budget = MAX_UNPACKED_BYTES;
  let operators = 0;
  let streams = 0;
  for (let at = file.indexOf('stream'); at >= 0; at = file.indexOf('stream', at)) {
    const dictionary = dictionaryBefore(file, at);
    at += 'stream'.length;
    if (dictionary === undefined) continue;
    if (++streams > MAX_STREAMS) throw refusals.tooComplex();
    const start = at + (file[at] === 13 ? 1 : 0) + (file[at + (file[at] === 13 ? 1 : 0)] === 10 ? 1 : 0);
    const found = file.indexOf('endstream', start);
    const end = found < 0 ? file.length : found;
    at = end;
    if (/\/Subtype\s*\/Image\b/.test(dictionary)) {
      file.fill(32, start, end);
      continue;
    }
    let data: Buffer = file.subarray(start, end);
    if (/\/LZW/.test(dictionary)) budget -= lzwLength(data, budget);
    if (budget < 0) throw refusals.tooComplex();
    for (let layer = 0; ; layer++) {
      const unpacked = unpack(data, budget);
      if (!unpacked) break;
      if (layer === MAX_FILTERS) throw refusals.tooComplex();
      data = unpacked;
      budget -= data.length;
    }
    operators += countTextOperators(data, MAX_TEXT_OPERATORS - operators);
    if (operators > MAX_TEXT_OPERATORS) throw refusals.tooComplex();
  }
  return new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
}

/** The text of the dictionary that ends where `stream` stands; undefined where no dictionary ends. */
function dictionaryBefore(file: Buffer, at: number): string | undefined {
  const text = file.toString('latin1', Math.max(0, at - 4096), at);
  if (!/>>\s*$/.test(text.slice(-20))) return undefined;
  return text.slice(text.lastIndexOf(' obj') + 1);
}

/** What the bytes unpack to, as far as they are sound; undefined when they are not packed. */
function unpack(data: Buffer, budget: number): Buffer | undefined {
  // A zlib stream says so in its first two bytes, so the filter's name, which has many spellings, is not needed.
  const isZlib = data.length > 6 && ((data[0] ?? 0) & 15) === 8 && (((data[0] ?? 0) << 8) | (data[1] ?? 0)) % 31 === 0;
  if (!isZlib) return undefined;
  try {
    return inflateSync(data, { maxOutputLength: Math.max(1, budget), finishFlush: 2 });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw refusals.tooComplex();
    return undefined;
  }
}

/** `Tj`, `TJ`, `'` and `"` cannot be told from text without reading it all; `Tj` and `TJ` alone are near enough. */
function countTextOperators(data: Buffer, limit: number): number {
  let count = 0;
  for (const operator of ['Tj', 'TJ', ")'", ") '", ')"']) {
    for (let at = data.indexOf(operator); at >= 0 && count <= limit; at = data.indexOf(operator, at + 2)) count++;
  }
  return count;
}
