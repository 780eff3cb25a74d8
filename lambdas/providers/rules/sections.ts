/** Cuts a document into sections at its headings: a lexicon and a small grammar, helped by size, weight and space. */
import { coreWords, foreignHeadings, modifierWords, type SectionKind, sectionKinds } from './lexicon/headings';
import type { Line } from './lines';
import { capitalShare, fold } from './words';

export interface Section {
  /** `top` is what stands before the first heading; `unknown` has a heading that fits no kind. */
  kind: SectionKind | 'top' | 'unknown';
  /** As written; empty for `top`. */
  heading: string;
  /** Without the heading line; text after a heading on its own line is the first of them. */
  lines: Line[];
}

const squash = (text: string) => fold(text).replace(/[^\p{L}\p{N}]+/gu, '');
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
  'details detail summary history background overview profile information record records section held attended obtained achieved completed set sets used known highlights vitae data level levels attained list chronology continued contd part life school university college service studies degrees degree diplomas qualification outside specific & etc positions i ii'.split(
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
  if (has('education')) return 'education';
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

/** `SKILLS: Java, C++` and `Other skills   Word, Excel`: the heading's part and the rest. */
function inlineHeading(text: string): { head: string; rest: string; kind: SectionKind } | undefined {
  const cut = /^([^:\t]{3,45}?)\s*(?::-?|\t|\s[-–—]\s|\s{3,})\s*(\S.*)$/u.exec(text);
  if (cut === null) return undefined;
  const head = cut[1] ?? '';
  const kind = headingKind(head);
  return kind === undefined ? undefined : { head, rest: cut[2] ?? '', kind };
}

/** Headings of one document are set alike: how the sure ones look tells the unsure ones. */
const style = (line: Line) => `${Math.round(line.fontSize * 2)}|${line.bold}|${line.upper}`;

function looksLikeHeading(line: Line, previous: Line | undefined, small: boolean): boolean {
  const first = line.text.replace(/^[^\p{L}]+/u, '')[0] ?? '';
  if (first !== first.toUpperCase() && !small) return false;
  if (line.heading || line.upper || line.bold || line.text.endsWith(':') || line.spaceAbove) return true;
  if (/[.,;]$/.test(line.text)) return false;
  // A word wrapped from the sentence above it.
  return !(previous !== undefined && /(?:,|\b(?:and|of|in|the|with|for|to|&))$/i.test(previous.text));
}

/** Fields of a form (`Languages: English`) inside these sections stay where they are. */
const INLINE: ReadonlySet<SectionKind> = new Set([
  'skills',
  'languages',
  'education',
  'summary',
  'certificates',
  'interests',
  'awards',
  'references',
  'publications',
]);

/** Sections in order; every line but the headings is in exactly one. */
export function findSections(lines: readonly Line[]): Section[] {
  const sections: Section[] = [{ kind: 'top', heading: '', lines: [] }];
  const current = () => sections[sections.length - 1] as Section;
  const styles = new Map<string, number>();
  const sizes = lines.map((line) => line.fontSize).sort((a, b) => a - b);
  const body = sizes[Math.floor(sizes.length / 2)] ?? 0;
  // A style that sets all headings in small letters; elsewhere a small "experience" is a wrapped word.
  const small =
    lines.filter(
      (line) => line.words <= 3 && /^\p{Ll}[\p{Ll}\s&]+$/u.test(line.text) && headingKind(line.text) !== undefined,
    ).length >= 3;
  const kinds = lines.map((line, index) => {
    const kind =
      line.dates.length === 0 && line.words <= 8 && line.text.length <= 60 ? headingKind(line.text) : undefined;
    if (kind === undefined || !looksLikeHeading(line, lines[index - 1], small)) return undefined;
    styles.set(style(line), (styles.get(style(line)) ?? 0) + 1);
    return kind;
  });
  const totals = new Map<string, number>();
  for (const line of lines) totals.set(style(line), (totals.get(style(line)) ?? 0) + 1);
  /** Lines set as the known headings are, and as little else is. */
  const isHeadingStyle = (line: Line) => {
    const sure = styles.get(style(line)) ?? 0;
    const stands = line.fontSize > body * 1.1 || line.bold || line.upper;
    return sure >= 2 && stands && sure * (line.fontSize > body * 1.1 ? 4 : 2) >= (totals.get(style(line)) ?? 0);
  };
  const repeats = new Map<string, number>();
  lines.forEach((line, index) => {
    if (kinds[index] !== undefined) repeats.set(squash(line.text), (repeats.get(squash(line.text)) ?? 0) + 1);
  });
  let workStyle: Line | undefined;
  lines.forEach((line, index) => {
    const kind = isSubheading(
      line,
      kinds[index],
      (repeats.get(squash(line.text)) ?? 0) > 1,
      current().kind,
      workStyle,
      current().lines.length < 3,
    )
      ? undefined
      : kinds[index];
    if (kind === 'work') workStyle = line;
    if (kind !== undefined && !isTableCell(lines, kinds, index)) {
      sections.push({ kind, heading: line.text, lines: [] });
      return;
    }
    const inline = line.words <= 60 && !line.bullet ? inlineHeading(line.text) : undefined;
    if (inline !== undefined && INLINE.has(inline.kind) && inlineStarts(inline.head, current().kind, inline.kind)) {
      sections.push({ kind: inline.kind, heading: inline.head, lines: [{ ...line, text: inline.rest }] });
      return;
    }
    const marked =
      index > 2 &&
      line.words <= 6 &&
      line.dates.length === 0 &&
      !line.bullet &&
      !/[.,;]$/.test(line.text) &&
      line.text.length < 60 &&
      line.fontSize > 0 &&
      isHeadingStyle(line);
    if (marked) {
      sections.push({ kind: 'unknown', heading: line.text, lines: [] });
      return;
    }
    current().lines.push(line);
  });
  return sections;
}

const WITHIN_ENTRY: ReadonlySet<SectionKind> = new Set([
  'awards',
  'skills',
  'other',
  'summary',
  'projects',
  'languages',
  'certificates',
  'contact',
]);

/** "Key Accomplishments" under every job, or set smaller than "EXPERIENCE", is a part of the job. */
function isSubheading(
  line: Line,
  kind: SectionKind | undefined,
  repeated: boolean,
  within: Section['kind'],
  workStyle: Line | undefined,
  opened: boolean,
): boolean {
  if (kind === 'education' && within === 'work' && opened && /^[A-Za-z][.)]/.test(line.text)) return true;
  if (kind === undefined || (within !== 'work' && within !== 'projects') || !WITHIN_ENTRY.has(kind)) return false;
  if (repeated) return true;
  if (workStyle === undefined) return false;
  const smaller =
    line.fontSize < workStyle.fontSize - 0.4 ||
    (workStyle.upper && !line.upper) ||
    (workStyle.heading && !line.heading);
  return smaller && /achievement|accomplishment|highlight|technolog|tools|environment|details|project/i.test(line.text);
}

/** In a work section "Languages: Java" is a line of a project, unless it is set as a heading. */
function inlineStarts(head: string, within: Section['kind'], kind: SectionKind): boolean {
  if (within === kind) return false;
  const upper = head === head.toUpperCase();
  if (within === 'work' || within === 'projects') return upper && head.length > 4;
  if (within === 'education') return kind !== 'education' && (upper || kind === 'skills' || kind === 'languages');
  return within === 'top' || within === 'personal' || within === 'other' || upper;
}

/** Three headings in a row with nothing between are the head of a table or a list of words, but for the last. */
function isTableCell(lines: readonly Line[], kinds: readonly (SectionKind | undefined)[], index: number): boolean {
  const line = lines[index] as Line;
  if (line.heading || line.upper || line.bold) return false;
  return kinds[index + 1] !== undefined && kinds[index + 1] === kinds[index] && !(lines[index + 1] as Line).upper;
}
