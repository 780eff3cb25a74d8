/** Users on two arms, over the laptop cloud: who is on which, what moves them, and what a broken arm costs them. */
import { type Arm, assignArm, type Capability } from '../../lambdas/domain/arm';
import { type Platform, usePlatform } from '../../lambdas/platform/platform';
import { type Api, problemOf, startApi } from './api';
import { role, user } from './callers';

const RESUME =
  'Ida Lund\nida.lund@example.com\n\nExperience\nGlazier, Sund Glas\n2019 - 2024\n- Fitted shop windows\n\nSkills\nGlazing';
const INTERVAL_MS = 15_000;
const USERS = Array.from({ length: 200 }, (_, i) => `user-${i}`);
/** The provider that each arm asks first for vectors, and for texts. */
const FIRST = { aws: 'bedrock', current: 'openai' } as const;

describe('two arms', () => {
  jest.setTimeout(120_000);
  let api: Api;
  let aheadMs = 0;
  const measured: { values: Record<string, number>; dimensions: unknown; fields: unknown }[] = [];
  const clock = { now: () => Date.now() + aheadMs };

  beforeAll(async () => {
    api = await startApi({ environment: { MIGRATION_PERCENTAGE: '25' } });
    const telemetry: Platform['telemetry'] = {
      count: () => undefined,
      event: () => undefined,
      measure: (values, dimensions, fields) => void measured.push({ values, dimensions, fields }),
    };
    usePlatform({ config: api.cloud.config, clock, telemetry });
  });
  afterAll(() => api.close());
  beforeEach(() => {
    measured.length = 0;
  });

  /** In use from the next request on, as the time until the next look has passed. */
  function deploy(flags: object): void {
    api.cloud.simulators.deployFlags(flags);
    aheadMs += INTERVAL_MS;
  }
  async function embed(name: string, headers: Record<string, string> = {}) {
    const answer = await api.send(
      'POST',
      '/v1/embeddings',
      { input: 'glazier' },
      { 'x-laptop-user': name, ...headers },
    );
    expect(answer.status).toBe(200);
    const { arm, attempts } = answer.body.meta as { arm: Arm | null; attempts: { provider: string }[] };
    // The arm is not only said: its first provider was asked first, also where a busy machine had another one answer.
    if (arm !== null) expect(attempts[0]?.provider).toBe(FIRST[arm]);
    return arm;
  }
  async function parse(name: string, headers: Record<string, string> = {}) {
    const answer = await api.send('POST', '/v1/resumes/parse', { text: RESUME }, { 'x-laptop-user': name, ...headers });
    expect(answer.status).toBe(200);
    return answer.body.meta;
  }
  async function armsOf(names: readonly string[], ask: (name: string) => Promise<Arm | null> = embed) {
    const arms = new Map<string, Arm | null>();
    for (const name of names) arms.set(name, await ask(name));
    return arms;
  }
  const onAws = (arms: ReadonlyMap<string, Arm | null>) =>
    [...arms].filter(([, arm]) => arm === 'aws').map(([id]) => id);
  const expectedOnAws = (percentage: number, capability: Capability = 'embed') =>
    USERS.filter((name) => {
      const owner = `laptop/${name}`;
      const ask = { owner, subject: owner, capability, available: ['current', 'aws'] as const };
      return assignArm({ rollout: { percentage } }, ask) === 'aws';
    });
  const armLines = () => measured.filter(({ values }) => 'ArmDuration' in values);

  it('share users as the deployment says while AppConfig does not answer', async () => {
    api.cloud.simulators.faults.set({ service: 'appConfig', kind: 'error', status: 500, count: 1 });

    const seen = onAws(await armsOf(USERS.slice(0, 20)));

    expect(seen).toEqual(expectedOnAws(25).filter((name) => USERS.indexOf(name) < 20));
  });

  it('share 200 users out, who stay where they are, also with another capability', async () => {
    const first = onAws(await armsOf(USERS));
    expect(first).toEqual(expectedOnAws(25));
    expect(Math.abs(first.length / USERS.length - 0.25)).toBeLessThan(0.1);

    aheadMs += INTERVAL_MS;
    const some = USERS.slice(0, 20);
    expect(onAws(await armsOf(some))).toEqual(first.filter((name) => some.includes(name)));
    expect(onAws(await armsOf(some, async (name) => (await parse(name)).arm))).toEqual(
      first.filter((name) => some.includes(name)),
    );
  });

  it('are in the answer, in what is measured, and in the line of the request', async () => {
    const [name = ''] = expectedOnAws(25);

    expect(await embed(name)).toBe('aws');

    expect(armLines()).toMatchObject([{ values: { ArmFailures: 0 }, dimensions: { capability: 'embed', arm: 'aws' } }]);
    expect(measured.find(({ values }) => 'RequestDuration' in values)?.fields).toMatchObject({ arm: 'aws' });
    expect(measured.find(({ values }) => 'ProviderDuration' in values)?.fields).toMatchObject({ arm: 'aws' });
    expect(JSON.stringify(measured)).not.toContain(name);
  });

  it('move nobody back when the share grows', async () => {
    deploy({ rollout: { percentage: 50 } });

    const some = USERS.slice(0, 60);
    const half = onAws(await armsOf(some));

    expect(half).toEqual(expectedOnAws(50).filter((name) => some.includes(name)));
    expect(expectedOnAws(25).filter((name) => some.includes(name) && !half.includes(name))).toEqual([]);
  });

  it('take each capability by itself', async () => {
    deploy({ rollout: { percentage: 0, capabilities: { embed: 100 } } });

    expect([await embed('user-1'), (await parse('user-1')).arm]).toEqual(['aws', 'current']);
  });

  it('leave everybody on one arm from the next look on, when the switch is thrown', async () => {
    deploy({ rollout: { percentage: 100 } });
    expect(await embed('user-1')).toBe('aws');
    api.cloud.simulators.deployFlags({ arm: 'current', rollout: { percentage: 100 } });

    expect(await embed('user-1')).toBe('aws');
    aheadMs += INTERVAL_MS;
    expect(onAws(await armsOf(USERS.slice(0, 20)))).toEqual([]);
    expect((await parse('user-1')).provider).toBe('openai');
  });

  it('let a tester try the arm that was switched off, unmeasured', async () => {
    deploy({ arm: 'current' });

    expect(await embed('user-1', { 'x-ai-arm': 'aws' })).toBe('aws');
    expect(armLines()).toEqual([]);
    expect(await embed('user-1')).toBe('current');
    expect(armLines()).toHaveLength(1);
  });

  it('let nobody else do so, and refuse every other word', async () => {
    const input = { input: 'glazier' };
    const refused = await user('ida', 'one')('POST', '/v1/embeddings', input, { 'x-ai-arm': 'aws' });
    expect([refused.status, refused.body.code]).toEqual([403, 'FORBIDDEN']);
    expect(refused.body.detail).toMatch(/needs the scope arms:choose/);

    const wrong = problemOf(await api.send('POST', '/v1/embeddings', input, { 'x-ai-arm': 'azure' }), 400);
    expect(wrong.detail).toMatch(/may be current or aws/);
    problemOf(await api.send('POST', '/v1/embeddings', input, { 'x-session-id': 'x'.repeat(201) }), 400);

    deploy({ embedChain: ['openai', 'embedded'] });
    const none = problemOf(await api.send('POST', '/v1/embeddings', input, { 'x-ai-arm': 'aws' }), 400);
    expect(none.detail).toMatch(/aws is not set up for embed/);
  });

  it('keep the sessions of a role each on its arm', async () => {
    deploy({ rollout: { percentage: 50 } });
    const backend = role('arn:aws:sts::111111111111:assumed-role/backend/i-0');
    const ask = async (session: string) =>
      (await backend('POST', '/v1/embeddings', { input: 'a' }, { 'x-session-id': session })).body.meta.arm;
    const sessions = Array.from({ length: 20 }, (_, i) => `session-${i}`);

    const first = await armsOf(sessions, ask);

    expect(await armsOf(sessions, ask)).toEqual(first);
    expect(new Set(first.values()).size).toBe(2);
  });

  it('have long work done on the arm of its owner, or on the one that a tester chose', async () => {
    deploy({ rollout: { percentage: 0, allow: ['laptop/anna'] } });
    const later = async (headers: Record<string, string>) => {
      const from = { 'x-laptop-user': 'anna' };
      const body = { text: RESUME };
      const asked = await api.send('POST', '/v1/resumes/parse', body, { prefer: 'respond-async', ...from, ...headers });
      const path = asked.headers.get('location') ?? '';
      for (;;) {
        const { body } = await api.send('GET', path, undefined, from);
        if (body.operation.finishedAt !== null) break;
      }
      return (await api.send('GET', `${path}/results/0`, undefined, from)).body.meta;
    };

    expect(await later({})).toMatchObject({ arm: 'aws', provider: 'bedrock' });
    expect(armLines()).toMatchObject([{ values: { ArmFailures: 0 }, dimensions: { capability: 'parse', arm: 'aws' } }]);
    expect(await later({ 'x-ai-arm': 'current' })).toMatchObject({ arm: 'current', provider: 'openai' });
    expect(armLines()).toHaveLength(1);
  });

  it('answer without models during maintenance, which ends by itself', async () => {
    const until = `${new Date(clock.now() + 3_600_000).toISOString().slice(0, 19)}Z`;
    deploy({ maintenance: { until } });

    for (const headers of [{}, { 'x-ai-arm': 'aws' }] as Record<string, string>[]) {
      expect(await parse('user-1', headers)).toMatchObject({
        arm: null,
        provider: 'rules',
        degraded: true,
        warnings: [`Models are under maintenance until ${until}: answered without them.`],
      });
    }
    for (const [path, body] of [
      ['/v1/embeddings', { input: 'glazier' }],
      ['/v1/matches', { query: 'glazier' }],
    ] as const) {
      expect((await api.send('POST', path, body)).body.meta).toMatchObject({
        arm: null,
        provider: 'embedded',
        degraded: true,
        warnings: expect.arrayContaining([expect.stringMatching(/maintenance/)]),
      });
    }

    aheadMs += 3_600_000;
    const [name = ''] = expectedOnAws(25);
    expect(await parse(name)).toMatchObject({ arm: 'aws', provider: 'bedrock', degraded: false, warnings: [] });
  });

  it('keep the last flags when somebody deploys what is none', async () => {
    deploy({ rollout: { percentage: 0, deny: ['laptop/anna'] } });
    expect(await embed('user-1')).toBe('current');
    for (const document of ['{"arm": "azure"}', '{"rollout": {"percentage": "all"}}', 'arm: aws']) {
      api.cloud.simulators.deployFlags(document);
      aheadMs += INTERVAL_MS;
      expect(await embed('user-1')).toBe('current');
    }
  });

  it('step in for each other: a broken arm costs its users nothing but is told of', async () => {
    deploy({ rollout: { percentage: 100 } });
    api.cloud.simulators.faults.set({ service: 'bedrock', kind: 'error', status: 503 });

    const meta = await parse('user-1');

    api.cloud.simulators.faults.clear();
    expect(meta).toMatchObject({ arm: 'aws', provider: 'openai', fallbackUsed: true, degraded: false });
    expect(armLines()).toMatchObject([{ values: { ArmFailures: 1 }, dimensions: { capability: 'parse', arm: 'aws' } }]);
  });
});
