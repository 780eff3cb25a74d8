/** The title and seniority categories: is it the same work, and at the same level? */
import type { JobFacts } from '../job-facts';
import type { Seniority } from '../resume';
import type { Candidate } from './candidate';
import { fact, type Part, part } from './part';

/** Titles held that are compared; older ones say little of what comes next. */
const MAX_TITLES = 6;
/** What a title counts by its place in the resume, most recent first. */
const RECENCY = [1, 1, 0.95, 0.9, 0.85, 0.8] as const;

/** The best pair of a title held and a title of the job, older titles a little less. */
export function scoreTitle(candidate: Candidate, facts: JobFacts): Part {
  let best: { score: number; held: (typeof candidate.profile.titles)[number]; asked: string } | undefined;
  for (const [place, held] of candidate.profile.titles.slice(0, MAX_TITLES).entries()) {
    for (const asked of facts.titles) {
      const score = 100 * candidate.titleSimilarity(held.text, asked) * (RECENCY[place] ?? 0);
      if (!best || score > best.score) best = { score, held, asked };
    }
  }
  if (!best) return part(null);
  const { score, held, asked } = best;
  const [verdict, polarity] =
    score >= 75
      ? (['is the same work as', 'positive'] as const)
      : score >= 40
        ? (['is near', 'neutral'] as const)
        : (['is not near', 'negative'] as const);
  return part(score, {
    evidence: [fact(`“${held.text}” ${verdict} “${asked}”.`, polarity, held.pointers, ['/title'])],
  });
}

/** Steps of a career; a lead and a manager stand on one step of two ladders. */
const STEP: Record<Seniority, number> = {
  intern: 0,
  junior: 1,
  mid: 2,
  senior: 3,
  lead: 4,
  manager: 4,
  director: 5,
  executive: 6,
};
const PER_STEP = 25;

/** 100 on the same step, 25 less for each step between. */
export function scoreSeniority(candidate: Candidate, facts: JobFacts): Part {
  const held = candidate.profile.seniority;
  const asked = facts.seniority;
  if (held === null || asked === null) return part(null);
  const steps = STEP[held] - STEP[asked];
  const score = Math.max(0, 100 - PER_STEP * Math.abs(steps));
  const pointers = candidate.profile.titles[0]?.pointers ?? [];
  const text =
    steps === 0 ? `Both are at ${asked} level.` : `The candidate is at ${held} level, the job at ${asked} level.`;
  return part(score, {
    evidence: [fact(text, steps === 0 ? 'positive' : steps > 0 ? 'neutral' : 'negative', pointers, ['/title'])],
  });
}
