/** The length of experience that a resume states in words: "8.5+ years of experience", "Total experience: 5 years 5 months". */
import type { DocumentText } from './document-text';

const WORDS = 'one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty'.split(' ');
const VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 20, 30];
const SPAN = `(?<![\\d.,$€£])(?<years>\\d{1,2}(?:[.,]\\d{1,2})?|${WORDS.join('|')})\\s*\\+?\\s*-?\\s*(?:years?|yrs?)\\b['’.]?(?:\\s*(?:and|&|,)?\\s*(?<months>\\d{1,2})\\s*months?)?`;
/** What the years are of must stand beside them: "in 2 years" and "a 3-year plan" say nothing. */
const PATTERNS = [
  new RegExp(`\\bexperience\\W{0,4}${SPAN}`, 'iu'),
  new RegExp(`${SPAN}[^.;]{0,40}\\b(?:experience|expertise|background)\\b`, 'iu'),
  new RegExp(
    `\\b(?:for|over|almost|nearly|past|with)\\s+(?:the\\s+)?(?:(?:more|less) than\\s+|over\\s+|past\\s+|last\\s+)?${SPAN}`,
    'iu',
  ),
  new RegExp(`^\\W*${SPAN}\\s*\\+?\\s+(?:as|in|of|work(?:ed|ing))\\b`, 'iu'),
];
/** Lines in which a resume sums itself up: its first page. */
const LINES = 60;
const LONGEST_LINE = 600;
const LONGEST_CAREER_YEARS = 60;

/** Months; null when no line says. What speaks of experience comes before what only counts years, else the first. */
export function statedExperienceMonths(document: Pick<DocumentText, 'lines'>): number | null {
  const lines = document.lines.slice(0, LINES).map(({ text }) => text.slice(0, LONGEST_LINE));
  for (const pattern of PATTERNS) {
    for (const line of lines) {
      const groups = pattern.exec(line)?.groups;
      if (groups === undefined) continue;
      const written = (groups.years ?? '').toLowerCase();
      const named = WORDS.indexOf(written);
      const years = named >= 0 ? (VALUES[named] ?? 0) : Number(written.replace(',', '.'));
      if (years > 0 && years <= LONGEST_CAREER_YEARS) return Math.round(years * 12 + Number(groups.months ?? 0));
    }
  }
  return null;
}
