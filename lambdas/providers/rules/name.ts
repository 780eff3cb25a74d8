/** The candidate's name: the best of the lines at the top, by shape, size, place, and the e-mail address. */

import { headingKind } from './headings';
import type { RulesKnowledge } from './knowledge';
import { readLabel } from './labels';
import { cjkInstitution, companyWords, institutionWords, legalForms } from './lexicon/company-words';
import { stateCodes, streetWords } from './lexicon/places';
import type { Line } from './lines';
import { placeScore, titleScore } from './scores';
import { fold, trimSigns, wordsOf } from './words';

const PREFIX =
  /^\s*(?:(?:resume|résumé|curriculum vitae|c\.?v\.?|lebenslauf|bewerbung)\s*(?:of|for|von|de|:|[-–—])?\s*)/iu;
const HONORIFIC = /^(?:(?:dr|mr|mrs|ms|miss|prof|er|shri|herr|frau|sr|sra|dott|ing|m\.?d)\.?\s+)+(?=\p{Lu})/iu;
const CREDENTIAL =
  /(?:,\s*|\s+[-–—|(]\s*|\s+)(?:ph\.?\s?d\.?|m\.?b\.?a\.?|pmp|r\.?n\.?|c\.?p\.?a\.?|esq\.?|m\.?sc?\.?|b\.?sc?\.?|m\.?d\.?|j\.?d\.?|p\.?e\.?|cissp|cfa|shrm-?\w*|sphr|phr|m\.?a\.?|b\.?a\.?|b\.?tech|m\.?tech|mca|bca|b\.?e\.?|l\.?c\.?s\.?w\.?|bsn|msn|itil|csm|ca|pgdm|mph|m\.?ed\.?|cma|acca)(?=$|[\s,;)|]).*$/iu;
const WORD =
  /^(?:["“]?(?:\p{Lu}|(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])\p{Lo})[\p{L}\p{M}'’`."”)-]*,?|(?:de|la|van|von|der|den|da|dos|do|di|del|bin|al|el|ter|y|e|le|du|zu|st)\.?)$/u;
const CJK_NAME =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{1,4}[\s\u3000]?[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{1,5}$/u;
const NOT_NAME = new Set(
  'resume cv curriculum vitae page confidential profile summary objective address phone email e-mail mobile contact personal details professional experience education skills references linkedin github date birth nationality male female single married career the of and for with in to from about home work street st avenue ave road rd lane blvd drive room hall center centre build your my market this minutes create objective university current permanent first last family name names lebenslauf updated'.split(
    ' ',
  ),
);
/** Words of a form that is not filled in; beside another word they are a family name as good as any. */
const PLACEHOLDERS = new Set('example examples draft template sample'.split(' '));

/** The part of a line that may be a name: what stands before the address, the numbers, the letters after the name. */
function namePart(text: string): string {
  let part = text.replace(PREFIX, '').replace(/\s+(?:resume|résumé|curriculum vitae|c\.?v\.?|lebenslauf)\s*$/i, '');
  part =
    part.split(
      /\t|\s{3,}|\s*[|•·●⋅]\s*|\s[-–—]\s|\s?[-–—:]?\s*(?<!\p{L})(?:e-?mail|phone|mobile|tel|cell|address)\b|[\d@+(]|https?:/iu,
    )[0] ?? '';
  part = part.replace(HONORIFIC, '');
  // Letters after the name, whatever they are; "Doe, Jane" keeps its comma.
  const comma = part.indexOf(',');
  if (comma > 0 && /\S\s+\S/.test(part.slice(0, comma))) part = part.slice(0, comma);
  const bare = part.replace(CREDENTIAL, '');
  return trimSigns(bare === '' ? part : bare).replace(/[.,]+$/, (end) =>
    /\b(?:jr|sr)$/i.test(bare.slice(0, -end.length)) ? end : '',
  );
}

/** @param isSpelt an e-mail address spells it, so that it is a name though it reads like a trade or a place */
function shape(name: string, knowledge: RulesKnowledge, isSpelt = false): number {
  if (CJK_NAME.test(name))
    return headingKind(name) === undefined &&
      !cjkInstitution.test(name) &&
      !/^(?:履歴書?|職務経歴書|简历|个人简历|氏名|年月日)$/.test(name)
      ? 0.7
      : 0;
  if (name.length < 3 || name.length > 45) return 0;
  const words = name.split(/\s+/);
  const low = wordsOf(name);
  if (words.length > 5 || !words.every((word) => WORD.test(word) || (words.length > 1 && /^\p{L}\.?$/u.test(word))))
    return 0;
  if (
    low.some(
      (word) => NOT_NAME.has(word) || legalForms.has(word) || companyWords.has(word) || institutionWords.has(word),
    )
  )
    return 0;
  if (headingKind(name) !== undefined || low.every((word) => PLACEHOLDERS.has(word))) return 0;
  if (stateCodes.has(words[words.length - 1] ?? '') && name !== name.toUpperCase()) return 0;
  let score =
    words.length === 2 || words.length === 3
      ? 0.75
      : words.length === 4
        ? 0.55
        : words.length === 1
          ? name.length > 3
            ? 0.36
            : 0
          : 0.35;
  if (low.some((word) => PLACEHOLDERS.has(word))) score -= 0.2;
  if (isSpelt) return score;
  if (titleScore(name, knowledge.occupations) > 0.45) score -= 0.6;
  if (placeScore(name) > 0.5 || streetWords.test(name)) score -= 0.45;
  if (name.split(/,\s*/).some((piece) => knowledge.taxonomy.normalise(piece) !== undefined)) score -= 0.5;
  return score;
}

/** "Ada Quill Integration Developer": the words before a job title. */
function nameBeforeTitle(text: string, knowledge: RulesKnowledge): string | null {
  const words = text.split(/\s+/);
  for (const size of [3, 2]) {
    const name = words.slice(0, size).join(' ');
    const rest = words.slice(size).join(' ');
    if (rest !== '' && shape(name, knowledge) >= 0.7 && titleScore(rest, knowledge.occupations) >= 0.7) return name;
  }
  return null;
}

/** How much of the e-mail's local part the name accounts for. */
function emailSupport(name: string, emails: readonly string[]): number {
  const local = fold((emails[0] ?? '').split('@')[0] ?? '').replace(/[^a-z]/g, '');
  if (local === '') return 0;
  return fold(name)
    .split(/\s+/)
    .filter((word) => word.length > 2 && local.includes(word)).length > 0
    ? 0.25
    : 0;
}

/** `mark.baker`, `mbaker`, `bakerm`: the account is the name, or its first and last word, in one order or the other. */
function isSpelt(name: string, emails: readonly string[]): boolean {
  const account = fold((emails[0] ?? '').split('@')[0] ?? '').replace(/[^a-z]/g, '');
  const words = fold(name)
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  const [first = '', last = ''] = [words[0], words[words.length - 1]];
  if (words.length < 2 || account.length < 4) return false;
  return [first, first.slice(0, 1)].some((given) =>
    [last, last.slice(0, 1)].some(
      (family) => given.length + family.length > 3 && (account === given + family || account === family + given),
    ),
  );
}

/** The name as written, without titles and letters after it; null when no line has the shape of one. */
export function findName(lines: readonly Line[], emails: readonly string[], knowledge: RulesKnowledge): string | null {
  return findNames(lines, emails, knowledge)[0]?.name ?? null;
}

/** What has the shape of the name, where names stand: the most likely first. */
export function findNames(
  lines: readonly Line[],
  emails: readonly string[],
  knowledge: RulesKnowledge,
): { name: string; line: number }[] {
  const first = lines.filter((line) => line.page === 1).slice(0, 400);
  const largest = first.reduce((size, line) => Math.max(size, line.fontSize), 0);
  const body = first.map((line) => line.fontSize).sort((a, b) => a - b)[first.length >> 1] ?? 0;
  // Columns may put the name late; its size gives it away.
  const isLarge = (line: Line) => line.fontSize > 0 && line.fontSize >= largest * 0.95 && largest > body * 1.15;
  const offers: { name: string; line: number; score: number }[] = [];
  for (const line of first.filter((line) => line.index < 40 || isLarge(line))) {
    const offer = (name: string, score: number) => {
      if (score > 0.45) offers.push({ name, line: line.index, score });
    };
    const label = readLabel(line.text);
    if (label?.field === 'name') {
      const value = label.value !== '' ? label.value : (lines[line.index + 1]?.text ?? '');
      const name = namePart(value);
      offer(name, shape(name, knowledge) + 0.5);
      continue;
    }
    if (line.bullet && line.index > 3) continue;
    const name = namePart(line.text);
    const form = shape(name, knowledge, isSpelt(name, emails));
    if (form <= 0) {
      const before = nameBeforeTitle(name, knowledge);
      if (before !== null && line.index < 3) offer(before, 0.7 - 0.04 * line.index);
      continue;
    }
    // A single word is a name only where names stand.
    if (form < 0.4 && line.index > 1) continue;
    let score = form + emailSupport(name, emails) - Math.min(0.04 * line.index, isLarge(line) ? 0.2 : 2);
    if (isLarge(line)) score += 0.35;
    if (line.heading) score += 0.05;
    if (line.index < 3) score += 0.1;
    const next = first[line.index + 1]?.text ?? '';
    if (/@|\d{3,}|\b(?:phone|email|address|mobile)\b/i.test(next)) score += 0.1;
    offer(name, score);
  }
  return offers.sort((a, b) => b.score - a.score);
}
