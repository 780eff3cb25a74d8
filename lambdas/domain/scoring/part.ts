/** What every category of the score hands back: a number with its reasons, and the requirements it judged. */
import type { Category, JobMatch } from '../match';
import type { Pointer } from '../profile';

export type Evidence = Category['evidence'][number];
export type Requirement = JobMatch['requirements'][number];

export interface Part {
  /** 0 to 100; null when one side says nothing, which is not the same as 0. */
  score: number | null;
  evidence: Evidence[];
  requirements: Requirement[];
  knockouts: JobMatch['knockouts'];
}

export function part(score: number | null, rest: Partial<Omit<Part, 'score'>> = {}): Part {
  return { score, evidence: [], requirements: [], knockouts: [], ...rest };
}

export function fact(
  text: string,
  polarity: Evidence['polarity'],
  resumePointers: readonly Pointer[],
  jobPointers: readonly string[],
): Evidence {
  return { fact: text, polarity, resumePointers: [...resumePointers], jobPointers: [...jobPointers] };
}
