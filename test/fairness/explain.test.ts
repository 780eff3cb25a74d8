/** Who somebody is changes no word of what explains a match: the samples under other people's names get the same prompt. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { documentFromText } from '../../lambdas/documents/document-reader';
import { assembleResume } from '../../lambdas/domain/assemble-resume';
import { jobSchema } from '../../lambdas/domain/job';
import { matchFacts } from '../../lambdas/domain/match-facts';
import { profileFromResume } from '../../lambdas/domain/profile-from-resume';
import { readJob } from '../../lambdas/domain/read-job';
import { matchScorer } from '../../lambdas/domain/score-match';
import { promptFor } from '../../lambdas/providers/prompts/prompt-for';
import { explainByTemplate } from '../../lambdas/providers/rules/explain-match';
import { extractResume } from '../../lambdas/providers/rules/extract-resume';
import { readOccupations, readSkillTaxonomy, readWordTable } from '../../lambdas/reference/read-reference';
import { asAnother, otherPeople } from '../support/another-person';
import { assemblyOptions } from '../support/knowledge';

const samples = path.join(__dirname, '../../dev/samples');
const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations(), words: readWordTable() };
const jobs = jobSchema
  .array()
  .parse(JSON.parse(readFileSync(path.join(samples, 'jobs.json'), 'utf8')))
  .filter((_, index) => index % 40 === 0)
  .map((job) => ({ job, facts: readJob(job, knowledge) }));

/** What a model would be told, and what is said without one. */
function explained(text: string) {
  const document = documentFromText(text);
  const resume = assembleResume(extractResume(document, knowledge), document, assemblyOptions());
  const scorer = matchScorer(profileFromResume(resume, knowledge), knowledge);
  return jobs.map((job) => {
    const { facts, names } = matchFacts(scorer.score(job).match(), knowledge);
    const told = facts.map(({ skill: _, resumePointers: __, jobPointers: ___, ...fact }) => fact);
    const prompt = promptFor({ kind: 'explain-match', facts: told, names, language: 'en' });
    return {
      prompt: [prompt.system, prompt.user],
      names: names.map(({ text }) => text),
      said: explainByTemplate(told),
    };
  });
}

const swaps = readdirSync(path.join(samples, 'resumes'))
  // The dairy farmer is named by a part of the name, which stays where it is a word as well.
  .filter((file) => file !== 'dairy-farmer-tipperary.txt')
  .slice(0, 10)
  .flatMap((file, index) =>
    [0, 11, 23].map((at) => {
      const person = otherPeople[(index * 5 + at) % otherPeople.length] ?? {
        given: '',
        family: '',
        account: '',
        isWord: false,
      };
      return { file, person, who: `${person.given} ${person.family}` };
    }),
  );

describe('the explanation of a match', () => {
  it.each(swaps)('is the same for $file as $who', ({ file, person }) => {
    const text = readFileSync(path.join(samples, 'resumes', file), 'utf8');
    const swapped = asAnother(text, person, knowledge);
    expect(swapped).not.toBe(text);
    expect(explained(swapped)).toEqual(explained(text));
  });
});
