import { type Api, type ApiAnswer, startApi } from './api';

let api: Api;
beforeAll(async () => {
  api = await startApi({ environment: { PARSE_CACHE_SECONDS: '3600', EMBED_CACHE_SECONDS: '3600' } });
});
afterAll(() => api.close());

const RESUME = [
  'Ada Example',
  'ada@example.com',
  'Work Experience',
  'Software Engineer, Example Ltd, Jan 2019 - present',
  '- Built services in TypeScript and SQL',
  'Education',
  'BSc Computer Science, Example University, 2018',
].join('\n');

const requests: [string, string, object][] = [
  ['a parse', '/v1/resumes/parse', { text: RESUME }],
  ['vectors', '/v1/embeddings', { input: ['night shift nurse', 'welder'] }],
  ['a match', '/v1/matches', { query: 'nurse in Lisbon' }],
  [
    'an explanation',
    '/v1/matches/explain',
    { resumeText: RESUME, job: { id: 'j-1', title: 'Developer', description: 'You write TypeScript.' } },
  ],
];

/** On a slow machine the cache may be given up before it has answered, as it must not hold a request up. */
async function untilKept(send: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  for (let round = 0; round < 200; round++) {
    const answer = await send();
    if (answer.body.meta.cached) return answer;
  }
  throw new Error('no answer was kept');
}

describe('kept answers', () => {
  it.each(requests)('give %s again without a model, and say so', async (_, target, body) => {
    const first = await api.send('POST', target, body);
    expect(first.body.meta).toMatchObject({ cached: false, provider: 'bedrock' });
    const kept = await untilKept(() => api.send('POST', target, body));

    expect(kept.body.meta).toMatchObject({ cached: true, attempts: [], usage: null, costUsd: 0, provider: 'bedrock' });
    const { meta: _first, resume: firstResume, ...firstRest } = first.body;
    const { meta: _kept, resume: keptResume, ...keptRest } = kept.body;
    expect(keptRest).toEqual(firstRest);
    expect({ ...keptResume, meta: null }).toEqual({ ...firstResume, meta: null });
  });

  it.each(requests)('are not used for %s that asks for a new one', async (_, target, body) => {
    await untilKept(() => api.send('POST', target, body));
    const fresh = await api.send('POST', target, body, { 'cache-control': 'no-cache' });

    expect(fresh.body.meta).toMatchObject({ cached: false, attempts: [{ outcome: 'ok' }] });
  });

  it('stand in for a model that is down, which is no degraded answer', async () => {
    const [, target, body] = requests[0] ?? ['', '', {}];
    await untilKept(() => api.send('POST', target, body));
    for (const service of ['bedrock', 'openai'] as const) {
      api.cloud.simulators.faults.set({ service, kind: 'error', status: 503 });
    }
    const kept = await untilKept(() => api.send('POST', target, body));
    const other = await api.send('POST', target, { text: `${RESUME}\nReferences on request` });
    api.cloud.simulators.faults.clear();

    expect(kept.body.meta).toMatchObject({ cached: true, degraded: false });
    expect(other.body.meta).toMatchObject({ degraded: true, provider: 'rules' });
  });

  it('are off in the laptop cloud unless they are asked for', async () => {
    const { laptopConfig } = await import('../../dev/laptop-config');

    expect(laptopConfig({})).toMatchObject({ PARSE_CACHE_SECONDS: 0, EMBED_CACHE_SECONDS: 0 });
    expect(api.cloud.config).toMatchObject({ PARSE_CACHE_SECONDS: 3_600, EMBED_CACHE_SECONDS: 3_600 });
  });
});
