/** Requests that both arms are asked, from the door to the record, over the laptop cloud. */
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { laptopQueueName } from '../../dev/laptop-queues';
import { shadowStores } from '../../lambdas/platform/adapters/stores';
import { createPlatform, type Platform, usePlatform } from '../../lambdas/platform/platform';
import { dynamoDbClient } from '../../lambdas/storage/dynamodb-client';
import { CANARY_RESUME, leaksIn } from '../privacy/canaries';
import { type Api, startApi } from './api';

interface Measured {
  values: Readonly<Record<string, number>>;
  dimensions: Readonly<Record<string, string>>;
  fields: Record<string, unknown>;
}

const SHADOW = { percentage: 100 };
const onArm = (arm: 'aws' | 'current') => ({ rollout: { percentage: arm === 'aws' ? 100 : 0 }, shadow: SHADOW });
const PARSE = 'POST /v1/resumes/parse';

describe('a request that both arms are asked', () => {
  jest.setTimeout(120_000);
  let api: Api;
  let platform: Platform;
  const measured: Measured[] = [];
  const events: unknown[] = [];

  beforeAll(async () => {
    api = await startApi({ environment: { MIGRATION_PERCENTAGE: '0' } });
    // A first call loads its client, for which there may be too little time on a slow machine.
    for (const [arm, provider] of [['aws', 'bedrock'] as const, ['current', 'openai'] as const]) {
      const asks = [
        ['/v1/resumes/parse', { text: CANARY_RESUME }] as const,
        ['/v1/embeddings', { input: 'a' }] as const,
      ];
      for (const [target, body] of asks) {
        const warm = () => api.send('POST', target, body, { 'x-ai-arm': arm });
        for (let answer = await warm(); answer.body.meta.provider !== provider; ) answer = await warm();
      }
    }
    const job = { id: 'night-nurse', title: 'Registered Nurse', description: 'You care for patients at night.' };
    await api.send('PUT', '/v1/jobs/night-nurse', job);
    await api.cloud.settled();
  });
  afterAll(() => api.close());
  beforeEach(() => {
    measured.length = 0;
    events.length = 0;
    api.cloud.simulators.faults.clear();
    api.cloud.simulators.faults.clearCalls();
  });

  /** Before the first request of a test, which has the flags read anew. */
  function deploy(flags: object): void {
    api.cloud.simulators.deployFlags(flags);
    platform = createPlatform(api.cloud.config, {
      count: (name, value, dimensions = {}) =>
        void measured.push({ values: { [name]: value }, dimensions, fields: {} }),
      measure: (values, dimensions = {}, fields = {}) => void measured.push({ values, dimensions, fields }),
      event: (...event) => void events.push(event),
    });
    usePlatform(platform);
  }

  const send = (body: unknown, headers = {}, route = PARSE) => {
    const [method = '', target = ''] = route.split(' ');
    return api.send(method, target, body, headers);
  };
  const queue = () => {
    const { visible = 0, inFlight = 0 } = api.cloud.simulators.queues.get(laptopQueueName('shadows'))?.counts() ?? {};
    return visible + inFlight;
  };
  /** Once the worker has nothing left to do. */
  async function worked(): Promise<void> {
    while (queue() > 0) await api.get('/v1/health');
  }
  /** On a slow machine the queue may be given up before it has taken the message, as it must not hold a request up. */
  async function asked(...request: Parameters<typeof send>) {
    for (let round = 0; round < 100; round++) {
      measured.length = 0;
      api.cloud.simulators.faults.clearCalls();
      const answer = await send(...request);
      await worked();
      if (!of('ShadowsDropped').some(({ fields }) => fields.reason === 'not-sent')) return answer;
    }
    throw new Error('no request was sent on');
  }
  const of = (name: string) => measured.filter(({ values }) => values[name] !== undefined);
  const byArm = (name: string) =>
    Object.fromEntries(of(name).map(({ values, dimensions }) => [dimensions.arm, values[name]]));
  const calls = (service: string) =>
    Object.values(api.cloud.simulators.faults.calls()[service] ?? {}).reduce((sum, count) => sum + count, 0);

  it.each([
    ['aws', 'bedrock', 'openai'],
    ['current', 'openai', 'bedrock'],
  ] as const)('gets its answer from its own arm, %s, and the other is asked behind it', async (arm, own, other) => {
    deploy(onArm(arm));

    const answer = await asked({ text: CANARY_RESUME });

    expect(answer.body.meta).toMatchObject({ arm, provider: own, fallbackUsed: false, cached: false });
    expect(answer.body.meta.attempts).toHaveLength(1);
    expect({ own: calls(own), other: calls(other) }).toEqual({ own: 1, other: 1 });
    expect(byArm('ShadowFailures')).toEqual({ aws: 0, current: 0 });
    expect(byArm('ShadowDuration')).toEqual({ aws: expect.any(Number), current: expect.any(Number) });
    expect(byArm('ShadowDuration')[arm]).toBe(answer.body.meta.attempts[0].latencyMs);
    expect(byArm('ShadowCostUsd')[arm]).toBe(answer.body.meta.costUsd);
  });

  it('is compared field by field, and measured on its own arm alone', async () => {
    deploy(onArm('aws'));

    await asked({ text: CANARY_RESUME });

    const fields = of('ShadowAgreement').map(({ dimensions }) => dimensions);
    expect(fields).toContainEqual({ capability: 'parse', field: 'all' });
    expect(fields).toContainEqual({ capability: 'parse', field: 'name' });
    // The simulated models read by the same rules.
    expect(of('ShadowAgreement').map(({ values }) => values.ShadowAgreement)).toEqual(fields.map(() => 1));
    expect(byArm('ArmDuration')).toEqual({ aws: expect.any(Number) });
    expect(of('RequestDuration').filter(({ dimensions }) => dimensions.operation === 'parseResume')).toHaveLength(1);
    expect(of('ShadowsDropped')).toEqual([]);
  });

  it.each([
    ['POST /v1/matches', { query: 'nurse in Lisbon' }, ['best', 'top10', 'all']],
    ['POST /v1/embeddings', { input: ['night shift nurse', 'welder'] }, []],
    ['POST /v1/queries/expand', { query: 'night nurse' }, ['all']],
    ['POST /v1/matches/explain', { profile: { titles: ['Nurse'], skills: ['Triage'] }, jobId: 'night-nurse' }, ['all']],
  ])('may be %s', async (route, body, fields) => {
    deploy(onArm('aws'));

    const answer = await asked(body, {}, route);

    expect(answer.body.meta).toMatchObject({ arm: 'aws', provider: 'bedrock' });
    expect(byArm('ShadowFailures')).toEqual({ aws: 0, current: 0 });
    expect(byArm('ShadowDuration')).toEqual({ aws: expect.any(Number), current: expect.any(Number) });
    const compared = of('ShadowAgreement').map(({ dimensions }) => dimensions.field);
    expect(compared).toEqual(fields.length === 0 ? [] : expect.arrayContaining(fields));
  });

  it('is not one that a tester put on an arm, of which nothing is to be kept, or under maintenance', async () => {
    deploy(onArm('aws'));
    await send({ text: CANARY_RESUME }, { 'x-ai-arm': 'current' });
    await send({ text: CANARY_RESUME }, { 'cache-control': 'no-store' });
    deploy({ ...onArm('aws'), maintenance: { until: '2999-01-01T00:00:00Z' } });
    await send({ text: CANARY_RESUME });
    await worked();

    expect(of('ShadowFailures')).toEqual([]);
    expect(of('ShadowsDropped')).toEqual([]);
  });

  it('is answered as always when the other arm is broken, which counts against that arm', async () => {
    deploy(onArm('aws'));
    api.cloud.simulators.faults.set({ service: 'openai', kind: 'error', status: 401 });

    const answer = await asked({ text: CANARY_RESUME });

    expect(answer.body.meta).toMatchObject({ provider: 'bedrock', fallbackUsed: false, degraded: false });
    expect(byArm('ShadowFailures')).toEqual({ aws: 0, current: 1 });
    expect(of('ShadowDuration')).toEqual([]);
    expect(of('ShadowAgreement')).toEqual([]);
    expect(calls('bedrock')).toBe(1);
  });

  it('counts against its own arm where that did not answer', async () => {
    deploy(onArm('aws'));
    api.cloud.simulators.faults.set({ service: 'bedrock', kind: 'error', status: 403 });

    const answer = await asked({ text: CANARY_RESUME });

    expect(answer.body.meta).toMatchObject({ provider: 'openai', fallbackUsed: true });
    expect(byArm('ShadowFailures')).toEqual({ aws: 1, current: 0 });
  });

  it('is not asked twice as the queue does not answer, and its user waits no longer for it', async () => {
    deploy(onArm('aws'));
    api.cloud.simulators.faults.set({ service: 'sqs', kind: 'stall-headers' });

    const answer = await send({ text: CANARY_RESUME });

    expect(answer.status).toBe(200);
    expect(of('ShadowsDropped').map(({ fields }) => fields.reason)).toEqual(['not-sent']);
  });

  it('is recorded without a word of the document, under no owner, and ends by itself', async () => {
    deploy(onArm('aws'));
    const isThere = async () => (await recorded()).some(({ capability }) => capability === 'parse');
    for (let sent = 0; sent < 100 && !(await isThere()); sent++) {
      await asked({ text: CANARY_RESUME, store: true });
    }
    const { config } = api.cloud;
    const client = dynamoDbClient({
      region: config.AWS_REGION,
      endpoint: api.cloud.dynamodb.endpoint,
      ...(config.credentials && { credentials: config.credentials }),
      timeouts: { connectMs: 1_000, requestMs: 30_000 },
    });
    const { Items: all = [] } = await client.send(new ScanCommand({ TableName: config.CANDIDATES_TABLE }));
    const { Items: claims = [] } = await client.send(new ScanCommand({ TableName: config.STATE_TABLE }));
    client.destroy();

    expect(await recorded()).toContainEqual(expect.objectContaining({ capability: 'parse', arm: 'aws', agreement: 1 }));
    const items = all.filter(({ pk }) => pk?.S?.startsWith('SHADOW#'));
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      expect(leaksIn(JSON.stringify(item))).toEqual([]);
      expect(item.pk?.S).toMatch(/^SHADOW#\d{4}-\d\d-\d\d$/);
      expect(Number(item.expiresAt?.N) - Date.now() / 1000).toBeLessThanOrEqual(7 * 86_400);
    }
    for (const item of claims) expect(leaksIn(JSON.stringify(item))).toEqual([]);
    for (const line of [...measured, ...events]) expect(leaksIn(JSON.stringify(line))).toEqual([]);
  });

  async function recorded() {
    const { records } = await shadowStores(platform);
    return (await records.list(new Date().toISOString().slice(0, 10))).records;
  }

  it('is answered before the other arm has', async () => {
    deploy(onArm('aws'));
    api.cloud.simulators.faults.set({ service: 'openai', kind: 'stall-headers' });

    const answer = await send({ text: CANARY_RESUME });

    expect(answer.body.meta).toMatchObject({ provider: 'bedrock' });
    expect(queue()).toBe(1);
    expect(of('ShadowFailures')).toEqual([]);
    // Ends the stall, which the worker would wait out.
    await api.cloud.simulators.close();
    await worked();
  });
});
