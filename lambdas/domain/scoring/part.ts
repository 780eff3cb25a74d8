/** What every category of the score hands back: a number at once, and its reasons when they are asked for. */
import type { Category, JobMatch } from '../match';
import type { Pointer } from '../profile';

export type Evidence = Category['evidence'][number];
export type Requirement = JobMatch['requirements'][number];

export interface Explanation {
  evidence: Evidence[];
  requirements: Requirement[];
  knockouts: JobMatch['knockouts'];
}

export interface Part {
  /** 0 to 100; null when one side says nothing, which is not the same as 0. */
  score: number | null;
  /** Only the matches that are answered are explained: of three hundred jobs scored, ten or so. */
  explain(): Partial<Explanation>;
}

/** A category that neither side says enough about. */
export const noData: Part = { score: null, explain: () => ({}) };

export function fact(
  text: string,
  polarity: Evidence['polarity'],
  resumePointers: readonly Pointer[],
  jobPointers: readonly string[],
): Evidence {
  return { fact: text, polarity, resumePointers: [...resumePointers], jobPointers: [...jobPointers] };
}
