/** Jobs as the score takes them, and what the caller is told of their text. */
import type { Knowledge } from '../domain/knowledge';
import { jobFactsVersion, readJob } from '../domain/read-job';
import type { Scorable } from '../domain/score-match';

/** Facts that an older reader left are read again, so that a new reader needs no rewrite of the catalogue. */
export function scorable({ job, facts }: Scorable, knowledge: Knowledge): Scorable {
  return { job, facts: facts.version === jobFactsVersion(knowledge) ? facts : readJob(job, knowledge) };
}

/** Of the jobs that are answered, those whose text was not read as a whole. */
export function jobWarnings(jobs: readonly Scorable[], matches: readonly { jobId: string }[]): string[] {
  const suspect = new Set(jobs.flatMap(({ job, facts }) => (facts.signals === undefined ? [] : [job.id])));
  return matches
    .filter(({ jobId }) => suspect.has(jobId))
    .map(({ jobId }) => `Text of the job ${jobId} that speaks to a model, or repeats keywords, was not read.`);
}
