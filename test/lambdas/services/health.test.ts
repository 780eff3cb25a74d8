import { type Probe, providersHealth } from '../../../lambdas/services/health';

const context = {
  signal: new AbortController().signal,
  deadline: Number.POSITIVE_INFINITY,
  requestId: 'request-1',
  owner: 'default/user-1',
};
const probe = (parts: Partial<Probe>): Probe => ({
  capability: 'embeddings',
  provider: 'bedrock',
  model: 'm',
  check: async () => undefined,
  breaker: async () => 'closed',
  ...parts,
});
const health = (...probes: Partial<Probe>[]) =>
  providersHealth({ clock: { now: () => 0 }, probes: probes.map(probe) }, context);

describe('providersHealth', () => {
  it('is ok when all that is asked answers and no breaker is open', async () => {
    const { status, providers } = await health({}, { check: null }, { breaker: null });
    expect(status).toBe('ok');
    expect(providers.map((one) => [one.status, one.breaker])).toEqual([
      ['ok', 'closed'],
      ['unknown', 'closed'],
      ['ok', null],
    ]);
  });

  it.each(['open', 'half-open', 'capacity'] as const)('is degraded while a breaker is %s', async (state) => {
    const { status, providers } = await health({}, { check: null, breaker: async () => state });
    expect(status).toBe('degraded');
    expect(providers[1]).toMatchObject({ status: 'unknown', breaker: state });
  });

  it('takes a probe that never ends for a failing one when the time of the probes is over', async () => {
    const probes = [probe({ check: () => new Promise(() => undefined) }), probe({})];
    const ending = { ...context, signal: AbortSignal.timeout(1) };
    const { providers } = await providersHealth({ clock: { now: () => 0 }, probes }, ending);
    expect(providers.map(({ status, detail }) => [status, detail])).toEqual([
      ['failing', 'timeout'],
      ['ok', null],
    ]);
  });

  it('says the kind of a failure and never its words', async () => {
    const error = Object.assign(new Error('the resume of Ada'), { kind: 'timeout' });
    const { status, providers } = await health({ check: () => Promise.reject(error) });
    expect(status).toBe('degraded');
    expect(providers[0]).toEqual({
      capability: 'embeddings',
      provider: 'bedrock',
      model: 'm',
      status: 'failing',
      latencyMs: 0,
      detail: 'timeout',
      breaker: 'closed',
    });
  });
});
