/** Who somebody is moves no score: the samples under other people's names are read, embedded and ranked alike. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { documentFromText } from '../../lambdas/documents/document-reader';
import { assembleResume } from '../../lambdas/domain/assemble-resume';
import { type Job, jobSchema } from '../../lambdas/domain/job';
import { profileFromResume } from '../../lambdas/domain/profile-from-resume';
import { readJob } from '../../lambdas/domain/read-job';
import { redactResume } from '../../lambdas/domain/redact-resume';
import { parsedResumeSchema } from '../../lambdas/domain/resume';
import { compareScored, matchScorer } from '../../lambdas/domain/score-match';
import { extractResume } from '../../lambdas/providers/rules/extract-resume';
import { readOccupations, readSkillTaxonomy, readWordTable } from '../../lambdas/reference/read-reference';
import { asAnother, type OtherPerson, otherPeople } from '../support/another-person';
import { assemblyOptions } from '../support/knowledge';

const samples = path.join(__dirname, '../../dev/samples');
const resumes = readdirSync(path.join(samples, 'resumes')).map(
  (file) => [file, readFileSync(path.join(samples, 'resumes', file), 'utf8')] as const,
);
/** Whose own name is in the name of an employer, a school, a project and a sentence about work. */
const OWN_NAME = `Tobias Quillfeather
Leeds | tobias.quillfeather@example.com | 01632 960123 | quillfeather.example.org

SUMMARY
Tobias Quillfeather is a joiner. He runs his own shop, and Quillfeather chairs are known for their joints.

EXPERIENCE
Owner, Quillfeather Joinery Ltd, Leeds                     2015 - present
- Mr Quillfeather himself trains two apprentices; Tobias keeps the books in Xero
- AutoCAD drawings for forty staircases
Joiner, Brook & Sons, York                                 2009 - 2015
- Fitted kitchens with the founder, to her drawings

PROJECTS
The Quillfeather Bench: a chair for the National Trust

EDUCATION
NVQ Level 3 Carpentry and Joinery, The Quillfeather Academy of Craft, 2009

SKILLS
Joinery, AutoCAD, Xero, French polishing
`;

const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations(), words: readWordTable() };
const jobs = jobSchema
  .array()
  .parse(JSON.parse(readFileSync(path.join(samples, 'jobs.json'), 'utf8')))
  .filter((_, index) => index % 8 === 0)
  .map((job: Job) => ({ job, facts: readJob(job, knowledge) }));

/** All that matching makes of a text: what is embedded, its vector, and each category of each job, in order. */
function outcome(text: string) {
  const document = documentFromText(text);
  const resume = assembleResume(extractResume(document, knowledge), document, assemblyOptions());
  const profile = profileFromResume(resume, knowledge);
  const scorer = matchScorer(profile, knowledge);
  const scored = jobs.map((job) => scorer.score(job)).sort(compareScored);
  return {
    name: resume.basics.name,
    embeddingText: profile.embeddingText,
    vector: knowledge.words.embed(profile.embeddingText),
    ranking: scored.map((one) => {
      const { jobId, categories, eligible } = one.match();
      return { jobId, exact: one.exact, eligible, categories: categories.map(({ key, score }) => [key, score]) };
    }),
    twin: withoutLengths(redactResume(resume)),
  };
}

/** The twin without what tells the length of the document, and the remarks on its contact data. */
function withoutLengths({ document, quality: _, meta: __, ...twin }: ReturnType<typeof redactResume>) {
  return { ...twin, document: { ...document, bytes: 0 } };
}

/** Whose resumes name them by a part of their name: a name that is a word as well is left there, as its test below says. */
const NAMED_IN_PART = new Set(['own-name', 'dairy-farmer-tipperary.txt']);

/** Eight of the others for each resume, so that each name meets several trades. */
const swaps = [...resumes, ['own-name', OWN_NAME] as const].flatMap(([file, text], index) =>
  Array.from({ length: 8 }, (_, at) => otherPeople[(index * 5 + at * 13) % otherPeople.length] as OtherPerson)
    .map((person) => ({ file, text, person, who: `${person.given} ${person.family}` }))
    .filter(({ person }) => !NAMED_IN_PART.has(file) || !person.isWord),
);

describe('a resume under another name', () => {
  const known = new Map<string, ReturnType<typeof outcome>>();
  const before = (file: string, text: string) => {
    const made = known.get(file) ?? outcome(text);
    known.set(file, made);
    return made;
  };

  it.each(swaps)('$file as $who is read, embedded and scored as before', ({ file, text, person }) => {
    const own = before(file, text);
    const swapped = asAnother(text, person, knowledge);
    const other = outcome(swapped);
    expect(swapped).not.toBe(text);
    expect(other.embeddingText).toBe(own.embeddingText);
    expect(other.vector).toEqual(own.vector);
    expect(other.ranking).toEqual(own.ranking);
  });

  it('meets thirty resumes, and names of many places and scripts', () => {
    expect(new Set(swaps.map(({ file }) => file)).size).toBeGreaterThanOrEqual(30);
    expect(new Set(swaps.map(({ who }) => who)).size).toBe(otherPeople.length);
  });
});

describe('the redacted twin', () => {
  it('has nothing of the name in what an employer, a school, a project or a sentence is called', () => {
    expect(JSON.stringify(outcome(OWN_NAME).twin)).not.toMatch(/quill|tobias|@|01632/i);
  });

  it('keeps a part of a name that is also a word, where it stands alone: a baker may be called Baker', () => {
    const resume = parsedResumeSchema.parse({
      basics: { name: 'Mark Baker', nameParts: { given: 'Mark', family: 'Baker' } },
      work: [{ id: 'w1', name: 'Mark Baker Ltd', position: 'Baker' }],
    });
    expect(redactResume(resume).work[0]).toMatchObject({ name: '[redacted] Ltd', position: 'Baker' });
  });
});
