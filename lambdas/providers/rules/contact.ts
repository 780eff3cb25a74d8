/** E-mail addresses, telephone numbers and addresses on the web, wherever they stand. */
import { findPhoneNumbersInText } from 'libphonenumber-js';
import { isPhoneLike } from '../../domain/contact-signs';
import type { Line } from './lines';

export interface Contact {
  emails: string[];
  phones: string[];
  urls: string[];
}

const EMAIL = /[\p{L}\p{N}][\p{L}\p{N}._%+'-]{0,63}@(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.){1,5}\p{L}{2,24}/gu;
const URL =
  /(?:https?:\/\/|www\.)[^\s<>"'|,;()[\]]{3,200}|(?<![\p{L}\p{N}@.])(?:[a-z]{2,3}\.)?(?:linkedin\.com|github\.com|gitlab\.com|stackoverflow\.com|behance\.net|dribbble\.com|medium\.com|twitter\.com|x\.com|kaggle\.com|orcid\.org|xing\.com|bitbucket\.org|facebook\.com)\/[^\s<>"'|,;()[\]]{1,120}|(?<![\p{L}\p{N}@./])(?:[a-z0-9][a-z0-9-]{1,40}\.){1,2}(?:github\.io|com|org|net|io|dev|me|co|info|de|fr|es|it|nl|uk|tech|app|ai)(?:\/[^\s<>"'|,;()[\]]{0,120})?(?![\p{L}\p{N}@.-])/giu;
/** Digits with the signs numbers are parted by; the number itself is judged by its digits. */
const PHONE =
  /(?<![\p{L}\p{N}.,/-])(?:\+{1,2}\s?|00|\()?\(?\d[\d \u00a0\u2000-\u200a().\-–/]{6,22}\d(?![\p{N}\p{L}@%])/gu;
const PHONE_LABEL =
  /(?:phone|mobile|mob|cell|tel|telephone|contact|call|fax|handy|telefon|tél|tel[eé]fono|telefone|cellulare|mobiel|電話|电话|手机|ph|[mhcpt])\W{0,6}(?:no\W{0,3}|number\W{0,3}|nr\W{0,3})?$/iu;

/** Each value once, as it was first written. */
function unique(values: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const value of values) if (!first.has(value.toLowerCase())) first.set(value.toLowerCase(), value);
  return [...first.values()];
}

/** Digits that a date, a span of years or a postal code are made of are no telephone number. */
function isPhone(text: string, before: string, line: Line): boolean {
  const digits = text.replace(/\D/g, '').length;
  if (digits > 15 || !isPhoneLike(text)) return false;
  const labelled = PHONE_LABEL.test(before);
  if (!labelled && /gpa|grade|%|[$€£]/i.test(line.text)) return false;
  if (
    line.dates.some((date) => date.from !== null && text.includes(line.text.slice(date.start, date.end))) &&
    !labelled
  ) {
    return false;
  }
  if (/^(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d$/.test(text) || /^\d{1,3}(?:[.,]\d{3})+$/.test(text)) return false;
  return labelled || text.startsWith('+') || text.startsWith('00') || digits >= 9 || (digits >= 7 && line.words <= 8);
}

/** Numbers that name their country are read by the numbering plans; others only by their shape, as no country is assumed. */
function phonesOf(line: Line): string[] {
  if ((line.text.match(/\d/g) ?? []).length < 7) return [];
  const found: { at: number; text: string }[] = [];
  if (line.text.includes('+')) {
    for (const { startsAt, endsAt } of findPhoneNumbersInText(line.text)) {
      found.push({ at: startsAt, text: line.text.slice(startsAt, endsAt) });
    }
  }
  for (const match of line.text.matchAll(PHONE)) {
    const text = match[0].trim();
    const at = match.index;
    if (found.some((other) => at < other.at + other.text.length && other.at < at + text.length)) continue;
    if (isPhone(text, line.text.slice(Math.max(0, at - 24), at), line)) found.push({ at, text });
  }
  return found.sort((a, b) => a.at - b.at).map(({ text }) => text.replace(/^\((?=[^)]*$)/, '').trim());
}

/** Such a line names the author of the template. */
const LICENCE = /©|\bcopyright\b|\blicen[sc]ed under\b/i;

/** In order of appearance, those of a licence line last. Telephone numbers count only in the head of the document and on lines short enough. */
export function findContact(lines: readonly Line[]): Contact {
  const emails: string[] = [];
  const phones: string[] = [];
  const urls: string[] = [];
  const licences = lines.filter((line) => LICENCE.test(line.text));
  for (const line of licences.length === 0 ? lines : [...lines.filter((one) => !LICENCE.test(one.text)), ...licences]) {
    let rest = line.text;
    if (rest.includes('@')) {
      for (const [email] of rest.matchAll(EMAIL)) {
        emails.push(email);
        rest = rest.replace(email, ' ');
      }
    }
    if (rest.includes('.')) for (const [url] of rest.matchAll(URL)) urls.push(url.replace(/[.)]+$/, ''));
    if (line.words <= 20) phones.push(...phonesOf(line));
  }
  return { emails: unique(emails), phones: unique(phones).slice(0, 10), urls: unique(urls).slice(0, 30) };
}
