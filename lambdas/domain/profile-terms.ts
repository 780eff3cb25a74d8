/** The words and skills by which the term index finds jobs for a candidate. */
import type { Profile } from './profile';
import { tellingWords } from './read-job';

/** Each term is one query of the store. */
const MOST = { titles: 3, titleWords: 8, skills: 16 } as const;
/** A word of the title says more of the work than one skill among twenty. */
const TITLE_WEIGHT = 3;

/** Title words of the most recent titles, then the skills in the resume's order; weights are for `TermIndex.find`. */
export function profileTerms(profile: Pick<Profile, 'titles' | 'skills'>): { term: string; weight: number }[] {
  const words = profile.titles.slice(0, MOST.titles).flatMap((title) => tellingWords(title.text));
  return [
    ...[...new Set(words)].slice(0, MOST.titleWords).map((word) => ({ term: `title:${word}`, weight: TITLE_WEIGHT })),
    ...profile.skills.slice(0, MOST.skills).map((skill) => ({ term: `skill:${skill.id}`, weight: 1 })),
  ];
}
