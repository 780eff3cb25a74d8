import { deployedFlags } from '../../dev/simulators/account/flag-history';
import { type Simulators, startSimulators } from '../../dev/simulators/start';
import { flagsSchema } from '../../lambdas/domain/flags';
import { rollout } from '../../ops/rollout/command';
import { sampleAnswers } from '../dev/simulators/sample-answers';
import { type OperatorOptions, operator } from './operator';

const REGION = 'eu-west-1';
const OUTPUTS = [
  'FlagsApplication',
  'FlagsEnvironment',
  'FlagsProfile',
  'FlagsInstantStrategy',
  'FlagsRolloutStrategy',
  'RolloutGuard',
];
const NOON = Date.parse('2026-11-22T12:00:00Z');
const BOTH_ARMS = { OPENAI_SECRET_ID: 'openai', USE_AWS_BEDROCK: 'true', MIGRATION_PERCENTAGE: '5' };
const PLAN = {
  steps: [10, 50, 100],
  bakeMinutes: 60,
  minRequests: 100,
  state: 'running',
  from: 5,
  share: 10,
  since: '2026-11-22T11:30:00Z',
};
const RUNNING = { rollout: { percentage: 10 }, plan: PLAN };

let simulators: Simulators;
beforeEach(async () => {
  simulators = await startSimulators({ answers: sampleAnswers, flags: {} });
  stage();
});
afterEach(() => simulators.close());

function stage(environment: Record<string, string> = BOTH_ARMS, outputs: readonly string[] = OUTPUTS) {
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
  simulators.account.cloudFormation.in(REGION).stacks.set('TalentMatch-prod-service', {
    outputs: Object.fromEntries(outputs.map((name) => [name, name.toLowerCase()])),
    resources,
  });
}

const run = (command: string, options: OperatorOptions = {}) =>
  operator(simulators, rollout, [...command.split(' '), '--stage', 'prod', '--no-wait'], options);
const history = () => simulators.account.appConfig.in(REGION);
const held = () => JSON.parse(deployedFlags(history())?.document ?? 'null');
const hold = (document: object) => history().versions.set(1, JSON.stringify(document));

describe('npm run rollout', () => {
  it('begins a plan, with its first share, and watches the alarms while it goes out', async () => {
    hold({ rollout: { deny: ['default/zoe'] }, shadow: { percentage: 5 } });

    const { code, text } = await run('start --yes');

    expect(code).toBe(0);
    const { since } = held().plan;
    expect(held()).toEqual({
      shadow: { percentage: 5 },
      rollout: { deny: ['default/zoe'], percentage: 10 },
      plan: { ...PLAN, since },
    });
    expect(flagsSchema.parse(held())).toEqual(held());
    expect(history().deployments.at(-1)?.strategy).toBe('flagsrolloutstrategy');
    expect(text).toContain('rollout.percentage  (not set)  →  10');
    expect(text).toContain('npm run rollout -- back --stage prod');
  });

  it('takes the steps, times and limits that are asked for', async () => {
    await run(
      'start --plan 20,80 --bake 2h --requests 500 --capability parse --limit p95MsMost=2000 --limit costTimes=2 --require-evaluation --yes',
    );

    expect(held()).toMatchObject({
      rollout: { capabilities: { parse: 20 } },
      plan: {
        steps: [20, 80],
        bakeMinutes: 120,
        minRequests: 500,
        capability: 'parse',
        from: 5,
        share: 20,
        limits: { p95MsMost: 2_000, costTimes: 2 },
        requireEvaluation: true,
      },
    });
  });

  it('leaves the share alone in a dry run of the guard', async () => {
    await run('start --dry-run-plan --yes');

    expect(held()).toMatchObject({ plan: { dryRun: true, from: 5, share: 5 } });
    expect(held().rollout).toBeUndefined();
  });

  it.each<[string, object, Record<string, unknown>, object | undefined]>([
    ['pause', RUNNING, { state: 'paused', share: 10 }, { percentage: 10 }],
    ['resume', { ...RUNNING, plan: { ...PLAN, state: 'paused' } }, { state: 'running', share: 10 }, { percentage: 10 }],
    ['resume', { ...RUNNING, rollout: { percentage: 30 } }, { state: 'running', share: 30 }, { percentage: 30 }],
    ['back', RUNNING, { state: 'rolled-back', share: 5 }, { percentage: 5 }],
    ['back', { ...RUNNING, plan: { ...PLAN, state: 'done' } }, { state: 'rolled-back' }, { percentage: 5 }],
  ])('%s, at once', async (word, before, plan, share) => {
    hold(before);

    const { code } = await run(`${word} --yes`);

    expect(code).toBe(0);
    expect(held()).toMatchObject({ plan, rollout: share });
    expect(history().deployments.at(-1)?.strategy).toBe('flagsinstantstrategy');
  });

  it('ends a plan and leaves the share', async () => {
    hold(RUNNING);

    await run('stop --yes');

    expect(held()).toEqual({ rollout: { percentage: 10 } });
  });

  it.each([
    ['pause', { rollout: { percentage: 10 }, plan: { state: 'paused', share: 10 } }],
    ['stop', { rollout: { percentage: 10 } }],
    ['back', { rollout: { percentage: 5 }, plan: { state: 'rolled-back', share: 5 } }],
  ])('%s looks at the step that the functions have, though its alarms are still watched', async (word, after) => {
    history().versions.set(2, JSON.stringify(RUNNING));
    history().deployments.push({ number: 2, version: 2, strategy: 'rollout', state: 'BAKING' });

    expect((await run(`${word} --yes`)).code).toBe(0);

    expect(held()).toMatchObject(after);
    expect(history().deployments.map(({ state }) => state)).toEqual(['COMPLETE', 'ROLLED_BACK', 'COMPLETE']);
  });

  it.each([
    ['start', RUNNING, 'A plan is running already'],
    ['start', { arm: 'current' }, 'npm run flags -- arm auto'],
    ['start', { textChain: ['openai'], embedChain: ['openai'] }, 'nobody to move'],
    ['start', { rollout: { percentage: 40 } }, '40 % of the users are on the AWS arm already'],
    ['pause', {}, 'There is no plan'],
    ['resume', { ...RUNNING, plan: { ...PLAN, state: 'rolled-back' } }, 'The plan is rolled-back'],
    ['back', {}, 'There is no plan'],
  ])('refuses %s where it would do harm or nothing', async (word, before, why) => {
    hold(before);

    const { code, text } = await run(`${word} --yes`);

    expect(code).toBe(1);
    expect(text).toContain(why);
    expect(held()).toEqual(before);
  });

  it('begins nothing where nobody would look after it, or where there is one arm', async () => {
    stage(BOTH_ARMS, OUTPUTS.slice(0, -1));
    expect((await run('start --yes')).text).toContain('guardedRollout=true');
    stage({ USE_AWS_BEDROCK: 'true', MIGRATION_PERCENTAGE: '5' });
    expect((await run('start --yes')).text).toContain('one arm');
    expect(held()).toEqual({});
  });

  it('begins from the arm that was deployed for all', async () => {
    stage({ ...BOTH_ARMS, AI_PROVIDER: 'openai' });
    await run('start --yes');
    expect(held()).toMatchObject({ rollout: { percentage: 10 }, plan: { from: 0, share: 10 } });
  });

  it.each(['start --capability parse --yes', 'start --dry-run-plan --yes'])(
    'does not begin %s where an arm was deployed for all, as it would wait for ever',
    async (command) => {
      stage({ ...BOTH_ARMS, AI_PROVIDER: 'openai' });

      const { code, text } = await run(command);

      expect(code).toBe(1);
      expect(text).toContain('npm run flags -- percentage 0.');
      expect(held()).toEqual({});
      hold({ rollout: { percentage: 0 } });
      expect((await run(command)).code).toBe(0);
    },
  );

  it.each([
    'start --plan 50,10',
    'start --plan 0,50',
    'start --plan 10,200',
    'start --bake 5m',
    'start --bake 8d',
    'start --requests 0',
    'start --capability jobs',
    'start --limit p95=2',
    'start --limit p95MsMost=fast',
    'pause --bake 60m',
    'go',
    'start now',
  ])('refuses %s before it asks AWS', async (command) => {
    simulators.account.allowed = [];

    const { code } = await run(command);

    expect(code).toBe(2);
  });

  it('changes nothing without a yes', async () => {
    const { code, text } = await run('start');

    expect(code).toBe(0);
    expect(text).toContain('Nothing was changed');
    expect(held()).toEqual({});
  });

  it('tells each figure of both arms with its limit, and what the plan waits for', async () => {
    hold(RUNNING);
    const { metrics } = simulators.account.cloudWatch.in(REGION);
    for (const arm of ['aws', 'current']) {
      const dimensions = { service: 'talent-match', stage: 'prod', capability: 'parse', arm };
      for (let i = 0; i < 200; i++) {
        metrics.record({ namespace: 'TalentMatch', name: 'ArmDuration', dimensions }, 1_000, NOON - 60_000);
        metrics.record(
          { namespace: 'TalentMatch', name: 'ArmFailures', dimensions },
          Number(arm === 'aws' && i < 1),
          NOON - 60_000,
        );
      }
    }

    const { code, text } = await run('status', { now: NOON });

    expect(code).toBe(0);
    expect(text).toContain('state     running, 10 % of the users since 2026-11-22T11:30:00Z; it began at 5 %');
    expect(text).toContain('next      50 %; it waits as the step is not over, 30 of 60 min are left');
    expect(text).toMatch(/ AWS arm +current arm +limit\n +requests of parse +200 +200\n/);
    expect(text).toMatch(/failure rate of parse +0\.5 % +0\.0 % +1\.0 % +holds/);
    expect(text).toMatch(/p95 of parse +1,000 ms +1,000 ms +3,000 ms +holds/);
    expect(text).toMatch(/rating of parse +- +- +4\.00 +too few/);
  });

  it('does not count against a new attempt what broke the one before', async () => {
    hold({ ...RUNNING, plan: { ...PLAN, since: '2026-11-22T11:57:00Z' } });
    for (const [arm, minutesAgo] of [
      ['aws', 10],
      ['current', 10],
      ['aws', 1],
    ] as const) {
      const dimensions = { service: 'talent-match', stage: 'prod', capability: 'parse', arm };
      const { metrics } = simulators.account.cloudWatch.in(REGION);
      const record = (name: string, value: number) =>
        metrics.record({ namespace: 'TalentMatch', name, dimensions }, value, NOON - minutesAgo * 60_000);
      for (let i = 0; i < 200; i++) {
        record('ArmDuration', 1_000);
        record('ArmFailures', Number(arm === 'aws' && minutesAgo === 10));
      }
    }

    const { text } = await run('status', { now: NOON });

    expect(text).toContain('next      50 %; it waits as the step is not over');
  });

  it('says so where there is no plan', async () => {
    const { text } = await run('status');

    expect(text).toContain('There is no plan. 5 % of the users are on the AWS arm.');
  });
});
