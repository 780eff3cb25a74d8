/** The words and skills by which the term index finds jobs for a candidate. */
import type { Profile } from './profile';
import { cityTerm, tellingWords } from './read-job';

/** Each term is one query of the store. */
const MOST = { titles: 3, titleWords: 8, skills: 16 } as const;
/** A word of the title says more of the work than one skill among twenty. */
const TITLE_WEIGHT = 3;
/** Of two jobs that share one word with the search, the one in its town goes first. */
const CITY_WEIGHT = 2;

/** Title words of the most recent titles, the skills in the resume's order, the town of a search; weights are for `TermIndex.find`. */
export function profileTerms(
  profile: Pick<Profile, 'source' | 'titles' | 'skills' | 'location'>,
): { term: string; weight: number }[] {
  const words = profile.titles.slice(0, MOST.titles).flatMap((title) => tellingWords(title.text));
  const city = profile.source === 'search' ? profile.location?.city : null;
  return [
    ...[...new Set(words)].slice(0, MOST.titleWords).map((word) => ({ term: `title:${word}`, weight: TITLE_WEIGHT })),
    ...profile.skills.slice(0, MOST.skills).map((skill) => ({ term: `skill:${skill.id}`, weight: 1 })),
    ...(city ? [{ term: cityTerm(city), weight: CITY_WEIGHT }] : []),
  ];
}
