/** The jobs a text model can be given; each answer has a schema, and the rules can do every one of them. */
import type { DocumentText } from './document-text';

/** Read a resume into an `Extraction`. */
export interface ParseResumeTask {
  kind: 'parse-resume';
  document: DocumentText;
  /** ISO 639-1 of the document, when known. */
  language: string | null;
}

export type TextTask = ParseResumeTask;
