/** The jobs a text model can be given; each answer has a schema, and the rules can do every one of them. */
import type { DocumentText } from './document-text';
import type { ToldFact } from './told-fact';
import type { ToldName } from './told-names';

/** Read a resume into an `Extraction`. */
export interface ParseResumeTask {
  kind: 'parse-resume';
  document: DocumentText;
  /** ISO 639-1 of the document, when known. */
  language: string | null;
}

/** Explain a match in prose, as an `ExplanationDraft`, from its facts and nothing else. */
export interface ExplainMatchTask {
  kind: 'explain-match';
  facts: readonly ToldFact[];
  /** What the tokens in the facts stand for, in general. */
  names: readonly ToldName[];
  /** ISO 639-1 of the answer. */
  language: string;
}

/** Say a search phrase in other words, as `Suggestions`. */
export interface ExpandQueryTask {
  kind: 'expand-query';
  query: string;
  /** ISO 639-1 of the phrase, when known. */
  language: string | null;
  /** It says nothing of who asks: what is kept of the answer may be kept for all. */
  isCommon: boolean;
}

export type TextTask = ParseResumeTask | ExplainMatchTask | ExpandQueryTask;
