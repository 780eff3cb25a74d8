/** The title and seniority categories: is it the same work, and at the same level? */
import { packedCosine, unpackVector } from '../compact-vector';
import type { JobFacts } from '../job-facts';
import type { Seniority } from '../resume';
import type { Candidate } from './candidate';
import { fact, noData, type Part } from './part';

/** What a title counts by its place in the resume, most recent first. */
const RECENCY = [1, 0.85, 0.7, 0.6, 0.5, 0.4] as const;
/** Share of the occupation tables in the title's score; the rest is the words' nearness, which knows new titles too. */
const BY_OCCUPATION = 0.35;

/** One title in other words; the occupation tables put a software engineer and a DevOps engineer under one code. */
const SAME_WORK = 1;

/** The best of the titles held, older ones a little less: same occupation, and words near in meaning. */
export function scoreTitle(candidate: Candidate, facts: JobFacts): Part {
  const words = facts.titleEmbedding === null ? null : unpackVector(facts.titleEmbedding);
  let best: { score: number; held: Candidate['titles'][number]; asked: string } | undefined;
  for (const [place, held] of candidate.titles.entries()) {
    const near = words === null || held.vector === null ? null : Math.max(0, packedCosine(held.vector, words));
    for (const asked of facts.titles) {
      const same = candidate.sameWork(held.text, asked);
      const score =
        100 * (RECENCY[place] ?? 0) * (near === null ? same : BY_OCCUPATION * same + (1 - BY_OCCUPATION) * near);
      if (!best || score > best.score) best = { score, held, asked };
    }
  }
  if (!best) return noData;
  const { score, held, asked } = best;
  const same = candidate.sameWork(held.text, asked) >= SAME_WORK;
  return {
    score,
    explain() {
      const [verdict, polarity] =
        score >= 75
          ? ([same ? 'is the same work as' : 'is close to', 'positive'] as const)
          : score >= 45
            ? (['is near', 'neutral'] as const)
            : (['is not near', 'negative'] as const);
      return { evidence: [fact(`“${held.text}” ${verdict} “${asked}”.`, polarity, held.pointers, ['/title'])] };
    },
  };
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
  if (held === null || asked === null) return noData;
  const steps = STEP[held] - STEP[asked];
  return {
    score: Math.max(0, 100 - PER_STEP * Math.abs(steps)),
    explain() {
      const pointers = candidate.profile.titles[0]?.pointers ?? [];
      const text =
        held === asked
          ? `Both are at ${asked} level.`
          : `${candidate.profile.source === 'search' ? 'The search names' : 'The candidate is at'} ${held} level, the job is at ${asked} level.`;
      const polarity = steps === 0 ? 'positive' : steps > 0 ? 'neutral' : 'negative';
      return { evidence: [fact(text, polarity, pointers, ['/title'])] };
    },
  };
}
