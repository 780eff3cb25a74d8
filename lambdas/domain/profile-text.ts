/** The text of a candidate that is embedded, and the one way to build it, whatever the profile was made from. */
import type { Profile } from './profile';

/** Titles, skills and characters of role lines that are embedded; more of them only blurs the vector. */
const EMBEDDED = { titles: 4, skills: 40, lineCharacters: 1200 } as const;

/** Titles (most recent first), skills (in one order, so that theirs changes no vector), then role lines until the budget is spent. */
export function profileEmbeddingText(profile: Pick<Profile, 'titles' | 'skills' | 'lines' | 'fieldsOfStudy'>): string {
  const parts = [
    profile.titles
      .slice(0, EMBEDDED.titles)
      .map((title) => title.text)
      .join('. '),
    profile.skills
      .slice(0, EMBEDDED.skills)
      .map((skill) => skill.name)
      .sort()
      .join(', '),
    profile.fieldsOfStudy
      .slice(0, 2)
      .map((field) => field.text)
      .join(', '),
  ];
  let left = EMBEDDED.lineCharacters;
  for (const line of profile.lines) {
    if (left <= 0) break;
    parts.push(line.text.slice(0, left));
    left -= line.text.length;
  }
  return parts.filter((part) => part !== '').join('\n');
}
