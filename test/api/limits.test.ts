import { type Api, startApi } from './api';

/** A resume of its own for each call. */
const resume = (n: number) => `Ada Example ${n}
ada@example.com

EXPERIENCE
Engineer, Example Ltd, London
Jan 2020 - Present
- Wrote TypeScript services

SKILLS
TypeScript, SQL`;

const isOverBudget = ({ attempts }: { attempts: { outcome: string }[] }) =>
  attempts.some(({ outcome }) => outcome === 'over-budget');

describe('a budget of five cents a day', () => {
  let api: Api;
  const spent: number[] = [];
  const parse = async (n: number) => (await api.send('POST', '/v1/resumes/parse', { text: resume(n) })).body;

  beforeAll(async () => {
    api = await startApi({
      environment: {
        DAILY_BUDGET_USD: '0.05',
        BEDROCK_MODEL_ID: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
        TEXT_CHAIN: 'bedrock,rules',
        EMBED_CHAIN: 'bedrock,embedded',
      },
    });
    const job = { title: 'TypeScript Engineer', description: 'Writes services in TypeScript and SQL.' };
    await api.send('PUT', '/v1/jobs/job-1', { id: 'job-1', ...job });
    for (let n = 0; ; n++) {
      const { meta } = await parse(n);
      spent.push(meta.costUsd);
      // A ledger that is slow for once is another reason to answer without a model.
      if (isOverBudget(meta) || n > 100) break;
    }
  });
  afterAll(() => api.close());

  it('is never overspent', () => {
    expect(spent.length).toBeGreaterThan(1);
    expect(spent.reduce((sum, cost) => sum + cost, 0)).toBeLessThanOrEqual(0.05);
  });

  it('has resumes read by the rules when it is used up, and says why', async () => {
    const { resume: parsed, meta } = await parse(1_000);
    expect(parsed.basics.name).toContain('Ada Example');
    expect(meta).toMatchObject({ provider: 'rules', degraded: true, fallbackUsed: true, costUsd: 0 });
    expect(meta.attempts[0]).toMatchObject({ provider: 'bedrock', outcome: 'over-budget' });
    expect(meta.warnings).toContainEqual(expect.stringContaining('budget for models is used up'));
  });

  it('is one budget for all that asks models: vectors come from the word table, and matches still come', async () => {
    // A vector costs so little that the last of the budget may hold some.
    const long = { input: Array.from({ length: 96 }, (_, n) => `nurse ${n} ${'in intensive care '.repeat(1_000)}`) };
    await api.send('POST', '/v1/embeddings', long);
    const tried = await api.send('POST', '/v1/embeddings', long);
    expect(tried.status).toBe(200);
    expect(tried.body.meta).toMatchObject({ provider: 'embedded', degraded: true });
    expect(tried.body.space).toMatchObject({ provider: 'embedded' });

    const found = await api.send('POST', '/v1/matches', { resumeText: resume(1) });
    expect(found.status).toBe(200);
    expect(found.body.matches.length).toBeGreaterThan(0);
  });
});

describe('a quota of three requests a day', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi({ environment: { CALLER_DAILY_REQUESTS: '3' } });
  });
  afterAll(() => api.close());

  it('is told with each answer and refuses the fourth, but nothing that costs nothing', async () => {
    const embed = () => api.send('POST', '/v1/embeddings', { input: 'nurse' });
    const answers = [await embed(), await embed(), await embed(), await embed()];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get('ratelimit')?.split(';')[1])).toEqual(['r=2', 'r=1', 'r=0', 'r=0']);
    expect(answers[3]?.body).toMatchObject({ code: 'QUOTA_EXCEEDED' });
    expect(Number(answers[3]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await api.get('/v1/health')).status).toBe(200);
  });
});
