/** The project's own cases of matching: sample resumes and search phrases against the sample jobs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { expansionOf, MAX_SUGGESTIONS, suggestionsOf } from '../lambdas/domain/expansion';
import { jobSchema } from '../lambdas/domain/job';
import type { Knowledge } from '../lambdas/domain/knowledge';
import type { Profile } from '../lambdas/domain/profile';
import { profileFromQuery } from '../lambdas/domain/profile-from-query';
import { readJob } from '../lambdas/domain/read-job';
import { relatedWork } from '../lambdas/domain/related-work';
import { compareScored, matchScorer, type Scorable } from '../lambdas/domain/score-match';
import { putRight } from '../lambdas/domain/spelling';
import { mean, ndcg, pairsInOrder, precision, type Ranking } from './ranking';
import { profileOf } from './read-profile';

const samples = join(__dirname, '..', 'dev', 'samples');

/** A sample resume and the grades (2 fits, 1 is near) of sample jobs. */
const caseSchema = z.strictObject({ resumeId: z.string(), relevance: z.record(z.string(), z.number()) });

/** A search phrase and the sample job that must stand among the first `within`. */
const querySchema = z.strictObject({ query: z.string(), jobId: z.string(), within: z.int().min(1) });
export type QueryCase = z.infer<typeof querySchema>;

/** Ids of the sample jobs, best first. */
export type RankSamples = (profile: Profile) => string[];

/** Reads every sample job once. */
export function sampleRanker(knowledge: Knowledge): { rank: RankSamples; jobs: number } {
  const jobs = jobSchema.array().parse(JSON.parse(readFileSync(join(samples, 'jobs.json'), 'utf8')));
  const stored: Scorable[] = jobs.map((job) => ({ job, facts: readJob(job, knowledge) }));
  const rank = (profile: Profile) => {
    const scorer = matchScorer(profile, knowledge);
    return stored
      .map((each) => scorer.score(each))
      .sort(compareScored)
      .map(({ jobId }) => jobId);
  };
  return { rank, jobs: jobs.length };
}

export function readQueryCases(): QueryCase[] {
  return readCases('queries.jsonl', querySchema);
}

export function evaluateCases(knowledge: Knowledge): void {
  const { rank, jobs } = sampleRanker(knowledge);
  const cases = readCases('match.jsonl', caseSchema);
  const rankings = cases.map(({ resumeId, relevance }): Ranking => {
    const text = readFileSync(join(samples, 'resumes', `${resumeId}.txt`), 'utf8');
    return rank(profileOf(text, knowledge)).map((id) => ({ id, label: relevance[id] ?? 0 }));
  });
  console.log(`\n${cases.length} own cases against ${jobs} sample jobs`);
  cases.forEach(({ resumeId }, index) => {
    const ranking = rankings[index] ?? [];
    console.log(`${(ndcg(ranking, 10) ?? 0).toFixed(3)}  ${resumeId.padEnd(32)} first: ${ranking[0]?.id ?? '-'}`);
  });
  console.log(`nDCG@10         ${mean(rankings.map((ranking) => ndcg(ranking, 10))).toFixed(3)}`);
  console.log(`a fit is first  ${mean(rankings.map((ranking) => precision(ranking, 1, 2))).toFixed(3)}`);
  const judged = rankings.map((ranking, index) => ranking.filter(({ id }) => id in (cases[index]?.relevance ?? {})));
  console.log(`pairs in order  ${mean(judged.map(pairsInOrder)).toFixed(3)} (judged jobs only)`);
}

/** The phrase with the nearest title, as the rules expand it. */
export function expandedByRules(query: string, knowledge: Knowledge): string {
  const phrase = putRight(query, knowledge);
  const said = suggestionsOf(relatedWork(phrase, knowledge));
  return expansionOf(phrase, said, { knowledge, limit: MAX_SUGGESTIONS, byModel: false }).expanded;
}

/** Prints the phrases whose job stands too low, and how many do not; and the same for the phrases in other words. */
export function evaluateQueries(knowledge: Knowledge): void {
  const { rank } = sampleRanker(knowledge);
  const places = readQueryCases().map((each) => ({
    ...each,
    place: rank(profileFromQuery(each.query, knowledge)).indexOf(each.jobId) + 1,
  }));
  console.log(`\n${places.length} search phrases, each with the sample job that must come first or among the first`);
  for (const { query, jobId, within, place } of places) {
    if (place > within) console.log(`${jobId} is ${place}, not within ${within}: ${query}`);
  }
  console.log(`held            ${places.filter(({ place, within }) => place <= within).length}`);
  console.log(`first           ${places.filter(({ place }) => place === 1).length}`);
  console.log(`mean reciprocal rank  ${mean(places.map(({ place }) => 1 / place)).toFixed(3)}`);
  const expanded = places.map(({ query, jobId, within }) => ({
    within,
    place: rank(profileFromQuery(expandedByRules(query, knowledge), knowledge)).indexOf(jobId) + 1,
  }));
  const held = expanded.filter(({ place, within }) => place <= within).length;
  const first = expanded.filter(({ place }) => place === 1).length;
  const reciprocal = mean(expanded.map(({ place }) => 1 / place)).toFixed(3);
  console.log(`expanded by the rules: held ${held}, first ${first}, mean reciprocal rank ${reciprocal}`);
}

function readCases<T>(file: string, schema: z.ZodType<T>): T[] {
  return readFileSync(join(__dirname, 'cases', file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}
