/** A job and its facts for the contract suites, with what a test cares about put in its place. */
import type { Job } from '../../lambdas/domain/job';
import type { JobFacts } from '../../lambdas/domain/job-facts';

export function sampleJob(change: Partial<Job> = {}): Job {
  return { id: 'job-1', title: 'Theatre nurse', description: 'Assists in the operating theatre.', ...change };
}

export function sampleFacts(change: Partial<JobFacts> = {}): JobFacts {
  return {
    version: 'r1',
    titles: ['Theatre nurse'],
    mustHave: [{ id: 'nursing', name: 'nursing', pointer: '/description' }],
    niceToHave: [],
    experienceYears: { min: 2, max: null },
    seniority: null,
    education: 'bachelor',
    languages: ['de'],
    certificates: [],
    location: { raw: 'Graz', city: 'Graz', countryCode: 'AT' },
    remote: 'on-site',
    embeddingText: 'Theatre nurse. Assists in the operating theatre.',
    embedding: null,
    titleEmbedding: null,
    ...change,
  };
}
