import { requestExamples } from '../../lambdas/http/examples';
import { type Api, problemOf, startApi } from './api';

const example = requestExamples.explainMatch?.resumeText?.value as { resumeText: string; job: { id: string } };
const TARGET = '/v1/matches/explain';

interface Cited {
  text: string;
  facts: string[];
}

describe('POST /v1/matches/explain over the laptop cloud', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
    await api.send('PUT', '/v1/jobs/ward-nurse-hamburg', example.job);
    await api.cloud.settled();
  }, 300_000);
  afterEach(() => api.cloud.simulators.faults.clear());
  afterAll(() => api.close());

  const fail = (...services: ('bedrock' | 'openai')[]) => {
    for (const service of services) api.cloud.simulators.faults.set({ service, kind: 'error', status: 500 });
  };
  const explain = (body: object = example) => api.send('POST', TARGET, body, { 'cache-control': 'no-cache' });

  it.each([
    ['Bedrock, as long as it answers', [], { provider: 'bedrock', fallbackUsed: false, degraded: false }],
    ['OpenAI, while Bedrock is down', ['bedrock'], { provider: 'openai', fallbackUsed: true, degraded: false }],
    ['the template, while both are down', ['bedrock', 'openai'], { provider: 'rules', degraded: true }],
  ] as const)('is worded by %s, with the same score and facts', async (_, down, meta) => {
    const { body: ranked } = await api.send('POST', '/v1/matches', {
      resumeText: example.resumeText,
      jobs: [example.job],
    });
    fail(...down);

    const { status, body } = await explain();

    expect(status).toBe(200);
    expect(body.meta).toMatchObject({ ...meta, simulated: meta.provider !== 'rules' });
    expect(body.match).toEqual(ranked.matches[0]);
    const { explanation } = body;
    const ids = explanation.facts.map(({ id }: { id: string }) => id);
    const claims: Cited[] = [
      explanation.summary,
      ...explanation.strengths,
      ...explanation.concerns,
      ...explanation.questions,
    ];
    expect(explanation.strengths.length).toBeGreaterThan(0);
    expect(explanation.questions.length).toBeGreaterThan(0);
    for (const { text, facts } of claims) {
      expect(text).not.toMatch(/\[N\d/);
      expect(facts.length).toBeGreaterThan(0);
      expect(ids).toEqual(expect.arrayContaining(facts));
    }
    expect(explanation.claimsDropped).toBe(0);
  });

  it('says another thing with a model than without, of the same facts', async () => {
    const worded = await explain();
    fail('bedrock', 'openai');
    const plain = await explain();

    expect(worded.body.explanation.facts).toEqual(plain.body.explanation.facts);
    expect(worded.body.explanation.strengths).not.toEqual(plain.body.explanation.strengths);
  });

  it('falls back when a model cites nothing', async () => {
    api.cloud.simulators.faults.set({ service: 'bedrock', kind: 'answer', answer: 'schema-invalid' });

    const { body } = await explain();

    expect(body.meta).toMatchObject({ provider: 'openai', attempts: [{ outcome: 'invalid-output' }, {}, {}] });
  });

  it('explains a job of the catalogue and a stored resume, to their owner', async () => {
    const stored = await api.send('POST', '/v1/resumes/parse', { text: example.resumeText, store: true });
    const pair = { resumeId: stored.body.resume.id, jobId: 'ward-nurse-hamburg' };

    const { body } = await explain(pair);

    expect(body.match).toMatchObject(pair);
    expect(problemOf(await explain({ ...pair, jobId: 'nowhere' }), 404).code).toBe('JOB_NOT_FOUND');
    expect(problemOf(await explain({ ...pair, resumeId: 'res_nobody' }), 404).code).toBe('RESUME_NOT_FOUND');
  });

  it('tells a caller that the language asked for needs a model', async () => {
    fail('bedrock', 'openai');

    const { body } = await explain({ ...example, language: 'de' });

    expect(body.explanation.language).toBe('en');
    expect(body.meta.warnings).toEqual([expect.stringContaining('English')]);
  });

  it('gives the same answer again for the same Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'explain-once-1' };
    const [first, second] = [
      await api.send('POST', TARGET, example, key),
      await api.send('POST', TARGET, example, key),
    ];

    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.body).toEqual(first.body);
  });

  it('refuses a body without a job, or with two', async () => {
    const { job, resumeText } = example;
    for (const body of [{ resumeText }, { resumeText, job, jobId: job.id }]) {
      expect(problemOf(await explain(body), 400).code).toBe('INVALID_REQUEST');
    }
  });
});
