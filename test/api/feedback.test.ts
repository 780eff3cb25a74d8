/** Ratings, over the laptop cloud: who may rate what, how often it counts, and what is stored of it. */
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { createPlatform, usePlatform } from '../../lambdas/platform/platform';
import { dynamoDbClient } from '../../lambdas/storage/dynamodb-client';
import { type Api, problemOf, startApi } from './api';
import { type Caller, role, user } from './callers';

const RESUME =
  'Ida Lund\nida.lund@example.com\n\nExperience\nGlazier, Sund Glas\n2019 - 2024\n- Fitted shop windows\n\nSkills\nGlazing';
const ida = user('ida', 'one');

describe('POST /v1/feedback', () => {
  let api: Api;
  const measured: { values: Record<string, number>; dimensions: unknown; fields: unknown }[] = [];

  beforeAll(async () => {
    api = await startApi({ environment: {} });
    const telemetry = {
      count: () => undefined,
      event: () => undefined,
      measure: (values: object, dimensions: unknown, fields: unknown) =>
        void measured.push({ values: values as Record<string, number>, dimensions, fields }),
    };
    usePlatform(createPlatform(api.cloud.config, telemetry));
  });
  afterAll(() => api.close());

  /** A busy machine may not note an answer in the moment that there is for it: then another one is asked for. */
  async function rated(caller: Caller, said: object, ask: () => Promise<string> = () => parse(caller)) {
    for (let round = 0; round < 100; round++) {
      const requestId = await ask();
      const answer = await caller('POST', '/v1/feedback', { requestId, ...said });
      if (answer.status !== 404) return { requestId, answer };
    }
    throw new Error('no answer could be rated');
  }
  const parse = async (caller: Caller) =>
    (await caller('POST', '/v1/resumes/parse', { text: RESUME })).headers['x-request-id'] ?? '';
  const ratings = () => measured.filter(({ values }) => 'AnswerRating' in values || 'ModelRating' in values).splice(-2);

  it('rates an answer of the caller, and joins it to arm, model and prompt', async () => {
    const { requestId, answer } = await rated(ida, { rating: 4 });

    expect(answer.status).toBe(201);
    expect(answer.body.feedback).toEqual({
      id: expect.any(String),
      requestId,
      rating: 4,
      createdAt: expect.any(String),
    });
    const promptVersion = expect.stringMatching(/^parse-resume@/);
    expect(ratings()).toEqual([
      {
        values: { AnswerRating: 4 },
        dimensions: { capability: 'parse', arm: 'aws' },
        fields: { operation: 'parseResume', promptVersion },
      },
      {
        values: { ModelRating: 4 },
        dimensions: { provider: 'bedrock', model: api.cloud.config.BEDROCK_MODEL_ID },
        fields: { operation: 'parseResume', promptVersion, arm: 'aws' },
      },
    ]);
  });

  it('takes the id that the answer itself names, also when the answer is given again', async () => {
    let round = 0;
    const ask = async () => {
      const match = () => ida('POST', '/v1/matches', { query: 'glazier' }, { 'idempotency-key': `twice-${round}` });
      round++;
      await match();
      const again = await match();
      expect(again.headers['idempotent-replayed']).toBe('true');
      expect(again.body.meta.requestId).not.toBe(again.headers['x-request-id']);
      return String(again.body.meta.requestId);
    };

    expect((await rated(ida, { rating: 5 }, ask)).answer.status).toBe(201);
  });

  it('puts a second rating in the place of the first, and counts the first only', async () => {
    const { requestId, answer } = await rated(ida, { rating: 1, comment: 'No.' });
    const counted = measured.filter(({ values }) => 'AnswerRating' in values).length;

    const second = await ida('POST', '/v1/feedback', { requestId, rating: 3 });

    expect(second.status).toBe(200);
    expect(second.body.feedback).toEqual({ ...answer.body.feedback, rating: 3 });
    expect(measured.filter(({ values }) => 'AnswerRating' in values)).toHaveLength(counted);
  });

  it.each<[string, Caller]>([
    ['another user of the tenant', user('tove', 'one')],
    ['a user of the same name in another tenant', user('ida', 'two')],
    ['a role', role('arn:aws:sts::111111111111:assumed-role/ida/session')],
  ])('tells %s of an answer of somebody else what it tells of none', async (_, stranger) => {
    const { requestId } = await rated(ida, { rating: 4 });
    const problem = async (id: string) => {
      const { status, body } = await stranger('POST', '/v1/feedback', { requestId: id, rating: 1 });
      const { traceId: _t, instance: _i, ...told } = body;
      return { status, told };
    };

    expect(await problem(requestId)).toEqual(await problem('00000000-0000-0000-0000-000000000000'));
    expect((await problem(requestId)).told.code).toBe('ANSWER_NOT_FOUND');
  });

  it('refuses a rating that does not fit the contract', async () => {
    const answer = await api.send('POST', '/v1/feedback', { requestId: 'a', rating: 9 });

    expect(problemOf(answer, 400).errors[0]?.pointer).toBe('/rating');
  });

  it('stores a comment without ways to reach somebody, in the table of the candidates only', async () => {
    const comment = 'The periwinkle is wrong: ask ida.lund@example.com or +44 7700 900561.';
    const { requestId } = await rated(ida, { rating: 2, comment });
    const { config } = api.cloud;
    const client = dynamoDbClient({
      region: config.AWS_REGION,
      ...(config.endpoints.dynamodb !== undefined && { endpoint: config.endpoints.dynamodb }),
      ...(config.credentials && { credentials: config.credentials }),
      timeouts: { connectMs: 10_000, requestMs: 30_000 },
    });
    const items = async (TableName: string) =>
      ((await client.send(new ScanCommand({ TableName }))).Items ?? []).map((item) => unmarshall(item));
    const stored = (await items(config.CANDIDATES_TABLE)).find(({ sk }) => sk === requestId);
    const state = JSON.stringify(await items(config.STATE_TABLE));
    client.destroy();

    expect(stored?.feedback.comment).toBe('The periwinkle is wrong: ask [redacted] or [redacted].');
    expect(state).not.toContain('periwinkle');
    expect(JSON.stringify(measured)).not.toContain('periwinkle');
  });
});
