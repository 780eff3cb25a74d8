/** What a search phrase says of the person who types it: "senior nurse in Leeds, part remote". */
import type { Knowledge } from './knowledge';
import { findPlace } from './places';
import type { Profile } from './profile';
import { profileEmbeddingText } from './profile-text';

const MODES = /\b(remote|hybrid|on-?site|work from home|home office)\b/i;
/** Words of asking, not of the job. */
const FILLER =
  /\b(?:jobs?|positions?|roles?|vacanc(?:y|ies)|openings?|careers?|opportunit(?:y|ies)|looking for|i want|i am|find me|near me|work(?:ing)? as|with|and|an?|the|in|at|near|around|based)\b/gi;

/** Pointers have an empty pointer, as the phrase was sent as such, and the words as quote. */
export function profileFromQuery(query: string, { taxonomy, occupations }: Knowledge): Profile {
  const shown = (quote: string) => ({ pointers: [{ pointer: '', line: 1, quote }] });
  const place = findPlace(query);
  const mode = MODES.exec(query)?.[1]?.toLowerCase();
  const withoutPlace = place ? `${query.slice(0, place.start)} ${query.slice(place.end)}` : query;
  const title = withoutPlace
    .replace(new RegExp(MODES.source, 'gi'), ' ')
    .replace(FILLER, ' ')
    .replace(/[^\p{L}\p{N}+#./&' -]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const mentions = taxonomy.find(withoutPlace);
  const skills = new Map(
    mentions
      .filter(({ skill }) => skill.kind !== 'certificate' && skill.kind !== 'language')
      .map(({ skill, text }) => [
        skill.id,
        { id: skill.id, name: skill.name, monthsUsed: null, lastUsed: null, ...shown(text) },
      ]),
  );
  const profile: Omit<Profile, 'embeddingText'> = {
    titles: title === '' ? [] : [{ text: title, isCurrent: true, endDate: null, ...shown(title) }],
    skills: [...skills.values()],
    experienceMonths: null,
    seniority: occupations.seniority(withoutPlace),
    highestDegree: null,
    fieldsOfStudy: [],
    languages: [],
    certificates: mentions
      .filter(({ skill }) => skill.kind === 'certificate')
      .map(({ skill, text }) => ({ name: skill.name, ...shown(text) })),
    location: place && { raw: place.raw, city: place.city, countryCode: place.countryCode, ...shown(place.raw) },
    workMode: mode === undefined ? null : mode === 'hybrid' ? 'hybrid' : /site/.test(mode) ? 'on-site' : 'remote',
    relocation: null,
    salaryExpectation: null,
    lines: [],
  };
  return { ...profile, embeddingText: profileEmbeddingText(profile) || query };
}
