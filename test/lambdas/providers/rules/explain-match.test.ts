import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { documentFromText } from '../../../../lambdas/documents/document-reader';
import { assembleResume } from '../../../../lambdas/domain/assemble-resume';
import { jobSchema } from '../../../../lambdas/domain/job';
import { matchFacts } from '../../../../lambdas/domain/match-facts';
import { profileFromQuery } from '../../../../lambdas/domain/profile-from-query';
import { profileFromResume } from '../../../../lambdas/domain/profile-from-resume';
import { readJob } from '../../../../lambdas/domain/read-job';
import { matchScorer } from '../../../../lambdas/domain/score-match';
import { isGap } from '../../../../lambdas/domain/told-fact';
import { verifyExplanation } from '../../../../lambdas/domain/verify-explanation';
import { explainByTemplate } from '../../../../lambdas/providers/rules/explain-match';
import { extractResume } from '../../../../lambdas/providers/rules/extract-resume';
import { readOccupations, readSkillTaxonomy, readWordTable } from '../../../../lambdas/reference/read-reference';
import { assemblyOptions } from '../../../support/knowledge';

const samples = path.join(__dirname, '../../../../dev/samples');
const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations(), words: readWordTable() };
const jobs = jobSchema
  .array()
  .parse(JSON.parse(readFileSync(path.join(samples, 'jobs.json'), 'utf8')))
  .filter((_, index) => index % 24 === 0)
  .map((job) => ({ job, facts: readJob(job, knowledge) }));
const profiles = [
  ...readdirSync(path.join(samples, 'resumes'))
    .slice(0, 7)
    .map((file) => {
      const document = documentFromText(readFileSync(path.join(samples, 'resumes', file), 'utf8'));
      return profileFromResume(
        assembleResume(extractResume(document, knowledge), document, assemblyOptions()),
        knowledge,
      );
    }),
  profileFromQuery('senior java developer in Berlin with kubernetes and german', knowledge),
];
const made = profiles.flatMap((profile) => {
  const scorer = matchScorer(profile, knowledge);
  return jobs.map((job) => matchFacts(scorer.score(job).match(), knowledge).facts);
});

describe('explainByTemplate', () => {
  it('says nothing that the facts do not bear out, of every sample and its jobs', () => {
    expect(made.length).toBeGreaterThan(30);
    for (const facts of made) {
      const draft = explainByTemplate(facts);
      const { dropped, ...kept } = verifyExplanation(draft, { facts, taxonomy: knowledge.taxonomy, language: 'en' });
      expect({ ...kept, dropped }).toEqual({ ...draft, dropped: 0 });
    }
  });

  it('always has a summary, a reason for each gap, and something to ask', () => {
    for (const facts of made) {
      const { summary, gaps, questions } = explainByTemplate(facts);
      expect(summary.length).toBeGreaterThan(0);
      expect(gaps.flatMap((gap) => gap.facts)).toEqual(facts.filter(isGap).map(({ id }) => id));
      if (facts.some(isGap)) expect(questions.length).toBeGreaterThan(0);
    }
  });

  it('says the same of the same facts', () => {
    const [facts = []] = made;
    expect(explainByTemplate(facts)).toEqual(explainByTemplate(structuredClone(facts)));
  });
});
