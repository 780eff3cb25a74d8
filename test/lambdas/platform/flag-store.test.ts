import { AppConfigClient, CreateHostedConfigurationVersionCommand } from '@aws-sdk/client-appconfig';
import { deployedFlags } from '../../../dev/simulators/account/flag-history';
import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { flagStore } from '../../../lambdas/platform/flag-store';
import { appConfigFlags } from '../../../lambdas/platform/flags';
import { sampleAnswers } from '../../dev/simulators/sample-answers';

const REGION = 'us-east-1';
const ids = { application: 'a', environment: 'e', profile: 'p' };
let simulators: Simulators;
let client: AppConfigClient;

async function store(first: unknown = {}) {
  simulators = await startSimulators({ answers: sampleAnswers, flags: first });
  const { account } = simulators.endpoints;
  client = new AppConfigClient({ region: REGION, endpoint: account, credentials: DEMO_CREDENTIALS, maxAttempts: 1 });
  return flagStore({ client, ids });
}
const flags = () => simulators.account.appConfig.in(REGION);
afterEach(async () => {
  client.destroy();
  await simulators.close();
});

describe('flagStore', () => {
  it('tells what is deployed, whatever was taken back since, and how many versions there are', async () => {
    const flagsOf = await store({ arm: 'aws' });
    flags().versions.set(2, '{"arm":"current"}');
    for (let number = 2; number <= 9; number++) {
      flags().deployments.push({ number, version: 2, strategy: 's', state: 'ROLLED_BACK' });
    }
    flags().versions.set(10, '{}');
    flags().deployments.push({ number: 10, version: 10, strategy: 's', state: 'BAKING' });
    expect(await flagsOf.deployed()).toEqual({
      document: { arm: 'aws' },
      version: 1,
      latestVersion: 10,
      underWay: 10,
      newest: { deployment: 10, version: 10, state: 'underWay' },
    });
  });

  it('knows a profile to which nothing was ever deployed, and deploys the first', async () => {
    const flagsOf = await store(null);
    flags().versions.clear();
    flags().deployments.length = 0;
    const nothing = await flagsOf.deployed();
    expect(nothing).toEqual({ document: {}, version: 0, latestVersion: 0, underWay: undefined });
    expect(await flagsOf.deploy({ arm: 'aws' }, 'first', 'instant', nothing)).toEqual({ deployment: 1, version: 1 });
  });

  it('deploys a document that the functions then get', async () => {
    const flagsOf = await store();
    const { deployment, version } = await flagsOf.deploy({ arm: 'current' }, 'why', 'instant', { latestVersion: 1 });
    expect([deployment, version]).toEqual([2, 2]);
    expect(await flagsOf.state(deployment)).toMatchObject({ state: 'underWay' });
    expect(deployedFlags(flags())?.document).toBe('{}');
    expect(await flagsOf.state(deployment)).toMatchObject({ state: 'complete', percentage: 100 });
    const functions = appConfigFlags({
      aws: { region: REGION, endpoint: simulators.endpoints.appConfig, credentials: DEMO_CREDENTIALS },
      ...ids,
      fallback: { rollout: { percentage: 100 } },
      clock: { now: () => 0 },
      timeoutMs: 10_000,
    });
    expect((await functions.current()).arm).toBe('current');
    expect(await flagsOf.document(1)).toEqual({});
    expect(await flagsOf.document(3)).toBeUndefined();
  });

  it('deploys nothing when a newer version was made since it was read', async () => {
    const flagsOf = await store();
    const read = await flagsOf.deployed();
    const other = { ApplicationId: 'a', ConfigurationProfileId: 'p', Content: Buffer.from('{}'), ContentType: 'x/y' };
    await client.send(new CreateHostedConfigurationVersionCommand(other));
    await expect(flagsOf.deploy({ arm: 'aws' }, 'why', 'instant', read)).rejects.toMatchObject({
      name: 'FlagsConflict',
      message: 'the flags were changed since they were read',
    });
    expect(flags().deployments).toHaveLength(1);
  });

  it('deploys nothing while another deployment is under way', async () => {
    const flagsOf = await store();
    await flagsOf.deploy({ arm: 'aws' }, 'why', 'rollout', { latestVersion: 1 });
    await expect(flagsOf.deploy({}, 'why', 'instant', { latestVersion: 2 })).rejects.toMatchObject({
      name: 'FlagsConflict',
      message: 'another deployment of flags is under way',
    });
  });

  it('is refused a document that the schema does not allow, with what is wrong', async () => {
    const flagsOf = await store();
    const wrong = flagsOf.deploy({ arm: 'openai', rolout: {} }, 'why', 'instant', { latestVersion: 1 });
    await expect(wrong).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringMatching(/#\/arm: .*allowed values.*rolout|rolout.*#\/arm/),
    });
    expect(deployedFlags(flags())?.document).toBe('{}');
  });

  it('says which alarm took a deployment back', async () => {
    const flagsOf = await store();
    flags().monitors.push('FlagErrors');
    simulators.account.cloudWatch.in(REGION).alarms.set('FlagErrors', { state: 'ALARM', acts: true });
    const { deployment } = await flagsOf.deploy({ arm: 'aws' }, 'why', 'instant', { latestVersion: 1 });
    expect(await flagsOf.state(deployment)).toMatchObject({
      state: 'takenBack',
      reason: expect.stringContaining(':alarm:FlagErrors'),
    });
    expect(deployedFlags(flags())?.document).toBe('{}');
  });

  it('stops a deployment that is under way, and takes one that has ended for what it is', async () => {
    const flagsOf = await store();
    const { deployment } = await flagsOf.deploy({ arm: 'aws' }, 'why', 'rollout', { latestVersion: 1 });
    await flagsOf.stop(deployment);
    await flagsOf.stop(deployment);
    expect(await flagsOf.state(deployment)).toMatchObject({ state: 'takenBack' });
    expect(await flagsOf.deployed()).toMatchObject({ document: {}, underWay: undefined });
  });

  it('is seen by the functions of its Region only', async () => {
    await store();
    flags().looksUntilComplete = 0;
    simulators.deployFlags({ arm: 'aws' });
    expect(deployedFlags(flags())?.document).toBe('{"arm":"aws"}');
    expect(deployedFlags(simulators.account.appConfig.in('eu-west-1'))?.document).toBe('{}');
  });
});
