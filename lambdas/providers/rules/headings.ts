/** Tells a section heading from other lines by its words: a lexicon and a small grammar. */
import { degreePattern } from './lexicon/degree-words';
import { coreWords, foreignHeadings, modifierWords, type SectionKind, sectionKinds } from './lexicon/headings';
import { capitalShare, fold } from './words';

export const squash = (text: string) => fold(text).replace(/[^\p{L}\p{N}]+/gu, '');
const kindOfWord = new Map<string, SectionKind>();
for (const kind of [...sectionKinds].reverse())
  for (const word of coreWords[kind].split(' ')) kindOfWord.set(word, kind);
const allowed = new Set([...modifierWords, ...kindOfWord.keys()]);
const foreign = new Map<string, SectionKind>();
for (const kind of sectionKinds) for (const phrase of foreignHeadings[kind] ?? []) foreign.set(squash(phrase), kind);
/** Single words of the lexicon, for headings set with a blank between the letters. */
const spaced = new Map<string, SectionKind>([
  ...[...kindOfWord].filter(([word]) => word.length > 5),
  ['workexperience', 'work'],
  ['professionalexperience', 'work'],
  ['employmenthistory', 'work'],
  ['workhistory', 'work'],
  ['technicalskills', 'skills'],
  ['careerobjective', 'summary'],
  ['professionalsummary', 'summary'],
]);

/** The kind of section that a heading's words announce, or undefined when it holds other words too. */
export function headingKind(text: string): SectionKind | undefined {
  // The second line of a heading, or of a sentence.
  if (/^\s*(?:&|and\b)/i.test(text)) return undefined;
  const kind = kindByWords(text);
  return kind === 'education' && namesDegree(text) ? undefined : kind;
}

/** "BA in Elementary Education" ends like a heading and is a line of one; "Degree" alone is a heading. */
function namesDegree(text: string): boolean {
  const [degree] = text.match(degreePattern) ?? [];
  return degree !== undefined && degree.length < text.trim().length - 1 && !/^(?:degree|certificate)$/i.test(degree);
}

function kindByWords(text: string): SectionKind | undefined {
  const bare = text
    .replace(/^\s*(?:\(?(?:\d{1,2}|[ivxIVX]{1,4}|[A-Ha-h])[.):]+\s*|[^\p{L}]+)/u, '')
    .replace(/[\s:.\-–—_*=~|]+$/u, '');
  if (bare.length < 2 || bare.length > 60) return undefined;
  const known = foreign.get(squash(bare));
  if (known !== undefined) return known;
  const words = bare
    .toLowerCase()
    .split(/[\s/&,+|()–—-]+/)
    .filter(Boolean);
  if (words.length === 0 || words.length > 7) return undefined;
  if (words.some((word) => word.length <= 2 && !allowed.has(word)) && bare === bare.toUpperCase()) {
    const joined = splitWords(squash(bare));
    return joined === undefined ? spaced.get(squash(bare)) : decide(joined, joined.join(' '));
  }
  const last = words[words.length - 1] ?? '';
  if (words.every((word) => allowed.has(word.replace(/[.’']s?$/, '')))) {
    return kindOfWord.has(last) || trailers.has(last) || words.length === 1
      ? decide(words, bare.toLowerCase())
      : undefined;
  }
  return words.length <= 5 && capitalShare(bare) === 1 ? closing.get(words[words.length - 1] ?? '') : undefined;
}

const longWords = [...allowed].filter((word) => /^\p{L}{3,}$/u.test(word)).sort((a, b) => b.length - a.length);
const first = new Map<string, string[]>();
for (const word of longWords) first.set(word.slice(0, 2), [...(first.get(word.slice(0, 2)) ?? []), word]);

/** Small capitals come out of some files as "P ROFE SSI ONAL E XPER IENCE": the words of the squashed line, if it is made of heading words only. */
function splitWords(text: string): string[] | undefined {
  const reach: (string[] | undefined)[] = [[]];
  for (let at = 0; at < text.length; at++) {
    const before = reach[at];
    if (before === undefined) continue;
    for (const word of first.get(text.slice(at, at + 2)) ?? []) {
      if (text.startsWith(word, at) && reach[at + word.length] === undefined)
        reach[at + word.length] = [...before, word];
    }
    if (text.startsWith('of', at) && reach[at + 2] === undefined) reach[at + 2] = [...before, 'of'];
  }
  return reach[text.length];
}

/** Words that may close a heading after its core: "Employment Details"; with another, "Project Management" is a skill. */
const trailers = new Set(
  'details detail summary history background overview profile information record records section held attended obtained achieved completed set sets used known highlights vitae data level levels attained list chronology progression path continued contd part life school university college service studies degrees degree diplomas qualification outside specific & etc positions i ii'.split(
    ' ',
  ),
);

/** Nouns that make a heading whatever stands before them: "Customer Service Experience". */
const closing = new Map<string, SectionKind>([
  ...['experience', 'experiences', 'employment', 'traineeship', 'traineeships', 'internships'].map(
    (word) => [word, 'work'] as const,
  ),
  ...['skills', 'competencies'].map((word) => [word, 'skills'] as const),
  ...['education', 'qualifications'].map((word) => [word, 'education'] as const),
  ['projects', 'projects'],
  ['awards', 'awards'],
  ['certifications', 'certificates'],
  ['publications', 'publications'],
  ['activities', 'other'],
  ['memberships', 'other'],
  ['positions', 'work'],
  ['appointments', 'work'],
]);

function decide(words: readonly string[], text: string): SectionKind | undefined {
  const has = (...options: string[]) => options.some((option) => words.includes(option));
  const found = new Set(words.map((word) => kindOfWord.get(word)).filter((kind) => kind !== undefined));
  if (words.length === 1 && has('research', 'teaching')) return 'work';
  if (has('military') && has('service', 'history', 'background')) return 'work';
  if (words.length === 1 && has('studies', 'degrees')) return 'education';
  if (found.size === 0) return words.length <= 3 && has('background') ? 'summary' : undefined;
  if (has('languages', 'language') && has('programming', 'computer', 'software', 'tools', 'scripting')) return 'skills';
  if (has('qualifications', 'qualification', 'background')) {
    if (has('academic', 'educational', 'education', 'academics', 'scholastic')) return 'education';
    if (has('summary', 'key', 'highlights')) return 'summary';
    if (has('qualification')) return 'education';
    if (has('technical', 'computer', 'software')) return 'skills';
    if (has('professional') && words.length <= 2 && has('background')) return 'work';
  }
  if (
    words.length === 1 &&
    has(
      'position',
      'assignment',
      'job',
      'technology',
      'project',
      'technologies',
      'tools',
      'software',
      'details',
      'development',
    )
  )
    return undefined;
  if (has('training') && found.size === 1 && found.has('other')) return 'certificates';
  if (has('experience', 'employment', 'history') && found.has('skills') && !has('skills', 'expertise')) return 'work';
  if (has('objective', 'objectives')) return 'summary';
  if (has('references', 'referees') || has('publications'))
    return has('references', 'referees') ? 'references' : 'publications';
  if (has('education')) return /^experiences? in\b|\bexperiences? in education\b/.test(text) ? 'work' : 'education';
  if (
    has('summary', 'profile', 'overview') &&
    has('career', 'professional', 'executive', 'personal') &&
    !has('skills', 'experience', 'employment')
  )
    return 'summary';
  if (has('summary') && has('skills', 'technical')) return 'skills';
  if (has('personal') && has('skills', 'strengths', 'attributes')) return 'skills';
  if (has('details', 'information', 'data', 'profile') && found.has('personal')) return 'personal';
  if (has('professional') && has('experience')) return 'work';
  if (has('project', 'projects') && has('work', 'experience') && has('work')) return 'work';
  if (has('academic', 'educational') && found.has('projects')) return 'projects';
  if (has('information', 'details') && has('additional', 'other')) return 'other';
  if (has('language', 'languages', 'linguistic')) return 'languages';
  if (has('professional') && words.length === 2 && has('development')) return 'certificates';
  if (has('volunteer', 'volunteering', 'voluntary')) return 'volunteer';
  // The noun at the end says what it is: "Academic Appointments" are work. A list says what comes first.
  const heads = words.filter((word) => kindOfWord.has(word));
  if (!/\b(?:and|of|in|for)\b|&|,/.test(text)) return kindOfWord.get(heads[heads.length - 1] ?? '');
  return sectionKinds.find((kind) => found.has(kind));
}
