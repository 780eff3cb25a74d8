import { AppConfigClient } from '@aws-sdk/client-appconfig';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { deployedFlags } from '../../../dev/simulators/account/flag-history';
import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { flagAlarms } from '../../../lambdas/platform/flag-alarms';
import { flagDeployments } from '../../../lambdas/platform/flag-deployments';
import { flagStore } from '../../../lambdas/platform/flag-store';
import { sampleAnswers } from '../../dev/simulators/sample-answers';

const REGION = 'us-east-1';
const ids = { application: 'a', environment: 'e', profile: 'p' };
let simulators: Simulators;
let clients: { appConfig: AppConfigClient; cloudWatch: CloudWatchClient };
/** What happens while it waits for a deployment. */
let meanwhile: () => void;

async function deployments(first: unknown = { rollout: { percentage: 10 } }) {
  meanwhile = () => undefined;
  simulators = await startSimulators({ answers: sampleAnswers, flags: first });
  const options = {
    region: REGION,
    endpoint: simulators.endpoints.account,
    credentials: DEMO_CREDENTIALS,
    maxAttempts: 1,
  };
  clients = { appConfig: new AppConfigClient(options), cloudWatch: new CloudWatchClient(options) };
  return flagDeployments(
    { store: flagStore({ client: clients.appConfig, ids }), alarms: flagAlarms(clients, ids) },
    { rollout: 'slow', instant: 'fast' },
    async () => meanwhile(),
  );
}
const flags = () => simulators.account.appConfig.in(REGION);
const alarms = () => simulators.account.cloudWatch.in(REGION).alarms;
const inForce = () => JSON.parse(deployedFlags(flags())?.document ?? '') as unknown;

afterEach(async () => {
  clients.appConfig.destroy();
  clients.cloudWatch.destroy();
  await simulators.close();
});

describe('flagDeployments', () => {
  it('reads what is in force', async () => {
    const { read } = await deployments();

    expect(await read()).toEqual({
      document: { rollout: { percentage: 10 } },
      underWay: undefined,
      takenBack: undefined,
      lock: { latestVersion: 1, underWay: undefined },
    });
  });

  it('begins a deployment that is watched, and waits for nothing', async () => {
    const { read, begin } = await deployments();

    expect(await begin({ rollout: { percentage: 50 } }, 'why', await read())).toBe(true);
    expect(inForce()).toEqual({ rollout: { percentage: 10 } });
    expect(flags().deployments.at(-1)).toMatchObject({ strategy: 'slow', state: 'DEPLOYING' });
    expect(await read()).toMatchObject({
      document: { rollout: { percentage: 10 } },
      underWay: { rollout: { percentage: 50 } },
      lock: { latestVersion: 2, underWay: 2 },
    });
  });

  it('tells of what was taken back, and why', async () => {
    const { read, begin } = await deployments();
    await begin({ rollout: { percentage: 50 } }, 'why', await read());
    Object.assign(flags().deployments.at(-1) ?? {}, { state: 'ROLLED_BACK', reason: 'alarm FlagErrors' });

    expect(await read()).toMatchObject({
      document: { rollout: { percentage: 10 } },
      underWay: undefined,
      takenBack: { document: { rollout: { percentage: 50 } }, reason: 'alarm FlagErrors' },
    });
  });

  it('gives a document to all, and waits until they have it', async () => {
    const { read, replace } = await deployments();
    flags().looksUntilComplete = 3;

    expect(await replace({ rollout: { percentage: 0 } }, 'why', await read())).toBe(true);
    expect(inForce()).toEqual({ rollout: { percentage: 0 } });
    expect(flags().deployments.at(-1)?.strategy).toBe('fast');
  });

  it('stops first what is under way', async () => {
    const { read, begin, replace } = await deployments();
    await begin({ rollout: { percentage: 50 } }, 'why', await read());

    expect(await replace({ rollout: { percentage: 0 } }, 'why', await read())).toBe(true);
    expect(flags().deployments.map(({ state }) => state)).toEqual(['COMPLETE', 'ROLLED_BACK', 'COMPLETE']);
    expect(inForce()).toEqual({ rollout: { percentage: 0 } });
  });

  it('gets through although an alarm is red, and lets it act again', async () => {
    const { read, begin, replace } = await deployments();
    flags().monitors.push('FlagErrors', 'FlagLatency');
    alarms().set('FlagErrors', { state: 'ALARM', acts: true });
    alarms().set('FlagLatency', { state: 'OK', acts: true });
    const acting: boolean[] = [];
    meanwhile = () =>
      acting.push(alarms().get('FlagErrors')?.acts === true, alarms().get('FlagLatency')?.acts === true);
    flags().looksUntilComplete = 2;

    expect(await replace({ rollout: { percentage: 0 } }, 'why', await read())).toBe(true);
    expect(inForce()).toEqual({ rollout: { percentage: 0 } });
    expect(acting.slice(0, 2)).toEqual([false, true]);
    expect([...alarms().values()].map(({ acts }) => acts)).toEqual([true, true]);
    // What is meant to be taken back, is.
    await begin({ rollout: { percentage: 50 } }, 'why', await read());
    await clientsLook();
    expect(await read()).toMatchObject({ takenBack: { document: { rollout: { percentage: 50 } } } });
  });

  it('fails when its document is taken back all the same, and lets the alarms act again', async () => {
    const { read, replace } = await deployments();
    flags().monitors.push('FlagErrors');
    alarms().set('FlagErrors', { state: 'ALARM', acts: true });
    flags().looksUntilComplete = 5;
    meanwhile = () => Object.assign(flags().deployments.at(-1) ?? {}, { state: 'ROLLED_BACK', reason: 'by user' });

    await expect(replace({ rollout: { percentage: 0 } }, 'why', await read())).rejects.toThrow('by user');
    expect(alarms().get('FlagErrors')?.acts).toBe(true);
  });

  it('does not wait for ever', async () => {
    const { read, replace } = await deployments();
    flags().looksUntilComplete = 1_000;

    await expect(replace({ rollout: { percentage: 0 } }, 'why', await read())).rejects.toThrow('does not end');
  });

  it.each(['begin', 'replace'] as const)('changes nothing when somebody was quicker: %s', async (how) => {
    const all = await deployments();
    const seen = await all.read();
    simulators.deployFlags({ rollout: { percentage: 25 } });

    expect(await all[how]({ rollout: { percentage: 50 } }, 'why', seen)).toBe(false);
    expect(inForce()).toEqual({ rollout: { percentage: 25 } });
  });
});

/** AppConfig proceeds when it is looked at. */
async function clientsLook(): Promise<void> {
  const last = flags().deployments.at(-1)?.number ?? 0;
  await flagStore({ client: clients.appConfig, ids }).state(last);
}
