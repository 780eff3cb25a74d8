/** What a job ad asks for in plain sentences: years, degree, languages, place and way of working. */
import { degreeLevel, degreeRank } from './degrees';
import type { JobFacts } from './job-facts';
import { askedFor, type JobSentence } from './job-text';
import { languageCode } from './language-names';
import { findPlace, readPlace } from './places';
import type { DegreeLevel } from './resume';

const NUMBER_WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const COUNT = `(\\d{1,2}(?:\\.5)?|${NUMBER_WORDS.slice(1).join('|')})`;
const YEARS = new RegExp(
  `\\b${COUNT}\\s*(?:\\(\\d{1,2}\\)\\s*)?\\+?\\s*(?:(?:-|–|—|to|or)\\s*${COUNT}\\s*\\+?\\s*)?\\+?\\s*(?:or more\\s+)?(?:years?|yrs?|jahren?|años|ans)\\b`,
  'giu',
);
const EXPERIENCE =
  /\b(?:experience|experienced|erfahrung|berufserfahrung|experiencia|expérience|background|track record)\b/i;
/** "We have 20 years of experience in …" speaks of the company. */
const COMPANY_YEARS =
  /\b(?:we have|our (?:company|firm|team)|founded|established|in business|for over|for more than)\b/i;

function count(text: string): number {
  const word = NUMBER_WORDS.indexOf(text.toLowerCase());
  return word >= 0 ? word : Number(text);
}

/** The most that is demanded: a job that wants 5 years of work and 3 of Java wants 5. Null when no sentence says. */
export function experienceYears(sentences: readonly JobSentence[]): JobFacts['experienceYears'] {
  let best: { min: number; max: number | null } | null = null;
  for (const sentence of sentences) {
    if (['benefits', 'company', 'legal', 'nice'].includes(sentence.section)) continue;
    if (!EXPERIENCE.test(sentence.text) && !/experience/i.test(sentence.heading)) continue;
    if (COMPANY_YEARS.test(sentence.text)) continue;
    for (const match of sentence.text.matchAll(YEARS)) {
      const end = match.index + match[0].length;
      if (askedFor(sentence, match.index, end) !== 'must') continue;
      const min = count(match[1] ?? '');
      const max = match[2] === undefined ? null : count(match[2]);
      if (min > 30 || (max !== null && max < min)) continue;
      if (best === null || min > best.min) best = { min, max };
    }
  }
  return best;
}

/** `MS` alone is a degree only beside another one or before "in" and "degree": MS Office is none. */
const DEGREE =
  /\b(?:[Dd]egree|[Dd]iploma|[Bb]achelor|[Mm]aster['’]?s?(?= (?:degree|of|in)\b|\b['’]s)|[Pp][Hh]\.?[Dd]|[Dd]octorate|MBA|[Hh]igh [Ss]chool|GED|B\.?[SA]\.?c?(?=[\s/,(.]|$)|M\.?[SA]\.?c?(?=\/| in | degree|\.)|[Aa]bitur|[Ss]tudium)/u;

/** The lowest level that would do ("BS or MS" asks for a bachelor). Null when none is demanded. */
export function requiredDegree(sentences: readonly JobSentence[]): DegreeLevel | null {
  let lowest: DegreeLevel | null = null;
  for (const sentence of sentences) {
    if (['benefits', 'company', 'legal', 'nice', 'duties'].includes(sentence.section)) continue;
    const hint = DEGREE.exec(sentence.text);
    if (!hint || askedFor(sentence, hint.index, hint.index + hint[0].length) !== 'must') continue;
    for (const part of sentence.text.replace(/\bMS(?= \p{Lu})/gu, ' ').split(/\bor\b|[/,;]/i)) {
      const level =
        degreeLevel(part) ?? (/\bdegree\b/i.test(part) && !/\bequivalent\b/i.test(part) ? 'bachelor' : null);
      if (level !== null && (lowest === null || degreeRank(level) < degreeRank(lowest))) lowest = level;
    }
  }
  return lowest;
}

const LANGUAGE_BEFORE =
  /\b(?:fluent|fluency|proficien\w+|native|bilingual|speak(?:s|ing)?|spoken|written|verbal|command of|knowledge of|level)(?: (?:in|level|of|both|and|or|spoken|written|verbal|business|excellent|good|oral|the))*[ ,/]+(\p{L}{4,12})(?:[ ,/]+(?:and|or|&)?[ ]?(\p{L}{4,12}))?/giu;
const LANGUAGE_AFTER =
  /\b(\p{Lu}\p{L}{3,11})(?: language)?[ (-]+(?:fluency|fluent|speak(?:er|ing)|proficiency|skills|language|native|[ABC][12]\b)/gu;

/** ISO 639-1 codes of languages that the job demands, in alphabetical order. */
export function requiredLanguages(sentences: readonly JobSentence[]): string[] {
  const found = new Set<string>();
  for (const sentence of sentences) {
    if (['benefits', 'company', 'legal', 'nice'].includes(sentence.section)) continue;
    for (const pattern of [LANGUAGE_BEFORE, LANGUAGE_AFTER]) {
      for (const match of sentence.text.matchAll(pattern)) {
        if (askedFor(sentence, match.index, match.index + match[0].length) !== 'must') continue;
        for (const name of [match[1], match[2]]) {
          const code = name !== undefined && /^\p{Lu}/u.test(name) ? languageCode(name) : null;
          if (code !== null) found.add(code);
        }
      }
    }
  }
  return [...found].sort();
}

const PLACE_LABEL =
  /(?:^|\n|[.;|]\s{0,2})(?:job |work |office )?(?:location|standort|ubicación|lieu)s?\s*[:–-]\s*([^\n.;|]{2,80})/i;
const PLACE_CUE = /\b(?:based|located|office|position is|role is|job is)\s+(?:in|at)\s+([^\n.;:]{2,60})/i;

/** A place that the text states outright; a town that is merely named is not where the job is. */
export function statedPlace(description: string): JobFacts['location'] {
  const labelled = PLACE_LABEL.exec(description)?.[1];
  const place = labelled !== undefined ? readPlace(labelled) : findPlace(PLACE_CUE.exec(description)?.[1] ?? '');
  if (!place || (place.countryCode === null && labelled === undefined)) return null;
  return { raw: place.raw, city: place.city, countryCode: place.countryCode };
}

const REMOTE =
  /\b(?:(?:fully|100 ?%|completely|entirely) remote|remote (?:position|role|job|work|first|opportunity|ok|only)|remote-first|work(?:ing)? (?:remotely|from home|from anywhere)|home[- ]based|telecommut\w+|(?:location|standort)\s*:\s*remote)\b/i;
const HYBRID =
  /\bhybrid (?:work\w*|role|position|model|schedule|setup|remote|office|job|arrangement)\b|\b(?:days? (?:a|per) week (?:in|at) (?:the|our) office|location\s*:\s*hybrid)\b/i;
const ON_SITE =
  /\b(?:on-?site (?:position|role|job|only|work|required)|must (?:be|work) on-?site|no remote|not (?:a )?remote|fully on-?site|in[- ]office (?:position|role|only))\b/i;

/** How the job is done, where the text says so; "not remote" wins over "hybrid", and that over "remote". */
export function wayOfWorking(text: string): JobFacts['remote'] {
  if (ON_SITE.test(text)) return 'on-site';
  if (HYBRID.test(text)) return 'hybrid';
  return REMOTE.test(text) ? 'remote' : null;
}
