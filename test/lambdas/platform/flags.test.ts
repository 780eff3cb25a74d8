import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { appConfigFlags } from '../../../lambdas/platform/flags';
import type { Flags } from '../../../lambdas/ports';
import { sampleAnswers } from '../../dev/simulators/sample-answers';

type Chains = Awaited<ReturnType<Flags['current']>>;
const rollout = { percentage: 100 };
const fallback: Chains = { rollout, textChain: ['rules'], embedChain: ['embedded'] };
const deployed: Chains = { rollout, textChain: ['bedrock', 'openai', 'rules'], embedChain: ['bedrock', 'embedded'] };

let simulators: Simulators;
beforeEach(async () => {
  simulators = await startSimulators({ answers: sampleAnswers, flags: deployed });
});
afterEach(() => simulators.close());

/** A limit that a busy machine keeps, unless the limit is what is tested. */
function scene(timeoutMs = 10_000) {
  let now = 0;
  const reasons: string[] = [];
  const flags = appConfigFlags({
    aws: { region: 'us-east-1', endpoint: simulators.endpoints.appConfig, credentials: DEMO_CREDENTIALS },
    application: 'talent-match',
    environment: 'test',
    profile: 'flags',
    fallback,
    clock: { now: () => now },
    timeoutMs,
    report: (reason) => reasons.push(reason),
  });
  const calls = () => simulators.faults.calls().appConfig ?? {};
  return {
    flags,
    reasons,
    calls,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('appConfigFlags', () => {
  it('reads the deployed document and keeps it for 15 s', async () => {
    const { flags, calls, pass } = scene();
    expect(await flags.current()).toEqual(deployed);
    simulators.deployFlags({ ...deployed, textChain: ['openai'] });
    pass(14_999);
    expect(await flags.current()).toEqual(deployed);
    pass(1);
    expect((await flags.current()).textChain).toEqual(['openai']);
    expect(calls()).toEqual({ StartConfigurationSession: 1, GetLatestConfiguration: 2 });
  });

  it('keeps the document when AppConfig says that nothing has changed', async () => {
    const { flags, pass, reasons } = scene();
    await flags.current();
    for (let i = 0; i < 3; i++) {
      pass(15_000);
      expect(await flags.current()).toEqual(deployed);
    }
    expect(reasons).toEqual([]);
  });

  it('looks once for all who ask at the same time', async () => {
    const { flags, calls } = scene();
    expect(await Promise.all([flags.current(), flags.current()])).toEqual([deployed, deployed]);
    expect(calls().GetLatestConfiguration).toBe(1);
  });

  it('starts with the default when AppConfig is down, asks once an interval, and recovers', async () => {
    const { flags, calls, pass, reasons } = scene();
    simulators.faults.set({ service: 'appConfig', kind: 'error', status: 500 });
    expect(await flags.current()).toEqual(fallback);
    expect(await flags.current()).toEqual(fallback);
    expect(calls()).toEqual({ StartConfigurationSession: 1 });
    expect(reasons).toEqual(['InternalServerException']);
    simulators.faults.clear();
    pass(15_000);
    expect(await flags.current()).toEqual(deployed);
  });

  it('keeps the last document when AppConfig fails later, and starts a new session after', async () => {
    const { flags, calls, pass } = scene();
    await flags.current();
    simulators.faults.set({ service: 'appConfig', kind: 'reset', count: 1 });
    pass(15_000);
    expect(await flags.current()).toEqual(deployed);
    simulators.deployFlags(fallback);
    pass(15_000);
    expect(await flags.current()).toEqual(fallback);
    expect(calls().StartConfigurationSession).toBe(2);
  });

  it.each([
    ['not JSON'],
    [[]],
    [{ ...deployed, textChain: [] }],
    [{ ...deployed, embedChain: ['unheard-of'] }],
    [{ ...deployed, arm: 'both' }],
    [{ ...deployed, rollout: { percentage: 101 } }],
    [{ ...deployed, rollout: { percentage: 10, capabilities: { parse: 'all' } } }],
    [{ ...deployed, maintenance: { until: 'tomorrow' } }],
  ])('lets the document %j change nothing', async (document) => {
    const { flags, pass, reasons } = scene();
    await flags.current();
    simulators.deployFlags(document);
    pass(15_000);
    expect(await flags.current()).toEqual(deployed);
    expect(reasons).toHaveLength(1);
  });

  it('says which space is searched first, where the document does', async () => {
    const { flags, pass } = scene();
    simulators.deployFlags({ ...deployed, embedSpace: 'bedrock/titan/512/v1' });
    expect(await flags.current()).toEqual({ ...deployed, embedSpace: 'bedrock/titan/512/v1' });
    simulators.deployFlags(deployed);
    pass(15_000);
    expect(await flags.current()).toEqual(deployed);
  });

  it('takes what the document leaves open from what was deployed', async () => {
    simulators.deployFlags({ textChain: ['openai', 'rules'] });
    const { flags, pass } = scene();
    expect(await flags.current()).toEqual({ ...fallback, textChain: ['openai', 'rules'] });
    simulators.deployFlags({});
    pass(15_000);
    expect(await flags.current()).toEqual(fallback);
  });

  it('asks an interval after the answer, as AppConfig refuses who comes sooner', async () => {
    let reads = 0;
    // Each look takes 300 ms.
    const clock = { now: () => reads++ * 300 };
    const flags = appConfigFlags({
      aws: { region: 'us-east-1', endpoint: simulators.endpoints.appConfig, credentials: DEMO_CREDENTIALS },
      application: 'talent-match',
      environment: 'test',
      profile: 'flags',
      fallback,
      clock,
      timeoutMs: 10_000,
    });
    const looks = () => simulators.faults.calls().appConfig?.GetLatestConfiguration ?? 0;
    await flags.current();
    const answeredAt = (reads - 1) * 300;
    while (looks() === 1) await flags.current();
    // The clock was read once to see that the time has come, and once after the answer.
    expect((reads - 2) * 300 - answeredAt).toBe(15_000);
  });

  it('says of each user what the document of the hour says, and falls back to what was deployed', async () => {
    const { flags, pass } = scene();
    simulators.deployFlags({ rollout: { percentage: 10.5, allow: ['default/anna'] }, arm: 'current' });
    expect(await flags.current()).toEqual({
      ...fallback,
      arm: 'current',
      rollout: { percentage: 10.5, allow: ['default/anna'] },
    });
    simulators.deployFlags({ maintenance: { until: '2026-11-22T10:00:00Z' } });
    pass(15_000);
    expect(await flags.current()).toEqual({ ...fallback, maintenance: { until: '2026-11-22T10:00:00Z' } });
  });

  it('passes over fields of a newer deployment', async () => {
    simulators.deployFlags({ ...deployed, percentage: 5 });
    expect(await scene().flags.current()).toEqual(deployed);
  });

  it('waits for a stalled AppConfig no longer than its limit', async () => {
    simulators.faults.set({ service: 'appConfig', kind: 'stall-headers' });
    // A stall has no end of its own: that the answer comes is what is shown.
    expect(await scene(200).flags.current()).toEqual(fallback);
  });
});
