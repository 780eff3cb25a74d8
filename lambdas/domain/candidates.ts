/** The other direction of matching: what callers send and get who look for candidates for a job. */
import * as z from 'zod';
import type { JobFacts } from './job-facts';
import { MAX_MATCHES } from './limits';
import { type JobMatch, jobMatchSchema, weightsSchema } from './match';
import { metaSchema } from './meta';
import type { Pointer, Profile } from './profile';
import { tellingWords } from './read-job';
import { parsedResumeSchema } from './resume';

/** Resumes in one request: named, and sent with it. */
export const MAX_RESUMES_PER_REQUEST = 100;

export const matchCandidatesRequestSchema = z
  .strictObject({
    resumeIds: z
      .array(z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, 'an id such as res_01'))
      .min(1)
      .max(MAX_RESUMES_PER_REQUEST)
      .optional()
      .describe('Rank these stored resumes'),
    resumes: z
      .array(parsedResumeSchema)
      .min(1)
      .max(MAX_RESUMES_PER_REQUEST)
      .optional()
      .describe('Rank these; without them and without `resumeIds`, all that you have stored'),
    weights: weightsSchema.optional(),
    limit: z.int().min(1).max(MAX_MATCHES).default(10),
    minScore: z.number().min(0).max(100).default(0),
  })
  .meta({ id: 'MatchCandidatesRequest' });
export type MatchCandidatesRequest = z.infer<typeof matchCandidatesRequestSchema>;

export const candidateMatchSchema = jobMatchSchema
  .omit({ job: true, jobId: true })
  .extend({ index: z.int().min(0).nullable().describe('Place among the `resumes` sent; null for a stored one') })
  .meta({ id: 'CandidateMatch', description: 'A JobMatch seen from the job: the same pair has the same id and score' });
export type CandidateMatch = z.infer<typeof candidateMatchSchema>;

export const matchCandidatesResponseSchema = z.strictObject({
  jobId: z.string(),
  candidates: z.array(candidateMatchSchema),
  searched: z.int().min(0).describe('Resumes that were scored'),
  meta: metaSchema,
});
export type MatchCandidatesResponse = z.infer<typeof matchCandidatesResponseSchema>;

/** What one row of the store holds, with room to spare. */
const MOST = { titles: 5, titleWords: 15, skills: 60 } as const;

/** The words and skills by which a stored resume is found for a job; nothing of who it is of. */
export function resumeTerms(profile: Pick<Profile, 'titles' | 'skills'>): string[] {
  const words = profile.titles.slice(0, MOST.titles).flatMap(({ text }) => tellingWords(text));
  return [
    ...[...new Set(words)].slice(0, MOST.titleWords).map((word) => `title:${word}`),
    ...profile.skills.slice(0, MOST.skills).map(({ id }) => `skill:${id}`),
  ];
}

/** A word of the title says more of the work than one skill among twenty, and a must more than what would be nice. */
const WEIGHTS = { title: 3, must: 2, nice: 1 } as const;

/** The same of a job, with how much each says. Either of two skills that would do counts. */
export function candidateTerms({ titles, mustHave, niceToHave }: JobFacts): Map<string, number> {
  const terms = new Map<string, number>();
  const add = (term: string, weight: number) => terms.set(term, Math.max(weight, terms.get(term) ?? 0));
  for (const title of titles) for (const word of tellingWords(title)) add(`title:${word}`, WEIGHTS.title);
  for (const [skills, weight] of [
    [mustHave, WEIGHTS.must],
    [niceToHave, WEIGHTS.nice],
  ] as const) {
    for (const { id, orElse = [] } of skills) {
      for (const skill of [id, ...orElse.map((other) => other.id)]) add(`skill:${skill}`, weight);
    }
  }
  return terms;
}

/**
 * The match without the words of the resume that show it: they are read by id. Of where the candidate lives a country is
 * left, as what reads like a town may be a street.
 */
export function candidateMatch(
  { job: _job, jobId: _jobId, ...match }: JobMatch,
  index: number | null,
  { location }: Pick<Profile, 'location'>,
): CandidateMatch {
  const home = location?.city || location?.raw;
  const told = (text: string) => (home ? text.replaceAll(home, location?.countryCode ?? 'another place') : text);
  return {
    ...match,
    index,
    categories: match.categories.map((category) => ({
      ...category,
      evidence: category.evidence.map(({ fact, ...rest }) => ({
        ...rest,
        fact: told(fact),
        resumePointers: unquoted(rest.resumePointers),
      })),
    })),
    requirements: match.requirements.map(withoutQuotes),
    skills: {
      ...match.skills,
      matched: match.skills.matched.map(withoutQuotes),
      related: match.skills.related.map(withoutQuotes),
    },
  };
}

const unquoted = (pointers: readonly Pointer[]) => pointers.map((pointer) => ({ ...pointer, quote: null }));
const withoutQuotes = <T extends { resumePointers: Pointer[] }>(shown: T): T => ({
  ...shown,
  resumePointers: unquoted(shown.resumePointers),
});
