import type { SimServiceName } from '../../dev/simulators/fault';
import { type Api, type ApiAnswer, problemOf, startApi } from './api';

describe('POST /v1/queries/expand', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi({ environment: { EXPAND_CACHE_SECONDS: '3600' } });
  });
  afterAll(() => api.close());
  afterEach(() => api.cloud.simulators.faults.clear());

  const expand = (query: string, more: object = {}, headers = {}) =>
    api.send('POST', '/v1/queries/expand', { query, ...more }, headers);
  const names = ({ body }: ApiAnswer) => ({
    titles: body.titles.map(({ title }: { title: string }) => title),
    skills: body.skills.map(({ name }: { name: string }) => name),
  });
  const sources = ({ body }: ApiAnswer) =>
    new Set([...body.titles, ...body.skills].map((one: { source: string }) => one.source));
  const down = (service: SimServiceName) => api.cloud.simulators.faults.set({ service, kind: 'error', status: 503 });

  it('says a phrase in other words, by the first model', async () => {
    const answer = await expand('truck driver in Cork');

    expect(names(answer)).toMatchObject({
      titles: expect.arrayContaining(['cargo vehicle driver']),
      skills: expect.arrayContaining(['Truck driving']),
    });
    expect(sources(answer)).toEqual(new Set(['model', 'taxonomy']));
    expect(answer.body).toMatchObject({
      query: 'truck driver in Cork',
      expanded: 'truck driver in Cork, cargo vehicle driver',
      meta: { provider: 'bedrock', promptVersion: 'expand-query@1', arm: 'aws', degraded: false },
    });
  });

  it('asks the second vendor while the first is down', async () => {
    down('bedrock');
    const { body } = await expand('welder', {}, { 'cache-control': 'no-store' });

    expect(body.meta).toMatchObject({ provider: 'openai', fallbackUsed: true, degraded: false });
    expect(body.titles.length).toBeGreaterThan(0);
  });

  it('answers from the taxonomy while all models are down, or while they answer nonsense', async () => {
    down('bedrock');
    down('openai');
    const withoutModels = await expand('welder', {}, { 'cache-control': 'no-store' });
    api.cloud.simulators.faults.clear();
    for (const service of ['bedrock', 'openai'] as const) {
      api.cloud.simulators.faults.set({ service, kind: 'answer', answer: 'schema-invalid' });
    }
    const nonsense = await expand('welder', {}, { 'cache-control': 'no-store' });

    for (const answer of [withoutModels, nonsense]) {
      expect(answer.body.meta).toMatchObject({ provider: 'rules', degraded: true });
      expect(sources(answer)).toEqual(new Set(['taxonomy']));
      expect(names(answer).skills).toContain('Welding');
    }
  });

  it('gives the same phrase the same answer again, without a model', async () => {
    const first = await expand('data analyst');
    let again = await expand('data analyst');
    // A slow machine may give the cache up before it has answered.
    for (let round = 0; round < 200 && !again.body.meta.cached; round++) again = await expand('data analyst');

    expect(again.body.meta).toMatchObject({ cached: true, attempts: [], costUsd: 0 });
    expect(names(again)).toEqual(names(first));
  });

  it('lets the phrase be searched with', async () => {
    const { body } = await expand('truck driver in Cork');
    const found = await api.send('POST', '/v1/matches', { query: body.expanded });

    expect(found.status).toBe(200);
  });

  it.each([
    ['no phrase', {}],
    ['a blank one', { query: '  ' }],
    ['a long one', { query: 'x'.repeat(1001) }],
    ['too many', { query: 'nurse', limit: 26 }],
    ['a sentence for a language', { query: 'nurse', language: 'German' }],
  ])('refuses %s', async (_, body) => {
    expect(problemOf(await api.send('POST', '/v1/queries/expand', body), 400).code).toBe('INVALID_REQUEST');
  });
});
