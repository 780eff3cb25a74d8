/** Every way a document can be refused, each with a sentence that tells the user what to do. */
import { DomainError } from '../domain/errors';
import { MAX_DOCUMENT_BYTES, MAX_TEXT_CHARACTERS } from '../domain/limits';

const ACCEPTED = 'Send a PDF, Word (DOCX or DOC), RTF, HTML or plain text file.';

export const refusals = {
  /** @param what in words for the sentence "This is …" @param remedy a sentence */
  unsupported: (what: string, remedy = ACCEPTED) =>
    new DomainError('UNSUPPORTED_MEDIA_TYPE', `This is ${what}, which cannot be read. ${remedy}`),
  empty: () =>
    new DomainError(
      'DOCUMENT_EMPTY',
      'The document holds no visible text. Check the file and send one with text in it.',
    ),
  scanned: () =>
    new DomainError(
      'DOCUMENT_SCANNED_NO_TEXT',
      'The pages are pictures without text. Send the original file, or run text recognition (OCR) on the scan first.',
    ),
  encrypted: () =>
    new DomainError(
      'DOCUMENT_ENCRYPTED',
      'The document is protected by a password. Remove the password and send it again.',
    ),
  corrupted: (cause?: unknown) =>
    new DomainError(
      'DOCUMENT_CORRUPTED',
      'The document is damaged and cannot be opened. Save or export it again and send the new file.',
      cause === undefined ? {} : { cause },
    ),
  tooManyBytes: () =>
    new DomainError(
      'DOCUMENT_TOO_LARGE',
      `The document is larger than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MB. Send a smaller file, for example without pictures.`,
    ),
  tooMuchText: () =>
    new DomainError(
      'DOCUMENT_TOO_LARGE',
      `The document holds more than ${MAX_TEXT_CHARACTERS.toLocaleString('en')} characters of text. Send the resume alone.`,
    ),
  tooComplex: () =>
    new DomainError(
      'DOCUMENT_TOO_COMPLEX',
      'The document takes too much time or memory to open. Export it again as a plain PDF or DOCX and send that.',
    ),
};
