/** The reader behind the `DocumentReader` port: tells what the bytes are, has them read, and refuses with a reason. */
import { createHash } from 'node:crypto';
import type { DocumentText, MediaType } from '../domain/document-text';
import { MAX_DOCUMENT_BYTES, MAX_TEXT_CHARACTERS } from '../domain/limits';
import type { Call, DocumentReader } from '../ports';
import { type Budget, startBudget } from './budget';
import { type HiddenTally, hiddenTally } from './hidden-text';
import { refusals } from './refusals';
import { sniff } from './sniff';
import { decodeText, type PlainRead, readText } from './text';

export interface ReaderOptions {
  /** What one document may take before it is refused as too complex; 2,000 by default. */
  timeoutMs?: number;
  /** Milliseconds since the epoch; `Date.now` by default. */
  now?: () => number;
}

export function documentReader(options: ReaderOptions = {}): DocumentReader {
  return { read: (bytes, call) => readDocument(bytes, call, options), readText: documentFromText };
}

/** Bytes of any accepted kind to visible lines; throws the DomainErrors of `refusals.ts`, and `DEADLINE_EXCEEDED`. */
export async function readDocument(bytes: Uint8Array, call: Call, options: ReaderOptions = {}): Promise<DocumentText> {
  const budget = startBudget(call, options.timeoutMs ?? 2000, options.now ?? Date.now);
  budget.check();
  if (bytes.length > MAX_DOCUMENT_BYTES) throw refusals.tooManyBytes();
  if (bytes.every((byte) => byte === 0 || byte === 9 || byte === 10 || byte === 13 || byte === 32))
    throw refusals.empty();
  const hidden = hiddenTally();
  const { mediaType, read } = await readBytes(bytes, hidden, budget);
  return assemble(mediaType, bytes, read, hidden);
}

/** Text sent directly, as a document of one kind with the files: line ends and unseen characters dealt with. */
export function documentFromText(text: string): DocumentText {
  if (text.length > MAX_TEXT_CHARACTERS) throw refusals.tooMuchText();
  const hidden = hiddenTally();
  return assemble('text/plain', Buffer.from(text), readText(text, hidden), hidden);
}

function assemble(mediaType: MediaType, bytes: Uint8Array, read: PlainRead, hidden: HiddenTally): DocumentText {
  if (read.lines.length === 0) throw refusals.empty();
  if (read.lines.reduce((sum, line) => sum + line.text.length + 1, 0) > MAX_TEXT_CHARACTERS)
    throw refusals.tooMuchText();
  return {
    mediaType,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    pages: read.pages,
    lines: read.lines,
    hidden: hidden.report(),
    warnings: read.warnings,
  };
}

async function readBytes(
  bytes: Uint8Array,
  hidden: HiddenTally,
  budget: Budget,
): Promise<{ mediaType: MediaType; read: PlainRead }> {
  const found = sniff(bytes);
  if ('unsupported' in found) throw refusals.unsupported(found.unsupported);
  switch (found.kind) {
    // Each reader is loaded when its first document comes: a text must not pay for pdf.js.
    case 'pdf': {
      const { readPdf } = await import('./pdf');
      return { mediaType: 'application/pdf', read: await readPdf(bytes, hidden, budget) };
    }
    case 'zip': {
      const { readZip } = await import('./docx');
      const mediaType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
      return { mediaType, read: readZip(bytes, hidden, budget) };
    }
    case 'ole': {
      const { readOle } = await import('./doc');
      return { mediaType: 'application/msword', read: await readOle(bytes, hidden) };
    }
    case 'rtf': {
      const { readRtf } = await import('./rtf');
      return { mediaType: 'application/rtf', read: readRtf(bytes, hidden, budget) };
    }
    case 'html': {
      const { readHtml } = await import('./html');
      return { mediaType: 'text/html', read: readHtml(bytes, hidden, budget) };
    }
    case 'text':
      return { mediaType: 'text/plain', read: readText(decodeText(bytes), hidden) };
  }
}
