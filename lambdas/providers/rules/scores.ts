/** How much a piece of a header reads like a job title, an employer, a place or a place of learning: evidence for and against. */
import type { Occupations } from './knowledge';
import {
  cjkCompany,
  cjkInstitution,
  companyWords,
  departmentWords,
  institutionWords,
  legalForms,
  schoolStems,
} from './lexicon/company-words';
import { cities, countries, stateCodes, states } from './lexicon/places';
import { cjkTitle, titleEndings, titleHeads, titleModifiers } from './lexicon/title-words';
import { capitalShare, sentenceLikeness, wordsOf } from './words';

const bare = (word: string) => word.replace(/\./g, '');
const clamp = (score: number) => Math.max(0, Math.min(1, score));
const ROMAN = /^(?:i{1,3}|iv|v|\d|level|grade)$/;

/** True when a word, or the part after a hyphen or slash, is the head of a title. */
function isHead(word: string): boolean {
  if (titleHeads.has(word) || titleEndings.test(word)) return true;
  const part = word.split(/[-/]/).pop() ?? '';
  return part !== word && titleHeads.has(part);
}

export function isPlaceName(text: string): boolean {
  const low = text
    .toLowerCase()
    .replace(/[.\s]+$/, '')
    .replace(/^greater\s|\s(?:area|metro|region|city)$/g, '');
  return countries.has(low) || states.has(low) || cities.has(low);
}

const POSTAL = /\s*,?\s*(?<!\d)(?:\d{5}(?:-\d{4})?|\d{6}|\d{3}\s\d{3}|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})\.?$/;

/** `City, ST`, `City, Country`, a known place; 0 to 1. */
export function placeScore(text: string): number {
  const plain = text.replace(POSTAL, '').trim();
  if (plain.length < 2 || plain.length > 60 || /\d/.test(plain)) return 0;
  if (/^(?:remote|on-?site|hybrid)$/i.test(plain)) return 0.8;
  if (isPlaceName(plain)) return stateCodes.has(plain) && plain.length === 2 ? 0.6 : 0.9;
  const parts = plain.split(/\s*,\s*|\s[-–]\s/).filter(Boolean);
  if (parts.length < 2 || parts.length > 4) return 0;
  const last = parts[parts.length - 1] ?? '';
  const known = parts.filter(isPlaceName).length;
  if (!parts.every((part) => part.split(' ').length <= 4)) return 0;
  const names = parts.filter((part) => !isPlaceName(part)).flatMap(wordsOf);
  if (
    names.some(
      (word) =>
        companyWords.has(word) || institutionWords.has(word) || legalForms.has(bare(word)) || titleHeads.has(word),
    )
  )
    return 0;
  if (stateCodes.has(last) && parts.length === 2 && !legalForms.has(bare((parts[0] ?? '').toLowerCase())))
    return capitalShare(parts[0] ?? '') > 0.6 ? 0.9 : 0.5;
  if (isPlaceName(last)) return known === parts.length ? 1 : 0.75;
  return known > 0 ? (parts.length <= 3 && capitalShare(plain) === 1 ? 0.62 : 0.45) : 0;
}

/** 0 to 1. */
export function titleScore(text: string, occupations: Occupations): number {
  if (text.length < 2 || text.length > 90) return 0;
  if (cjkTitle.test(text) || /^student teaching\b/i.test(text)) return 0.8;
  const words = wordsOf(text);
  if (words.length === 0 || words.length > 11) return 0;
  const core = wordsOf(text.split(/\s*[“"”(:]|\s[-–—]\s|,\s/)[0] ?? '');
  if (core.length === 0) return 0;
  while (core.length > 1 && ROMAN.test(core[core.length - 1] ?? '')) core.pop();
  let score = 0;
  const stop = core.findIndex((word) => /^(?:of|for|in|to|at|the|and|with|de|du|des|für|im|di|per|da|-)$/.test(word));
  const beforeOf = stop > 0 ? core[stop - 1] : undefined;
  if (isHead(core[core.length - 1] ?? '')) score = 0.75;
  else if (beforeOf !== undefined && isHead(beforeOf)) score = 0.7;
  else if (core.some(isHead)) score = 0.5;
  if (titleModifiers.has(core[0] ?? '') && score > 0) score += 0.12;
  const known = occupations.isTitleLike(text);
  score = Math.max(score, known * 0.9) + (score > 0 && known > 0.5 ? 0.1 : 0);
  if (words.some((word) => legalForms.has(bare(word)))) score -= 0.45;
  if (/[@:!?]|\d{3,}/.test(text)) score -= 0.4;
  score -= sentenceLikeness(text) * 0.6;
  return clamp(score);
}

/** 0 to 1. */
export function companyScore(text: string, occupations: Occupations): number {
  if (text.length < 2 || text.length > 100) return 0;
  if (cjkCompany.test(text)) return 0.95;
  const words = wordsOf(text);
  if (words.length === 0 || words.length > 10) return 0;
  let score = 0.36;
  const last = bare(words[words.length - 1] ?? '');
  if (words.length > 1 && words.some((word) => legalForms.has(bare(word)))) score = 0.95;
  else if (companyWords.has(last) && words.length > 1) score = departmentWords.has(last) ? 0.6 : 0.75;
  else if (words.some((word) => companyWords.has(word) || institutionWords.has(word))) score = 0.6;
  else if (text === text.toUpperCase() && /\p{L}{2}/u.test(text)) score = 0.45;
  if (capitalShare(text) < 0.6) score -= 0.25;
  const title = titleScore(text, occupations);
  if (title > 0.45) score -= score > 0.8 ? 0.2 : title * 0.6;
  if (placeScore(text) > 0.5) score -= 0.35;
  if (/^\d|[@!?]|\d{4,}/.test(text)) score -= 0.25;
  score -= sentenceLikeness(text) * 0.5;
  return clamp(score);
}

/** 0 to 1. */
export function institutionScore(text: string): number {
  if (text.length < 2 || text.length > 120) return 0;
  if (cjkInstitution.test(text)) return 0.9;
  const words = wordsOf(text).map(bare);
  const hit = words.some((word) => (institutionWords.has(word) && word !== 'institution') || schoolStems.test(word));
  if (!hit || words.length > 14) return 0;
  let score = 0.85;
  if (words.length === 1 && !/^[A-Z]{3,}$/.test(text)) score = 0.3;
  if (capitalShare(text) < 0.6) score -= 0.35;
  if (isHead(words[words.length - 1] ?? '')) score -= 0.6;
  if (/^(?:high school|graduate school|secondary school|college|school|university|institute)$/i.test(text)) score = 0.2;
  return clamp(score - sentenceLikeness(text) * 0.4);
}
