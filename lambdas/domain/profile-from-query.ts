/** What a search phrase says of the person who types it: "senior nurse in Leeds, part remote". */
import type { Knowledge } from './knowledge';
import { languageCode } from './language-names';
import { findPlace } from './places';
import type { Profile } from './profile';
import { profileEmbeddingText } from './profile-text';
import type { EmploymentType } from './resume';
import { putRight } from './spelling';

const MODES: readonly (readonly [NonNullable<Profile['workMode']>, RegExp])[] = [
  ['hybrid', /\b(?:hybrid|part(?:ly|ially)? remote)\b/i],
  ['remote', /\b(?:remote(?:ly)?|work from home|from home|home ?office|wfh|homeoffice|télétravail|teletrabajo)\b/i],
  ['on-site', /\bon-?site\b/i],
];

/** Words that are a part of titles too (intern, volunteer) stay in the title. */
const CONTRACTS: readonly (readonly [EmploymentType, RegExp, 'leave' | 'take'])[] = [
  [
    'part-time',
    /\b(?:part[- ]?time|teilzeit|temps partiel|(?:media jornada|medio tiempo|tiempo parcial|deeltijd))\b/i,
    'take',
  ],
  [
    'full-time',
    /\b(?:full[- ]?time|vollzeit|temps plein|(?:jornada completa|tiempo completo|voltijd|permanent))\b/i,
    'take',
  ],
  ['temporary', /\b(?:temporary|temp|seasonal|befristet|intérim|temporal|saisonnier)\b/i, 'take'],
  ['self-employed', /\b(?:self[- ]employed|freelancer?|freiberuflich|autónomo)\b/i, 'take'],
  ['contract', /\b(?:contract|fixed[- ]term)\b(?! manager)/i, 'take'],
  ['internship', /\b(?:intern|internship|praktikum|prácticas|werkstudent)\b/i, 'leave'],
  ['volunteer', /\b(?:volunteer|volunteering|ehrenamtlich|bénévole)\b/i, 'leave'],
];

/** Words of asking, not of the job. */
const FILLER =
  /\b(?:jobs?|positions?|roles?|vacanc(?:y|ies)|openings?|careers?|opportunit(?:y|ies)|looking for|i want|i am|i need|find me|near me|work(?:ing)? as|with|and|or|an?|the|in|at|near|around|based|stellen?|stellenangebote?|emplois?|empleos?|trabajos?|lavoro|vagas?)\b/gi;

/** The parts of a phrase: the title is what is left when place, way of working, contract and words of asking are gone. */
export function phraseParts(query: string) {
  const place = findPlace(query, { phrase: true });
  const withoutPlace = place ? `${query.slice(0, place.start)} ${query.slice(place.end)}` : query;
  const mode = MODES.find(([, pattern]) => pattern.test(withoutPlace));
  const contract = CONTRACTS.find(([, pattern]) => pattern.test(withoutPlace));
  const work = [mode?.[1], contract?.[2] === 'take' ? contract[1] : undefined].reduce(
    (text: string, pattern) => (pattern ? text.replace(pattern, ' ') : text),
    withoutPlace,
  );
  const title = work
    .replace(FILLER, ' ')
    .replace(/[^\p{L}\p{M}\p{N}+#./&' -]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return { place, withoutPlace, mode: mode?.[0] ?? null, contract: contract?.[0] ?? null, work, title };
}

/** Pointers have an empty pointer, as the phrase was sent as such, and the words as quote. Never fails, whatever the phrase. */
export function profileFromQuery(asked: string, knowledge: Knowledge): Profile {
  const { taxonomy, occupations } = knowledge;
  const query = putRight(asked, knowledge);
  // A word that was put right is quoted as it was written.
  const shown = (quote: string) => ({
    pointers: [{ pointer: '', line: 1, quote: asked.includes(quote) || asked === query ? quote : asked }],
  });
  const { place, withoutPlace, mode, contract, work, title } = phraseParts(query);
  const mentions = taxonomy.find(withoutPlace);
  // A soft skill stands in every ad, so it tells none from another.
  const skills = new Map(
    mentions
      .filter(({ skill }) => skill.kind === 'hard' || skill.kind === 'tool')
      .map(({ skill, text }) => [
        skill.id,
        { id: skill.id, name: skill.name, monthsUsed: null, lastUsed: null, ...shown(text) },
      ]),
  );
  const profile: Omit<Profile, 'embeddingText'> = {
    source: 'search',
    titles: title === '' ? [] : [{ text: title, isCurrent: true, endDate: null, ...shown(title) }],
    skills: [...skills.values()],
    experienceMonths: null,
    seniority: occupations.seniority(work),
    highestDegree: null,
    fieldsOfStudy: [],
    languages: mentions.flatMap(({ skill, text }) => {
      const code = skill.kind === 'language' ? languageCode(skill.name) : null;
      return code === null ? [] : [{ code, ...shown(text) }];
    }),
    certificates: mentions
      .filter(({ skill }) => skill.kind === 'certificate')
      .map(({ skill, text }) => ({ name: skill.name, ...shown(text) })),
    location: place && { raw: place.raw, city: place.city, countryCode: place.countryCode, ...shown(place.raw) },
    workMode: mode,
    employmentType: contract,
    relocation: null,
    salaryExpectation: null,
    lines: [],
  };
  return { ...profile, embeddingText: profileEmbeddingText(profile) || query };
}
