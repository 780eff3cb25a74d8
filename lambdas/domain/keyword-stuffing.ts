/** Words that are there for a search engine: the same ones over and over, or a list of more skills than anybody has. */
import type { SkillTaxonomy } from './skills';

/** The kind of its signal. */
export const STUFFING = 'keyword-stuffing';
/** Different known skills in neighbouring lines of lists; the longest such list of 168 real resumes had 25. */
const MOST_SKILLS = 60;
/** Skills that make a line a list, and characters of the line to each; in prose they stand further apart. */
const LIST = { skills: 3, characters: 40 } as const;
/** Times that a word of a line may come back, and the share of the line's words from which it is all the line says. */
const REPEATS = { times: 8, share: 0.3 } as const;

export interface Stuffing {
  /** From the first line to before the second. */
  from: number;
  to: number;
}

/** Runs of lines that name more skills than anybody has. */
export function skillHeaps(lines: readonly string[], taxonomy: Pick<SkillTaxonomy, 'find'>): Stuffing[] {
  const heaps: Stuffing[] = [];
  let from = 0;
  let skills = new Set<string>();
  const close = (to: number) => {
    if (skills.size > MOST_SKILLS) heaps.push({ from, to });
    skills = new Set();
  };
  lines.forEach((line, at) => {
    const named = new Set(taxonomy.find(line).map(({ skill }) => skill.id));
    if (named.size < LIST.skills || line.length > named.size * LIST.characters) {
      close(at);
      from = at + 1;
    } else for (const id of named) skills.add(id);
  });
  close(lines.length);
  return heaps;
}

/** The line with each word that it repeats over and over said once; undefined where it does not. */
export function withoutRepeats(line: string): string | undefined {
  if (line.length < 24) return undefined;
  const words = line.split(/[\s,;|/•·]+/u).filter((word) => word !== '');
  if (words.length < REPEATS.times) return undefined;
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word.toLowerCase(), (counts.get(word.toLowerCase()) ?? 0) + 1);
  const stuffed = [...counts].filter(
    ([word, times]) => word.length > 1 && times >= REPEATS.times && times > words.length * REPEATS.share,
  );
  const rounds = Math.min(...counts.values());
  if (stuffed.length === 0 && rounds < REPEATS.times) return undefined;
  const seen = new Set<string>();
  const pieces = line.split(/([\s,;|/•·]+)/u);
  let kept = '';
  for (let at = 0; at < pieces.length; at += 2) {
    const word = (pieces[at] ?? '').toLowerCase();
    const again = seen.has(word) && (rounds >= REPEATS.times || stuffed.some(([one]) => one === word));
    seen.add(word);
    if (!again) kept += (pieces[at] ?? '') + (pieces[at + 1] ?? '');
  }
  return kept.replace(/[\s,;|/•·]+$/u, '').trim();
}
