/** How much a document looks like a resume, so that an invoice or a job ad is refused and not turned into a person. */
import type { Extraction } from './extraction';

/** Below this a document is refused as DOCUMENT_NOT_A_RESUME. */
export const MIN_RESUME_PROBABILITY = 0.15;

/** Phrases of texts that are about applicants or customers, not by an applicant. */
const OTHER_KINDS =
  /\b(?:we are (?:looking|seeking|hiring)|we're (?:looking|hiring)|(?:the|our) ideal candidate|equal opportunity employer|apply (?:now|today|online|here)|we offer|join (?:our|us)|you will (?:be|have|work|lead)|the successful candidate|our client|benefits include|how to apply|about (?:the role|us)|invoice (?:no|number|date)|amount due|bill to|subtotal|terms and conditions|dear (?:sir|customer|mr|ms)|abstract|table of contents|all rights reserved|privacy policy|wir suchen|wir bieten|rechnung(?:snummer)?)\b/giu;

/** Words of a text that wants someone; a resume with dated work may use them freely. */
const WANTED = /\b(?:candidates?|applicants?|qualifications|responsibilities include|preferred)\b/iu;

/**
 * 0 to 1: a logistic of hand-set weights over what was found. Set on real resumes and job ads (docs/quality.md), not
 * learnt; only its side of `MIN_RESUME_PROBABILITY` matters.
 */
export function resumeProbability(extraction: Extraction, text: string): number {
  const datedWork = extraction.work.filter((entry) => entry.start !== null).length;
  const schooled = extraction.education.some((entry) => entry.institution !== null);
  const addressesReader = (text.match(/\byou(?:r|'ll|'re)?\b/giu) ?? []).length >= 2;
  const points =
    (extraction.name === null ? 0 : 1) +
    (extraction.emails.length > 0 ? 1 : 0) +
    (extraction.phones.length > 0 ? 1 : 0) +
    Math.min(3, datedWork * 1.5) +
    (extraction.work.length > datedWork ? 0.5 : 0) +
    (schooled ? 1.5 : extraction.education.length > 0 ? 0.6 : 0) +
    (extraction.skills.length >= 3 ? 0.2 : 0) -
    (addressesReader ? 1.2 : 0) -
    (datedWork === 0 && WANTED.test(text) ? 1 : 0) -
    Math.min(5, new Set(text.toLowerCase().match(OTHER_KINDS) ?? []).size * 1.2);
  const probability = 1 / (1 + Math.exp(2 - points));
  return Math.round(probability * 1000) / 1000;
}
