/** A rollout on the laptop cloud: the guard reads what was measured on the wire, and changes the flags that requests meet. */
import { deployedFlags } from '../../dev/simulators/account/flag-history';
import type { FlagsDocument } from '../../lambdas/domain/flags';
import { type RolloutPlan, utcOf } from '../../lambdas/domain/rollout-plan';
import { handler as guardRollout } from '../../lambdas/handlers/guard-rollout';
import { platform, usePlatform } from '../../lambdas/platform/platform';
import { type Api, startApi } from './api';

const MINUTE = 60_000;

describe('a rollout', () => {
  jest.setTimeout(120_000);
  let api: Api;
  let aheadMs = 0;
  const clock = { now: () => Date.now() + aheadMs };

  beforeAll(async () => {
    api = await startApi({ environment: { MIGRATION_PERCENTAGE: '0' } });
    const { config, telemetry } = platform();
    usePlatform({ config, clock, telemetry: { ...telemetry, event: () => undefined } });
  });
  afterAll(() => api.close());
  afterEach(() => {
    api.cloud.simulators.faults.clear();
    aheadMs += 24 * 60 * MINUTE;
  });

  const { account, faults } = {
    account: () => api.cloud.simulators.account,
    faults: () => api.cloud.simulators.faults,
  };
  const inForce = () => {
    const { document } = deployedFlags(account().appConfig.in(api.cloud.config.AWS_REGION)) ?? { document: '' };
    return JSON.parse(document) as FlagsDocument;
  };
  const subjects = () => account().sns.notifications.map(({ subject }) => subject);

  /** Both vendors of vectors on the AWS arm. */
  function breakAws(): void {
    for (const service of ['bedrock', 'sagemaker'] as const) faults().set({ service, kind: 'error', status: 503 });
  }

  function begin(changes: Partial<RolloutPlan> = {}): void {
    const plan: RolloutPlan = {
      steps: [30, 60, 100],
      state: 'running',
      from: 0,
      share: 30,
      since: utcOf(clock.now()),
      bakeMinutes: 10,
      minRequests: 5,
      // How long a request takes is a matter of this machine.
      limits: { p95MsMost: 600_000 },
      ...changes,
    };
    api.cloud.simulators.deployFlags({ rollout: { percentage: plan.share }, plan });
    aheadMs += MINUTE;
  }

  /** One request of each of so many users, none of which fails. @returns how many were served by the AWS arm */
  async function usersOnAws(count: number): Promise<number> {
    let onAws = 0;
    for (let i = 0; i < count; i++) {
      const ask = { input: `wound care ${i}` };
      const answer = await api.send('POST', '/v1/embeddings', ask, { 'x-laptop-user': `user-${i}` });
      expect(answer.status).toBe(200);
      if (answer.body.meta.arm === 'aws') onAws += 1;
    }
    return onAws;
  }

  it('goes on step by step while both arms do well, and ends', async () => {
    begin();
    const some = await usersOnAws(40);
    expect(some).toBeGreaterThanOrEqual(5);
    expect(await guardRollout()).toMatchObject({ did: 'wait', why: 'baking' });

    aheadMs += 10 * MINUTE;
    expect(await guardRollout()).toEqual({ did: 'step', share: 60 });
    aheadMs += MINUTE;
    expect(await usersOnAws(40)).toBeGreaterThan(some);
    aheadMs += 10 * MINUTE;
    expect(await guardRollout()).toEqual({ did: 'step', share: 100 });
    aheadMs += MINUTE;
    expect(await usersOnAws(20)).toBe(20);
    aheadMs += 10 * MINUTE;
    expect(await guardRollout()).toEqual({ did: 'finish', share: 100 });
    expect(inForce().plan).toMatchObject({ state: 'done', baseline: { embed: { failures: 0 } } });
    expect(await guardRollout()).toEqual({ did: 'nothing', share: 100 });
    expect(subjects()).toEqual([
      'Talent Match laptop: rollout raised from 30 % to 60 %',
      'Talent Match laptop: rollout raised from 60 % to 100 %',
      'Talent Match laptop: rollout done at 100 %',
    ]);
  });

  it('goes back by itself when its arm breaks, and says so', async () => {
    begin({ share: 60, from: 5 });
    await usersOnAws(20);
    breakAws();
    await usersOnAws(40);

    expect(await guardRollout()).toEqual({ did: 'rollBack', share: 5 });
    expect(inForce()).toMatchObject({ rollout: { percentage: 5 }, plan: { state: 'rolled-back', share: 5 } });
    const notice = account().sns.notifications.at(-1);
    expect(notice?.subject).toBe('Talent Match laptop: rollout rolled back from 60 % to 5 %: failure rate of embed');
    expect(notice?.message).toMatch(
      /failure rate of embed: \d+\.\d % on the AWS arm of at most 1\.0 %; 0\.0 % on the current arm/,
    );
    aheadMs += MINUTE;
    expect(await usersOnAws(40)).toBeLessThan(10);
  });

  it('stays when the other arm breaks', async () => {
    begin();
    for (const service of ['openai', 'huggingface'] as const) faults().set({ service, kind: 'error', status: 503 });
    await usersOnAws(40);

    expect(await guardRollout()).toMatchObject({ did: 'wait', why: 'baking' });
  });

  it('changes nothing in a dry run, whatever breaks', async () => {
    begin({ dryRun: true });
    const before = inForce();
    breakAws();
    await usersOnAws(40);

    expect(await guardRollout()).toEqual({ did: 'rollBack', share: 30, isDryRun: true });
    expect(await guardRollout()).toMatchObject({ isDryRun: true });
    expect(inForce()).toEqual(before);
    expect(subjects().filter((subject) => subject?.includes('would be'))).toHaveLength(1);
  });

  it('changes nothing while CloudWatch or AppConfig does not answer', async () => {
    begin();
    aheadMs += 10 * MINUTE;
    const before = inForce();
    for (const operation of ['cloudwatch:GetMetricData', 'appconfig:ListDeployments']) {
      faults().clear();
      faults().set({ service: 'account', operation, kind: 'error', status: 500 });
      expect(await guardRollout()).toEqual({ did: 'cannot-look' });
    }
    expect(inForce()).toEqual(before);
  });
});
