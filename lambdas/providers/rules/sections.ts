/** Cuts a document into sections at its headings; size, weight and space help the words. */
import { headingKind, squash } from './headings';
import type { SectionKind } from './lexicon/headings';
import type { Line } from './lines';

export interface Section {
  /** `top` is what stands before the first heading; `unknown` has a heading that fits no kind. */
  kind: SectionKind | 'top' | 'unknown';
  /** As written; empty for `top`. */
  heading: string;
  /** Without the heading line; text after a heading on its own line is the first of them. */
  lines: Line[];
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
