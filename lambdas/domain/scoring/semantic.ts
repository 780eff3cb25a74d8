/** The semantic category: how near in meaning the two texts are, by the embedded word table alone. */
import type { JobFacts } from '../job-facts';
import type { Candidate } from './candidate';
import { fact, noData, type Part } from './part';

/** Cosines of `meaningOf`: unrelated texts lie below `low`, one text in other words near `high`. */
export const semanticRange = { low: 0.2, high: 0.9 } as const;

/** `similarity` is 0 to 1, as `matchScorer(…).similarity` gives it. */
export function scoreSemantic(candidate: Candidate, facts: JobFacts, similarity: number): Part {
  if (candidate.meaning === null || facts.embedding === null) return noData;
  const { low, high } = semanticRange;
  const score = 100 * Math.min(1, Math.max(0, (similarity - low) / (high - low)));
  const verdict = score >= 70 ? 'close' : score >= 40 ? 'partly alike' : 'far apart';
  const polarity = score >= 70 ? 'positive' : score >= 40 ? 'neutral' : 'negative';
  return {
    score,
    explain: () => ({
      evidence: [fact(`In the words they use, the two texts are ${verdict}.`, polarity, [], ['/description'])],
    }),
  };
}
