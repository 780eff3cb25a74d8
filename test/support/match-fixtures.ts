/** Invented candidates and jobs for tests of matching. */
import type { Job } from '../../lambdas/domain/job';
import type { Knowledge } from '../../lambdas/domain/knowledge';
import type { JobMatch, Weights } from '../../lambdas/domain/match';
import { type Profile, type ProfileInput, profileInputSchema } from '../../lambdas/domain/profile';
import { profileFromInput } from '../../lambdas/domain/profile-from-input';
import { readJob } from '../../lambdas/domain/read-job';
import { type Scorable, scoreMatch } from '../../lambdas/domain/score-match';
import { wordlessKnowledge } from './knowledge';

/** A word table of 26 numbers, one a letter: enough for texts to be near or far. */
export function letterWords(): Knowledge['words'] {
  return {
    space: 'letters',
    embed(text) {
      const counts = new Array<number>(26).fill(0);
      for (const letter of text.toLowerCase().match(/[a-z]/g) ?? []) {
        const at = letter.charCodeAt(0) - 97;
        counts[at] = (counts[at] ?? 0) + 1;
      }
      const length = Math.hypot(...counts);
      return length === 0 ? counts : counts.map((count) => count / length);
    },
  };
}

export function letterKnowledge(): Knowledge {
  return { ...wordlessKnowledge(), words: letterWords() };
}

export const knowledge = wordlessKnowledge();

export function aJob(change: Partial<Job> = {}): Job {
  return { id: 'job_1', title: 'Backend Developer', description: 'Our shop needs a hand.', ...change };
}

export function scorable(change: Partial<Job> = {}, known: Knowledge = knowledge): Scorable {
  const job = aJob(change);
  return { job, facts: readJob(job, known) };
}

/** A record of a person, however little a test says of them. */
export function aProfile(change: Partial<ProfileInput> = {}, known: Knowledge = knowledge): Profile {
  return { ...aSearch(change, known), source: 'record' };
}

/** As the service takes it: next to nothing is a search. */
export function aSearch(change: Partial<ProfileInput> = {}, known: Knowledge = knowledge): Profile {
  return profileFromInput(profileInputSchema.parse(change), known);
}

/** The match of a profile and a job that both state just what a test is about; no skill is read from the title. */
export function match(profile: Partial<ProfileInput>, job: Partial<Job>, weights?: Weights): JobMatch {
  const stated = scorable({ mustHaveSkills: [], niceToHaveSkills: [], ...job });
  return scoreMatch(aProfile(profile), stated, { knowledge, weights });
}

export function category(found: JobMatch, key: JobMatch['categories'][number]['key']) {
  const category = found.categories.find((each) => each.key === key);
  if (!category) throw new Error(`no category ${key}`);
  return category;
}
