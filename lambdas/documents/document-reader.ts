/** The reader behind the `DocumentReader` port: tells what the bytes are, has them read, and refuses with a reason. */
import { createHash } from 'node:crypto';
import type { DocumentText } from '../domain/document-text';
import { MAX_DOCUMENT_BYTES, MAX_TEXT_CHARACTERS } from '../domain/limits';
import type { Call, DocumentReader } from '../ports';
import { startBudget } from './budget';
import { hiddenTally } from './hidden-text';
import { readInWorker } from './read-in-worker';
import { type Found, kindOf, readKind } from './read-kind';
import { refusals } from './refusals';
import { readText } from './text';

const DEFAULT_TIMEOUT_MS = 1600;

export interface ReaderOptions {
  /** What one document may take before it is refused as too complex; 1,600 by default, so that with the stop it is over in 2 s. */
  timeoutMs?: number;
  /** Milliseconds since the epoch; `Date.now` by default. */
  now?: () => number;
}

export function documentReader(options: ReaderOptions = {}): DocumentReader {
  return { read: (bytes, call) => readDocument(bytes, call, options), readText: documentFromText };
}

/** Bytes of any accepted kind to visible lines; throws the DomainErrors of `refusals.ts`, and `DEADLINE_EXCEEDED`. */
export async function readDocument(bytes: Uint8Array, call: Call, options: ReaderOptions = {}): Promise<DocumentText> {
  const budget = startBudget(call, options.timeoutMs ?? DEFAULT_TIMEOUT_MS, options.now ?? Date.now);
  budget.check();
  if (bytes.length > MAX_DOCUMENT_BYTES) throw refusals.tooManyBytes();
  if (bytes.every((byte) => byte === 0 || byte === 9 || byte === 10 || byte === 13 || byte === 32))
    throw refusals.empty();
  const kind = kindOf(bytes);
  // What third-party code reads is read where it can be stopped.
  const isolate = kind === 'pdf' || kind === 'ole';
  return assemble(bytes, isolate ? await readInWorker(kind, bytes, call, budget) : await readKind(kind, bytes, budget));
}

/** Text sent directly, as a document of one kind with the files: line ends and unseen characters dealt with. */
export function documentFromText(text: string): DocumentText {
  if (text.length > MAX_TEXT_CHARACTERS) throw refusals.tooMuchText();
  const hidden = hiddenTally();
  const read = readText(text, hidden);
  return assemble(Buffer.from(text), { ...read, mediaType: 'text/plain', hidden: hidden.report() });
}

function assemble(bytes: Uint8Array, read: Found): DocumentText {
  if (read.lines.length === 0) throw refusals.empty();
  if (read.lines.reduce((sum, line) => sum + line.text.length + 1, 0) > MAX_TEXT_CHARACTERS)
    throw refusals.tooMuchText();
  return {
    mediaType: read.mediaType,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    pages: read.pages,
    lines: read.lines,
    hidden: read.hidden,
    warnings: read.warnings,
  };
}
