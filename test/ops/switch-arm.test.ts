import { type Simulators, startSimulators } from '../../dev/simulators/start';
import { flagsSchema } from '../../lambdas/domain/flags';
import { switchArm } from '../../ops/switch-arm/command';
import { sampleAnswers } from '../dev/simulators/sample-answers';
import { operator } from './operator';

const REGION = 'eu-west-1';
const OUTPUTS = ['FlagsApplication', 'FlagsEnvironment', 'FlagsProfile', 'FlagsInstantStrategy'];
let simulators: Simulators;
beforeEach(async () => {
  simulators = await startSimulators({ answers: sampleAnswers, flags: {} });
  flags().refuses = () => [];
});
afterEach(() => simulators.close());

const change = (to: string, ...more: string[]) =>
  operator(simulators, switchArm, ['--stage', 'prod', '--to', to, ...more]);
const flags = () => simulators.account.appConfig.in(REGION);
/** The document that functions get. */
const current = () => {
  const last = flags()
    .deployments.filter(({ state }) => state === 'COMPLETE')
    .at(-1);
  return JSON.parse(flags().versions.get(last?.version ?? 0) ?? 'null');
};

function deploy(environment: Record<string, string> = { OPENAI_SECRET_ID: 'openai', USE_AWS_BEDROCK: 'true' }) {
  const resources: Record<string, string> = {};
  for (const slug of ['parse-resume', 'embed']) {
    simulators.account.lambdaFunctions.in(REGION).functions.set(slug, {
      description: `Talent Match prod: ${slug}`,
      environment,
      versions: { 1: '2026-11-21T10:00:00Z' },
      aliases: { live: { version: '1' } },
    });
    resources[`arn:aws:lambda:${REGION}:111111111111:function:${slug}:live`] = 'AWS::Lambda::Alias';
  }
  const outputs = Object.fromEntries(OUTPUTS.map((name) => [name, name.toLowerCase()]));
  simulators.account.cloudFormation.in(REGION).stacks.set('TalentMatch-prod-service', { outputs, resources });
}

describe('switch-arm', () => {
  it('shows the change and deploys nothing without --yes', async () => {
    deploy();
    const { code, text } = await change('current');
    expect(code).toBe(0);
    expect(text).toContain('resumes are read by:  bedrock, openai, rules  →  openai, bedrock, rules');
    expect(text).toContain('vectors are made by:  bedrock, openai, embedded  →  openai, bedrock, embedded');
    expect(flags().versions.size).toBe(1);
  });

  it('moves everybody to the current arm with the instant strategy, and says when all have it', async () => {
    deploy();
    const { code, text } = await change('current', '--yes');
    expect(code).toBe(0);
    expect(current()).toEqual({
      textChain: ['openai', 'bedrock', 'rules'],
      embedChain: ['openai', 'bedrock', 'embedded'],
    });
    expect(flags().deployments.at(-1)).toMatchObject({ strategy: 'flagsinstantstrategy', state: 'COMPLETE' });
    expect(text).toContain('Flags version 2 is deployed. Functions look every 15 s: by 12:00:17 UTC all have it.');
    expect(flagsSchema.safeParse(current()).success).toBe(true);
  });

  it('goes back to what was deployed, and keeps what else the document says', async () => {
    deploy();
    flags().versions.set(1, '{"later":5}');
    await change('current', '--yes');
    expect(current()).toMatchObject({ later: 5, textChain: ['openai', 'bedrock', 'rules'] });
    await change('configured', '--yes');
    expect(current()).toEqual({ later: 5 });
  });

  it('has nothing to do a second time', async () => {
    deploy();
    await change('current', '--yes');
    const { code, text } = await change('current', '--yes');
    expect([code, text]).toEqual([0, expect.stringContaining('There is nothing to do.')]);
    expect(flags().versions.size).toBe(2);
  });

  it('stops a rollout under way, and holds whatever that was about to do', async () => {
    deploy();
    flags().versions.set(2, '{"textChain":["rules"]}');
    flags().deployments.push({ number: 2, version: 2, strategy: 'rollout', state: 'BAKING' });
    const { code, text } = await change('current', '--yes');
    expect(code).toBe(0);
    expect(text).toContain('Deployment 2 of other flags is under way: it is stopped first.');
    expect(flags().deployments.map(({ state }) => state)).toEqual(['COMPLETE', 'ROLLED_BACK', 'COMPLETE']);
    expect(current().textChain).toEqual(['openai', 'bedrock', 'rules']);
  });

  it('is not taken back by alarms that are red already, and lets them act again', async () => {
    deploy();
    flags().monitors.push('FlagErrors', 'FlagLatency');
    const { alarms } = simulators.account.cloudWatch.in(REGION);
    alarms.set('FlagErrors', { state: 'ALARM', acts: true });
    alarms.set('FlagLatency', { state: 'OK', acts: true });
    const { code, text } = await change('current', '--yes');
    expect(code).toBe(0);
    expect(text).toContain('FlagErrors would take the change back, and is silent until it is done.');
    expect(current().textChain[0]).toBe('openai');
    expect([...alarms.values()].map(({ acts }) => acts)).toEqual([true, true]);
  });

  it('says so when AppConfig takes it back', async () => {
    deploy();
    flags().monitors.push('FlagErrors');
    flags().looksUntilComplete = 3;
    const { alarms } = simulators.account.cloudWatch.in(REGION);
    let looks = 0;
    alarms.set('FlagErrors', {
      // It goes red after the command has looked at it.
      get state() {
        looks += 1;
        return looks > 1 ? ('ALARM' as const) : ('OK' as const);
      },
      acts: true,
    });
    const { code, text } = await change('current', '--yes');
    expect([code, text]).toEqual([1, expect.stringContaining('AppConfig took the deployment back (ROLLED_BACK)')]);
    expect(current()).toEqual({});
  });

  it('lets alarms act again after Ctrl-C', async () => {
    deploy();
    flags().monitors.push('FlagErrors');
    flags().looksUntilComplete = 5;
    const { alarms } = simulators.account.cloudWatch.in(REGION);
    alarms.set('FlagErrors', { state: 'ALARM', acts: true });
    const { code, text } = await operator(simulators, switchArm, ['--stage', 'prod', '--to', 'current', '--yes'], {
      interruptAt: 2,
    });
    expect([code, text]).toEqual([130, expect.stringContaining('Interrupted.')]);
    expect(alarms.get('FlagErrors')?.acts).toBe(true);
  });

  it('refuses an arm that has no provider here', async () => {
    deploy({ USE_AWS_BEDROCK: 'true' });
    const { code, text } = await change('current', '--yes');
    expect(code).toBe(1);
    expect(text).toContain(
      'The arm current has no provider that reads resumes in this stage (there are bedrock, rules).',
    );
    expect(flags().versions.size).toBe(1);
  });

  it('passes on what the validator of the profile says', async () => {
    deploy();
    flags().refuses = () => ['#/arm: is wrong'];
    const { code, text } = await change('current', '--yes');
    expect([code, text]).toEqual([1, expect.stringContaining('against JSON Schema: #/arm: is wrong')]);
  });

  it('refuses an arm that it does not know', async () => {
    const { code, text } = await change('openai');
    expect([code, text]).toEqual([2, expect.stringContaining('--to: openai was given; allowed: current, aws')]);
  });
});
