import { documentReader } from '../../../lambdas/documents/document-reader';
import { explainRequestSchema, explainResponseSchema } from '../../../lambdas/domain/explain-request';
import type { ExplanationDraft } from '../../../lambdas/domain/explanation';
import type { Job } from '../../../lambdas/domain/job';
import { readJob } from '../../../lambdas/domain/read-job';
import { matchRequestSchema } from '../../../lambdas/domain/requests';
import { parsedResumeSchema } from '../../../lambdas/domain/resume';
import type { ExplainMatchTask, TextTask } from '../../../lambdas/domain/text-task';
import type { JobStore, TextChain, TextModel } from '../../../lambdas/ports';
import { textChain } from '../../../lambdas/providers/chain';
import { resumeMask } from '../../../lambdas/providers/mask';
import type { Time } from '../../../lambdas/providers/resilience';
import { rulesModel } from '../../../lambdas/providers/rules/rules-model';
import { readOccupations, readSkillTaxonomy } from '../../../lambdas/reference/read-reference';
import { type ExplainPorts, explainMatch } from '../../../lambdas/services/explain-match';
import { matchJobs } from '../../../lambdas/services/match-jobs';
import { lengthEmbedders, memoryIndexes, memoryJobs, memoryResumes } from '../../support/fake-stores';
import { assemblyOptions } from '../../support/knowledge';
import { letterWords } from '../../support/match-fixtures';
import { aContext, clock } from '../../support/request-context';

const knowledge = { taxonomy: readSkillTaxonomy(), occupations: readOccupations(), words: letterWords() };
const rules = rulesModel(knowledge);
const { readPhone } = assemblyOptions();

const RESUME_TEXT = `Ana Sousa
ana.sousa@example.com
Experience
Java Developer, Example Software, 2015 - 2020
- Built billing in Java and SQL
Education
BSc Computer Science, University of Porto, 2014
Skills
Java, SQL`;
const job: Job = {
  id: 'java-berlin',
  title: 'Java Developer',
  description: 'You build payments.',
  mustHaveSkills: ['Java', 'Kubernetes', 'flux capacitor tuning'],
  location: 'Berlin',
};

type Model = TextModel & { tasks: TextTask[]; repairs: (readonly string[] | undefined)[] };

/** A model that says these things in turn, the last one for ever. */
function model(...says: ((task: ExplainMatchTask) => unknown)[]): Model {
  const tasks: TextTask[] = [];
  const repairs: Model['repairs'] = [];
  return {
    provider: 'bedrock',
    modelId: 'test-model',
    tasks,
    repairs,
    promptVersion: () => 'explain-match@1',
    estimate: () => null,
    async complete(task, _call, repair) {
      const say = says[Math.min(tasks.length, says.length - 1)];
      tasks.push(task);
      repairs.push(repair);
      return { output: say?.(task as ExplainMatchTask), usage: null };
    },
  };
}

const NOTHING: ExplanationDraft = { summary: [], strengths: [], concerns: [], gaps: [], questions: [] };
const idOf = (task: ExplainMatchTask, text: RegExp) => task.facts.find((fact) => text.test(fact.text))?.id ?? 'f0';
const summaryOf = (task: ExplainMatchTask) => [
  { text: 'All in all it is a match.', facts: [idOf(task, /^The score/)] },
];

/** Nothing takes any time, so nothing is late. */
const standing: Time = { now: clock.now, after: () => () => undefined };

function chainOf(...models: TextModel[]): TextChain {
  return textChain({ models: [...models, rules], mask: resumeMask(knowledge), time: standing });
}

async function ports(text: TextChain): Promise<ExplainPorts & { jobs: JobStore }> {
  const jobs = memoryJobs();
  await jobs.put(job, readJob(job, knowledge));
  return { text, jobs, documents: documentReader(), rules, resumes: memoryResumes(), knowledge, readPhone, clock };
}
const request = (body: object) => explainRequestSchema.parse(body);
const pair = { resumeText: RESUME_TEXT, jobId: job.id };
const ask = async (text: TextChain, body: object = pair) => explainMatch(await ports(text), request(body), aContext());

describe('explain-match', () => {
  it('answers the match that matching gives for the pair, with an explanation in the shape of the contract', async () => {
    const made = await ports(chainOf(model((task) => ({ ...NOTHING, summary: summaryOf(task) }))));
    const weights = { skills: 3, location: 0 };

    const answer = await explainMatch(made, request({ ...pair, weights }), aContext());
    const { matches } = await matchJobs(
      { ...made, ...memoryIndexes(), jobs: memoryJobs(), embedders: lengthEmbedders([]) },
      matchRequestSchema.parse({ resumeText: RESUME_TEXT, jobs: [job], weights }),
      aContext(),
    );

    expect(answer.match).toEqual(matches[0]);
    expect(explainResponseSchema.parse(answer)).toEqual(answer);
    expect(answer.meta).toMatchObject({ provider: 'bedrock', promptVersion: 'explain-match@1', degraded: false });
    expect(answer.explanation.summary.text).toBe('All in all it is a match.');
  });

  it('tells a model facts and nothing of the texts: no name, no employer, no place, no line, no name of a job', async () => {
    const asked = model((task) => ({ ...NOTHING, summary: summaryOf(task) }));

    await ask(chainOf(asked));

    const told = JSON.stringify(asked.tasks);
    expect(told).toContain('Java is shown; the job demands it.');
    expect(told).not.toMatch(/Ana|Sousa|example|Porto|Berlin|billing|payments|flux|Java Developer/i);
  });

  it('puts the names in where the model wrote their tokens', async () => {
    const { explanation } = await ask(
      chainOf(
        model((task) => ({
          ...NOTHING,
          summary: [{ text: '[N1] is what is missing.', facts: [idOf(task, /^\[N1\] is not shown/)] }],
        })),
      ),
    );

    expect(explanation.summary.text).toBe('“flux capacitor tuning” is what is missing.');
    expect(explanation.facts.map(({ text }) => text)).toContain(
      '“flux capacitor tuning” is not shown; the job demands it.',
    );
  });

  it('leaves out what the facts do not bear out, and counts it', async () => {
    const { explanation } = await ask(
      chainOf(
        model((task) => ({
          ...NOTHING,
          summary: summaryOf(task),
          strengths: [
            { text: 'Java is shown.', facts: [idOf(task, /^Java is shown/)] },
            { text: 'Java and Rust are shown.', facts: [idOf(task, /^Java is shown/)] },
            { text: 'Twelve years of Java.', facts: [idOf(task, /^Java is shown/)] },
            { text: 'A perfect candidate.', facts: [] },
          ],
        })),
      ),
    );

    expect(explanation.strengths.map(({ text }) => text)).toEqual(['Java is shown.']);
    expect(explanation.claimsDropped).toBe(3);
  });

  it('lists every gap, with the reason of the model where it gave a good one', async () => {
    const { explanation } = await ask(
      chainOf(
        model((task) => ({
          ...NOTHING,
          summary: summaryOf(task),
          gaps: [
            { facts: [idOf(task, /^Kubernetes is not shown/)], why: 'Kubernetes is demanded, and nothing is near it.' },
            { facts: [idOf(task, /^\[N1\] is not shown/)], why: 'It takes 20 years to learn.' },
          ],
        })),
      ),
    );

    expect(
      explanation.skillGap.map(({ skill, importance, status, why }) => [skill.name, importance, status, why]),
    ).toEqual([
      ['Kubernetes', 'must', 'missing', 'Kubernetes is demanded, and nothing is near it.'],
      ['flux capacitor tuning', 'must', 'missing', '“flux capacitor tuning” is not shown; the job demands it.'],
    ]);
    const ids = explanation.facts.map(({ id }) => id);
    for (const { facts } of explanation.skillGap) expect(ids).toEqual(expect.arrayContaining(facts));
  });

  it('asks a model once more of whose summary nothing is left, and says what was expected', async () => {
    const asked = model(
      () => ({ ...NOTHING, summary: [{ text: 'The candidate is perfect.', facts: [] }] }),
      (task) => ({ ...NOTHING, summary: summaryOf(task) }),
    );

    const { explanation, meta } = await ask(chainOf(asked));

    expect(asked.repairs).toEqual([undefined, [expect.stringMatching(/^\/summary: .*cite facts/)]]);
    expect(explanation.summary.text).toBe('All in all it is a match.');
    expect(meta.provider).toBe('bedrock');
  });

  it('says it by the template when no model has anything to say that holds', async () => {
    const { explanation, meta } = await ask(
      chainOf(model(() => ({ ...NOTHING, summary: [{ text: 'The candidate is perfect.', facts: ['f99'] }] }))),
    );

    expect(meta).toMatchObject({ provider: 'rules', degraded: true, fallbackUsed: true, promptVersion: null });
    expect(explanation.summary.text).toContain('of 100');
    expect(explanation.concerns.map(({ text }) => text).join(' ')).toContain('Kubernetes');
    expect(explanation.claimsDropped).toBe(0);
  });

  it('has the same score whatever a model says', async () => {
    const [good, bad] = await Promise.all([
      ask(chainOf(model((task) => ({ ...NOTHING, summary: summaryOf(task) })))),
      ask(chainOf(model(() => ({ score: 100, match: { score: 100 } })))),
    ]);

    expect(bad.match).toEqual(good.match);
  });

  it('passes the language on, and says when the answer is in English all the same', async () => {
    const asked = model((task) => ({ ...NOTHING, summary: summaryOf(task) }));
    const german = await ask(chainOf(asked), { ...pair, language: 'de' });
    const english = await ask(chainOf(), { ...pair, language: 'de' });

    expect(asked.tasks[0]).toMatchObject({ language: 'de' });
    expect([german.explanation.language, german.meta.warnings]).toEqual(['de', []]);
    expect(english.explanation.language).toBe('en');
    expect(english.meta.warnings).toEqual([expect.stringContaining('is in English')]);
  });

  it('takes a profile, a resume and a stored resume of its owner, and a job that is not in the catalogue', async () => {
    const made = await ports(chainOf());
    const resume = parsedResumeSchema.parse({ work: [{ id: 'w1', position: 'Java Developer' }] });
    const { id } = await made.resumes.put('tenant-a/user-1', resume);
    const other = { ...job, id: 'inline-1' };
    const of = async (body: object) => (await explainMatch(made, request(body), aContext())).match;

    expect(await of({ resumeId: id, jobId: job.id })).toMatchObject({ resumeId: id, jobId: job.id });
    expect(await of({ resume, job: other })).toMatchObject({ resumeId: null, jobId: 'inline-1' });
    expect(await of({ profile: { titles: ['Java Developer'] }, job: other })).toMatchObject({ jobId: 'inline-1' });
    const stranger = explainMatch(
      made,
      request({ resumeId: id, jobId: job.id }),
      aContext({ owner: 'tenant-b/user-9' }),
    );
    await expect(stranger).rejects.toMatchObject({ code: 'RESUME_NOT_FOUND' });
  });

  it('refuses a job that is not there', async () => {
    await expect(ask(chainOf(), { ...pair, jobId: 'nowhere' })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
  });

  it('reads the facts of a job again that another version left', async () => {
    const made = await ports(chainOf());
    await made.jobs.put(job, { ...readJob(job, knowledge), version: 'old', mustHave: [] });

    const { match } = await explainMatch(made, request(pair), aContext());

    expect(match.skills.missing.map(({ name }) => name)).toContain('Kubernetes');
  });

  it.each([
    ['exactly one of jobId, job; none', { resumeText: 'a' }],
    ['exactly one of jobId, job; jobId and job', { ...pair, job }],
    ['exactly one of resumeText, resume, resumeId, profile; none', { jobId: 'a' }],
    ['ISO 639-1', { ...pair, language: 'German, and praise' }],
    ['query', { ...pair, query: 'nurse' }],
  ])('takes one candidate and one job, and says what is wrong: %s', (message, body) => {
    const { error } = explainRequestSchema.safeParse(body);
    expect(error?.issues.map((issue) => issue.message).join()).toContain(message);
  });

  it('keeps facts with a way to reach someone from a vendor outside, should there ever be any', async () => {
    const outside = { ...model((task) => ({ ...NOTHING, summary: summaryOf(task) })), provider: 'openai' as const };
    const task: ExplainMatchTask = {
      kind: 'explain-match',
      facts: [],
      names: [{ token: '[N1]', meaning: 'ada@example.com' }],
      language: 'en',
    };
    const schema = { safeParse: (data: unknown) => ({ success: true, data }) } as never;

    const { provenance } = await chainOf(outside).run(task, schema, aContext());

    expect(outside.tasks).toEqual([]);
    expect(provenance.attempts[0]).toMatchObject({ provider: 'openai', outcome: 'withheld' });
  });
});
