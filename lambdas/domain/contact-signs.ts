/** Where a text holds an e-mail address, a telephone number or an address on the web: by shape, and rather once too often. */

export interface ContactSign {
  kind: 'email' | 'phone' | 'link';
  /** UTF-16 offsets. */
  start: number;
  end: number;
}

/** Also with blanks around its signs, and spelt out: `ada (at) example (dot) com`. */
const EMAIL =
  /[\p{L}\p{N}._%+'-]{1,64}(?:@[\p{L}\p{N}-]{1,63}|\s?@\s?[\p{L}\p{N}-]{1,63}(?=\s?\.\s?\p{L}))(?:\s?\.\s?[\p{L}\p{N}-]{2,63}){0,5}|[\p{L}\p{N}._%+-]{1,64}\s?(?:[([{]\s?at\s?[)\]}]|\sat\s)\s?[\p{L}\p{N}-]{1,63}(?:\s?(?:[([{]\s?(?:dot|punkt|point)\s?[)\]}]|\sdot\s)\s?\p{L}{2,24}){1,4}/giu;
/** A name on a network: `@ada`, `Skype: ada.example`. */
const HANDLE =
  /(?<![\p{L}\p{N}])@[\p{L}\p{N}_.-]{2,40}|(?<=\b(?:skype|wechat|telegram|whatsapp|instagram|snapchat|line id|twitter|facebook)\b\s?(?:id|name)?\s?[:@|\t]\s?(?:live:)?)[\p{L}\p{N}][\p{L}\p{N}_.:-]{2,40}/giu;
const SCHEME = /\b(?:https?|ftp|mailto|tel):[^\s<>"']{1,2000}|\bwww\.[^\s<>"']{1,2000}/giu;
const NETWORK =
  /(?<![\p{L}\p{N}])(?:[a-z0-9-]{1,20}\.)?(?:linkedin|github|gitlab|stackoverflow|stackexchange|behance|dribbble|medium|twitter|x|kaggle|orcid|xing|bitbucket|facebook|instagram|youtube|researchgate|t)\.(?:com|org|net|me)\s?\/\s?[^\s<>"'|,;()[\]]{1,200}/giu;
const PATH = /(?<![\p{L}\p{N}@.-])(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.){1,4}[a-z]{2,12}\/[^\s<>"'|,;()[\]]{1,200}/giu;
const DOMAIN =
  /(?<![\p{L}\p{N}@.-])(?:[\p{L}\p{N}][\p{L}\p{N}-]{1,62}\.){1,4}(?:com|org|net|edu|gov|io|dev|me|co|info|biz|name|pro|site|online|page|blog|design|works|xyz|cloud|tech|app|ai|eu|de|at|ch|fr|es|pt|it|nl|be|uk|ie|us|ca|au|nz|in|br|mx|ar|cl|se|no|dk|fi|pl|cz|sk|si|hr|ro|hu|gr|tr|ru|ua|jp|cn|kr|sg|my|ph|za|ng|ke|eg|ae|sa)(?![\p{L}\p{N}@-]|\.\p{L})/giu;
/** Digits with the signs that numbers are parted by. */
const DIGITS = /(?<![\p{L}\p{N}.,])(?:\+{1,2}\s?)?[(\d][\d \u00a0\u2000-\u200a().\-–/]{5,24}\d(?![\p{N}%])/gu;
const FEWEST_DIGITS = 7;

/** In order, never overlapping. Linear. @param isTerm a word with a dot in it that is no address, such as `ASP.NET` */
export function contactSigns(text: string, isTerm: (text: string) => boolean = () => false): ContactSign[] {
  const found: ContactSign[] = [];
  const take = (kind: ContactSign['kind'], pattern: RegExp, counts: (match: string) => boolean = () => true) => {
    for (const match of text.matchAll(pattern)) {
      const sign = match[0].replace(/[\s.,;:)\]]+$/u, '');
      if (sign !== '' && counts(sign)) found.push({ kind, start: match.index, end: match.index + sign.length });
    }
  };
  if (/@|\bat\b/iu.test(text)) take('email', EMAIL);
  take('link', HANDLE);
  if (/[.:]/.test(text)) {
    for (const pattern of [SCHEME, NETWORK, PATH]) take('link', pattern, (sign) => !isTerm(sign));
    take('link', DOMAIN, (sign) => !isTerm(sign));
  }
  if (/\d/.test(text)) take('phone', DIGITS, isPhoneLike);
  return apart(found);
}

/** At least seven digits that are no dates: `202 555 2019`, but not `2016 - 2020` nor `06/2022 - 05/2023`. */
export function isPhoneLike(text: string): boolean {
  const groups = text.match(/\d+/g) ?? [];
  if (groups.join('').length < FEWEST_DIGITS || groups.join('').length > 20) return false;
  const isYear = (group: string) => /^(?:19|20)\d\d$/.test(group);
  const isDate = groups.some(isYear) && groups.every((group) => group.length <= 2 || isYear(group));
  return !isDate && !/^(?:19|20)\d{6}$/.test(text);
}

/** Of those that overlap the first, and of those that begin together the longest. */
function apart(signs: readonly ContactSign[]): ContactSign[] {
  const kept: ContactSign[] = [];
  for (const sign of [...signs].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || sign.start >= last.end) kept.push({ ...sign });
    else last.end = Math.max(last.end, sign.end);
  }
  return kept;
}
