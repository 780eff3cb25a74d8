/** POST /v1/compare over the laptop: two sides side by side, one of them broken, and nothing of it kept. */
import { requestExamples } from '../../lambdas/http/examples';
import { createPlatform, usePlatform } from '../../lambdas/platform/platform';
import { type Api, problemOf, startApi } from './api';
import { role } from './callers';

const example = (name: string) => requestExamples.compare?.[name]?.value as { capability: string; input: object };

describe('POST /v1/compare', () => {
  let api: Api;
  const written: string[] = [];
  beforeAll(async () => {
    api = await startApi({
      environment: { PARSE_CACHE_SECONDS: '3600', EMBED_CACHE_SECONDS: '3600', EMBED_CHAIN: 'bedrock,openai,embedded' },
      watch: (change) => written.push(JSON.stringify(change)),
    });
    await api.send('POST', '/v1/jobs/batch', requestExamples.putJobsBatch?.jobs?.value);
    await api.cloud.settled();
  }, 300_000);
  afterAll(() => api.close());
  afterEach(() => api.cloud.simulators.faults.clear());

  const compare = (body: object) => api.send('POST', '/v1/compare', body);
  const fails = (service: 'bedrock' | 'openai', status = 503) =>
    api.cloud.simulators.faults.set({ service, kind: 'error', status });

  it('answers by both arms, with what each took and cost, and how far they agree', async () => {
    const { status, body } = await compare(example('parse'));

    expect(status).toBe(200);
    expect(body.contenders).toMatchObject([
      { name: 'aws', provider: 'bedrock', problem: null, degraded: false, simulated: true },
      { name: 'current', provider: 'openai', problem: null, degraded: false, simulated: true },
    ]);
    for (const { result, usage, costUsd, promptVersion, attempts } of body.contenders) {
      expect(result.resume.basics.email).toBe('maren.vogt@example.com');
      expect(usage.inputTokens).toBeGreaterThan(0);
      expect(costUsd).toBeGreaterThan(0);
      expect(promptVersion).toMatch(/^parse-resume@/);
      expect(attempts).toMatchObject([{ outcome: 'ok' }]);
    }
    expect(body.agreement).toMatchObject([{ between: ['aws', 'current'], all: expect.any(Number) }]);
    expect(body.agreement[0].fields.map(({ field }: { field: string }) => field)).toContain('skills');
    const total = body.contenders.reduce((sum: number, { costUsd }: { costUsd: number }) => sum + costUsd, 0);
    expect(body.meta).toMatchObject({ provider: null, arm: null, degraded: false });
    expect(body.meta.costUsd).toBeCloseTo(total, 10);
  });

  it('shows a side that is down as failed, though others could stand in for it', async () => {
    fails('openai');
    const { status, body } = await compare(example('parse'));

    expect(status).toBe(200);
    expect(body.contenders[0]).toMatchObject({ name: 'aws', problem: null });
    expect(body.contenders[1]).toMatchObject({
      name: 'current',
      provider: null,
      result: null,
      degraded: true,
      problem: { code: 'PROVIDER_UNAVAILABLE', retryable: true },
    });
    expect(body.contenders[1].attempts[0]).toMatchObject({ provider: 'openai', outcome: 'unavailable' });
    expect(body.agreement).toEqual([]);
    expect(body.meta.degraded).toBe(true);
  });

  it('answers also when all sides are down', async () => {
    fails('openai');
    fails('bedrock');
    const { status, body } = await compare({ ...example('parse'), contenders: ['aws', 'current', 'rules'] });

    expect(status).toBe(200);
    expect(body.contenders.map(({ problem }: { problem: { code: string } | null }) => problem?.code)).toEqual([
      'PROVIDER_UNAVAILABLE',
      'PROVIDER_UNAVAILABLE',
      undefined,
    ]);
    expect(body.contenders[2]).toMatchObject({ provider: 'rules', costUsd: 0 });
  });

  it('ranks by single providers, of the catalogue', async () => {
    const contenders = ['bedrock', 'openai', 'embedded'];
    const { body } = await compare({ capability: 'match', input: { query: 'night shift nurse' }, contenders });

    expect(body.contenders.map(({ provider }: { provider: string }) => provider)).toEqual(contenders);
    expect(body.contenders[0].result.matches[0].jobId).toBe('ward-nurse-hamburg');
    expect(body.agreement.map(({ between }: { between: string[] }) => between)).toEqual([
      ['bedrock', 'openai'],
      ['bedrock', 'embedded'],
      ['openai', 'embedded'],
    ]);
  });

  it('matches by a stored resume of the caller, and of nobody else', async () => {
    const machine = role('arn:aws:sts::111111111111:assumed-role/ops/one');
    const text = (example('parse').input as { text: string }).text;
    const { body } = await machine('POST', '/v1/resumes/parse', { text, store: true });
    const ask = { capability: 'match', input: { resumeId: body.resume.id } };

    const own = await machine('POST', '/v1/compare', ask);
    const others = await role('arn:aws:sts::111111111111:assumed-role/other/one')('POST', '/v1/compare', ask);

    expect(own.body.contenders[0].result.matches[0].resumeId).toBe(body.resume.id);
    expect(others).toMatchObject({ status: 404, body: { code: 'RESUME_NOT_FOUND' } });
  });

  it('says of vectors that they were made, and compares nothing of them', async () => {
    const { body } = await compare({ capability: 'embed', input: { input: 'welder' } });

    expect(body.contenders).toMatchObject([
      { result: { space: { provider: 'bedrock' }, vectors: 1 } },
      { result: { space: { provider: 'openai' }, vectors: 1 } },
    ]);
    expect(body.agreement).toEqual([{ between: ['aws', 'current'], all: null, fields: [] }]);
  });

  it.each([
    ['expand', { query: 'night shift nurse' }],
    ['explain', { profile: { titles: ['Nurse'], skills: ['triage'] }, jobId: 'ward-nurse-hamburg' }],
  ])('compares %s', async (capability, input) => {
    const { body } = await compare({ capability, input, contenders: ['bedrock', 'openai'] });

    expect(body.contenders).toMatchObject([
      { provider: 'bedrock', problem: null },
      { provider: 'openai', problem: null },
    ]);
    expect(body.agreement).toMatchObject([{ between: ['bedrock', 'openai'], all: expect.any(Number) }]);
    expect(body.contenders[0].result).not.toHaveProperty('meta');
  });

  it('neither gives a kept answer nor keeps one, and stores nothing', async () => {
    const text = (example('parse').input as { text: string }).text.replace('Maren', 'Wiebke');
    const before = written.length;
    await compare({ capability: 'parse', input: { text } });
    const { body } = await compare({ capability: 'parse', input: { text } });
    const stored = written.slice(before);
    const after = await api.send('POST', '/v1/resumes/parse', { text });

    expect(body.contenders[0].attempts).toHaveLength(1);
    expect(after.body.meta.cached).toBe(false);
    expect(stored).toEqual([]);
  });

  it('refuses as the route would what no side can read, and a contender that is not set up', async () => {
    const noRoute = problemOf(await compare({ capability: 'prase', input: {} }), 400);
    const nothing = problemOf(await compare({ capability: 'parse', input: { text: 'Dear Sir' } }), 422);
    const unknown = problemOf(
      await compare({ ...example('parse'), contenders: ['aws', 'huggingface', 'sagemaker'] }),
      400,
    );
    const twice = problemOf(await compare({ ...example('parse'), contenders: ['aws', 'aws'] }), 400);
    const inline = problemOf(await compare({ capability: 'match', input: { query: 'nurse', jobs: [] } }), 400);
    const stored = problemOf(await compare({ capability: 'parse', input: { text: 'x', store: true } }), 400);

    expect(noRoute.errors).toMatchObject([
      { pointer: '/capability', detail: 'capability must be one of parse, embed, match, expand, explain.' },
    ]);
    expect(nothing.code).toBe('DOCUMENT_NOT_A_RESUME');
    expect(unknown.errors).toMatchObject([
      { pointer: '/contenders/1', code: 'not_set_up', detail: expect.stringContaining('there are current, aws') },
      { pointer: '/contenders/2', code: 'not_set_up' },
    ]);
    expect(twice.errors).toMatchObject([{ pointer: '/contenders' }]);
    expect(inline.errors).toMatchObject([{ pointer: '/input/jobs', code: 'unknown_field' }]);
    expect(stored.errors).toMatchObject([{ pointer: '/input/store', code: 'unknown_field' }]);
  });
});

describe('POST /v1/compare in a maintenance window', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
    const until = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, '');
    api.cloud.simulators.deployFlags({ maintenance: { until } });
  });
  afterAll(() => api.close());

  it('asks no model, and says why', async () => {
    const { body } = await api.send('POST', '/v1/compare', example('parse'));

    expect(body.contenders).toMatchObject([
      { name: 'aws', result: null, attempts: [{ provider: 'rules' }] },
      { name: 'current', result: null, attempts: [{ provider: 'rules' }] },
    ]);
    expect(body.contenders[0].warnings).toEqual([expect.stringMatching(/^Models are under maintenance until /)]);
  });
});

describe('what a comparison counts against', () => {
  let api: Api;
  const measured: string[] = [];
  beforeAll(async () => {
    const limits = { DAILY_BUDGET_USD: '0.01', CALLER_DAILY_REQUESTS: '2' };
    // The most that a call may cost is handed out before it is made, and this budget does not hold one of this model.
    const dear = { BEDROCK_MODEL_ID: 'us.anthropic.claude-opus-4-8', EMBED_CHAIN: 'embedded' };
    api = await startApi({ environment: { ...limits, ...dear } });
    usePlatform(
      createPlatform(api.cloud.config, {
        count: (metric) => measured.push(metric),
        measure: (values) => measured.push(...Object.keys(values)),
        event: () => undefined,
      }),
    );
  });
  afterAll(() => api.close());

  it('is the budget of the day and the quota of the caller, and not the figures of the arms', async () => {
    const ask = { ...example('parse'), contenders: ['aws', 'rules'] };
    const first = await api.send('POST', '/v1/compare', ask);
    await api.send('POST', '/v1/compare', ask);
    const third = problemOf(await api.send('POST', '/v1/compare', ask), 429);

    expect(first.body.contenders).toMatchObject([
      { result: null, attempts: [{ provider: 'bedrock', outcome: 'over-budget' }, { provider: 'rules' }] },
      { provider: 'rules', problem: null },
    ]);
    expect(third.code).toBe('QUOTA_EXCEEDED');
    expect(measured).toEqual(expect.arrayContaining(['RequestDuration', 'CallsOverBudget']));
    expect(measured.filter((name) => /^(Arm|Answers|RequestCost)/.test(name))).toEqual([]);
  });
});
