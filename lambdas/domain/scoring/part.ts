/** What every category of the score hands back: a number at once, and its reasons when they are asked for. */
import type { Job } from '../job';
import type { JobFacts } from '../job-facts';
import type { Category, CategoryKey, JobMatch } from '../match';
import type { Pointer } from '../profile';

export type Evidence = Category['evidence'][number];
export type Requirement = JobMatch['requirements'][number];

/** A job and what was read from it. */
export interface Scorable {
  job: Job;
  facts: JobFacts;
}

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

/** Every category of one pair; the skills part also lists what was found. */
export type Parts = Record<CategoryKey, Part> & { skills: SkillsPart };

export interface SkillsPart extends Part {
  /** Matched, related, missing and extra skills. */
  list(): JobMatch['skills'];
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
