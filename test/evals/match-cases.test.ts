import { readQueryCases, sampleRanker } from '../../evals/match-cases';
import { profileFromQuery } from '../../lambdas/domain/profile-from-query';
import { readOccupations, readSkillTaxonomy, readWordTable } from '../../lambdas/reference/read-reference';

const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations(), words: readWordTable() };
const { rank, jobs } = sampleRanker(knowledge);

describe('search phrases over the sample jobs', () => {
  it.each(readQueryCases())('puts $jobId within the first $within for "$query"', ({ query, jobId, within }) => {
    const ranked = rank(profileFromQuery(query, knowledge));

    expect(ranked.slice(0, within)).toContain(jobId);
  });

  it.each([
    ['signs alone', '???'],
    ['no word at all', 'asdfghjkl'],
    ['Japanese', '護士 東京'],
    ['Arabic', 'مهندس'],
    ['emoji', '🚀🚀'],
    ['half an emoji', '\ud83d nurse'],
    ['one letter', 'a'],
    ['nothing but asking', 'jobs'],
    ['a thousand hyphens', '-'.repeat(1000)],
    ['a thousand unknown letters', 'zqxwv '.repeat(166)],
  ])('ranks every job for %s', (_, query) => {
    expect(new Set(rank(profileFromQuery(query, knowledge))).size).toBe(jobs);
  });
});
