import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deployedFlags } from '../../dev/simulators/account/flag-history';
import { type Simulators, startSimulators } from '../../dev/simulators/start';
import { flagsSchema } from '../../lambdas/domain/flags';
import { flags } from '../../ops/flags/command';
import { sampleAnswers } from '../dev/simulators/sample-answers';
import { type OperatorOptions, operator } from './operator';

const REGION = 'eu-west-1';
const OUTPUTS = [
  'FlagsApplication',
  'FlagsEnvironment',
  'FlagsProfile',
  'FlagsInstantStrategy',
  'FlagsRolloutStrategy',
];
const NOON = Date.parse('2026-11-22T12:00:00Z');
const BOTH_ARMS = { OPENAI_SECRET_ID: 'openai', USE_AWS_BEDROCK: 'true', MIGRATION_PERCENTAGE: '10' };

let simulators: Simulators;
beforeEach(async () => {
  simulators = await startSimulators({ answers: sampleAnswers, flags: {} });
  stage();
});
afterEach(() => simulators.close());

/** A deployed stage. */
function stage(environment: Record<string, string> = BOTH_ARMS) {
  const resources: Record<string, string> = {};
  const add = (name: string, slug: string) => {
    simulators.account.lambdaFunctions.in(REGION).functions.set(name, {
      description: `Talent Match prod: ${slug}`,
      environment,
      versions: { 1: '2026-11-21T10:00:00Z' },
      aliases: { live: { version: '1' } },
    });
    resources[`arn:aws:lambda:${REGION}:111111111111:function:${name}:live`] = 'AWS::Lambda::Alias';
  };
  // The likely name is not always that of the function.
  add('prod-EmbedChanges-X', 'embed-changes');
  add('prod-Embed-X', 'embed');
  add('prod-ParseResume-X', 'parse-resume');
  const outputs = Object.fromEntries(OUTPUTS.map((name) => [name, name.toLowerCase()]));
  simulators.account.cloudFormation.in(REGION).stacks.set('TalentMatch-prod-service', { outputs, resources });
}

const run = (command: string, options: OperatorOptions = {}) =>
  operator(simulators, flags, [...command.split(' '), '--stage', 'prod'], options);
/** Deploys, and does not look for the effect. */
const change = (command: string, options?: OperatorOptions) => run(`${command} --yes --no-wait`, options);
const history = () => simulators.account.appConfig.in(REGION);
/** The document that functions get. */
const held = () => JSON.parse(deployedFlags(history())?.document ?? 'null');
const hold = (document: object) => history().versions.set(1, JSON.stringify(document));
const alarm = (name: string, state: 'OK' | 'ALARM') => {
  history().monitors.push(name);
  simulators.account.cloudWatch.in(REGION).alarms.set(name, { state, acts: true });
};

function served(capability: string, arm: string, failed: readonly number[], at = NOON) {
  const { metrics } = simulators.account.cloudWatch.in(REGION);
  const dimensions = { service: 'talent-match', stage: 'prod', capability, arm };
  for (const value of failed) {
    metrics.record({ namespace: 'TalentMatch', name: 'ArmDuration', dimensions }, 400, at);
    metrics.record({ namespace: 'TalentMatch', name: 'ArmFailures', dimensions }, value, at);
  }
}

describe('npm run flags', () => {
  it.each<[string, object, string, object, string]>([
    ['arm current', {}, 'arm  (not set)  →  current', { arm: 'current' }, 'arm auto'],
    ['arm auto', { arm: 'aws' }, 'arm  aws  →  (not set)', {}, 'arm aws'],
    [
      'percentage 25',
      { rollout: { percentage: 10 } },
      'rollout.percentage  10  →  25',
      { rollout: { percentage: 25 } },
      'percentage 10',
    ],
    ['percentage --clear', { rollout: { percentage: 25 } }, 'rollout.percentage  25  →', {}, 'percentage 25'],
    [
      'percentage 50 --capability parse',
      { arm: 'aws', rollout: { capabilities: { embed: 5 } } },
      'rollout.capabilities.parse  (not set)  →  50',
      { arm: 'aws', rollout: { capabilities: { embed: 5, parse: 50 } } },
      'percentage --clear --capability parse',
    ],
    [
      'percentage --clear --capability parse',
      { rollout: { percentage: 5, capabilities: { parse: 50 } } },
      'rollout.capabilities.parse  50  →  (not set)',
      { rollout: { percentage: 5 } },
      'percentage 50 --capability parse',
    ],
    [
      'maintenance on --until 2026-11-22T13:00:00Z',
      {},
      'maintenance.until  (not set)  →  2026-11-22T13:00:00Z',
      { maintenance: { until: '2026-11-22T13:00:00Z' } },
      'maintenance off',
    ],
    [
      'maintenance on --until +90m',
      { maintenance: { until: '2026-11-22T12:10:00Z' } },
      'maintenance.until  2026-11-22T12:10:00Z  →  2026-11-22T13:30:00Z',
      { maintenance: { until: '2026-11-22T13:30:00Z' } },
      'maintenance on --until 2026-11-22T12:10:00Z',
    ],
    [
      'maintenance off',
      { maintenance: { until: '2026-11-22T11:00:00Z' } },
      'maintenance.until  2026-11-22T11:00:00Z  →  (not set)',
      {},
      'maintenance off',
    ],
    ['shadow 5', {}, 'shadow.percentage  (not set)  →  5', { shadow: { percentage: 5 } }, 'shadow 0'],
    [
      'allow add acme/anna',
      { rollout: { allow: ['acme/ben'] } },
      'rollout.allow  + acme/anna',
      { rollout: { allow: ['acme/ben', 'acme/anna'] } },
      'allow remove acme/anna',
    ],
    ['deny remove acme/ben', { rollout: { deny: ['acme/ben'] } }, 'rollout.deny  - acme/ben', {}, 'deny add acme/ben'],
    [
      'chain text openai,rules',
      { textChain: ['bedrock'] },
      'textChain  bedrock  →  openai, rules',
      { textChain: ['openai', 'rules'] },
      'chain text bedrock',
    ],
    ['chain embed auto', { embedChain: ['openai'] }, 'embedChain  openai  →  (not set)', {}, 'chain embed openai'],
    ['set --version 2', { arm: 'aws' }, 'arm  aws  →  current', { arm: 'current' }, 'set --version 1 --instant'],
  ])('%s: deploys the change and says how to take it back', async (command, before, line, after, back) => {
    hold(before);
    history().versions.set(2, '{"arm":"current"}');
    const { code, text } = await change(command);
    expect(code).toBe(0);
    expect(text).toContain(line);
    expect(held()).toEqual(after);
    expect(text).toContain(`The way back: npm run flags -- ${back} --stage prod --region eu-west-1`);
    expect(flagsSchema.safeParse(held()).success).toBe(true);
    await change(back);
    // A window that is over is not opened again.
    if (!command.startsWith('maintenance off')) expect(held()).toEqual(before);
  });

  it('takes a whole document from a file', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'flags-'));
    try {
      const file = (name: string, text: string) => {
        writeFileSync(path.join(folder, name), text);
        return `set ${path.join(folder, name)}`;
      };
      hold({ arm: 'aws' });
      expect((await change(file('good.json', '{"shadow": {"percentage": 5}}'))).code).toBe(0);
      expect(held()).toEqual({ shadow: { percentage: 5 } });
      expect((await change(file('slip.json', '{"shdow": 5, "rollout": {"percent": 5}}'))).text).toContain(
        'These flags do not exist: shdow, rollout.percent',
      );
      expect((await change(file('wrong.json', '{"arm": "openai", "rollout": {"percentage": 101}}'))).text).toMatch(
        /These flags are not valid:\n {2}arm: .*\n {2}rollout\.percentage: /,
      );
      expect((await change(file('text.json', 'arm: aws'))).text).toContain('is not JSON.');
      expect((await change(`set ${folder}/none.json`)).text).toContain('cannot be read (ENOENT)');
      expect(held()).toEqual({ shadow: { percentage: 5 } });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says what the change means for the users of each capability', async () => {
    hold({ rollout: { percentage: 10, capabilities: { match: 50 }, allow: ['a/b'] } });
    const { text } = await run('percentage 25');
    expect(text).toContain(
      'parse, embed, expand, explain  10 % of users on aws (1 always)  →  25 % of users on aws (1',
    );
    expect(text).not.toContain('match');
    expect((await run('arm current')).text).toContain('→  all users on current: openai, bedrock, rules');
    expect((await run('maintenance on --until +30m')).text).toContain('For 30 minutes no model is asked');
    expect((await run('shadow 20')).text).toContain('20 % of requests are asked of the other arm too.');
  });

  it('says so when the switch for emergencies hides a change', async () => {
    hold({ arm: 'current' });
    expect((await run('percentage 50')).text).toContain(
      'For users nothing changes now:\n  parse, expand, explain  all users on current: openai, bedrock, rules\n',
    );
  });

  it('has nothing to do a second time', async () => {
    await change('arm current');
    const { code, text } = await change('arm current');
    expect([code, text]).toEqual([0, expect.stringContaining('There is nothing to do.')]);
    expect(history().deployments).toHaveLength(2);
  });

  it('keeps a flag that only a newer version knows', async () => {
    hold({ later: { a: 5 } });
    history().refuses = () => [];
    const { code, text } = await change('arm current');
    expect([code, held()]).toEqual([0, { later: { a: 5 }, arm: 'current' }]);
    expect(text).toContain('later.a is not known here; it is deployed, and stays.');
  });
});

describe('what is asked before a deployment', () => {
  it('is nothing without a terminal: then nothing is changed', async () => {
    const { code, text } = await run('arm current');
    expect([code, text]).toEqual([0, expect.stringMatching(/Nothing was changed\. Add --yes to do it\.$/)]);
    expect(text).not.toContain('Deploy?');
    expect(history().versions.size).toBe(1);
  });

  it.each(['y', 'Yes'])('is agreed to with %s', async (answer) => {
    const { text } = await run('arm current --no-wait', { answers: [answer] });
    expect(text).toContain('Deploy? [y/N]');
    expect(held()).toEqual({ arm: 'current' });
  });

  it.each(['', 'n', 'yep'])('is refused with "%s"', async (answer) => {
    const { code, text } = await run('arm current', { answers: [answer] });
    expect([code, text]).toEqual([0, expect.stringMatching(/\nNothing was changed\.$/)]);
    expect(history().versions.size).toBe(1);
  });

  it('is nothing in a dry run', async () => {
    expect((await run('arm current --dry-run', { answers: ['y'] })).text).not.toContain('Deploy?');
    expect(history().versions.size).toBe(1);
  });

  it('can be left by Ctrl-C, and nothing was changed', async () => {
    const { code, text } = await run('arm current', { answers: ['^C'] });
    expect([code, text]).toEqual([130, expect.stringMatching(/Interrupted\. Nothing was changed\.$/)]);
    expect(history().versions.size).toBe(1);
  });
});

describe('how a change goes out', () => {
  it.each([
    ['arm aws', 'instant'],
    ['maintenance on --until +1h', 'instant'],
    ['percentage 5', 'instant'],
    ['percentage 5 --capability parse', 'instant'],
    ['percentage 11', 'rollout'],
    ['percentage 50 --capability parse', 'rollout'],
    ['percentage 50 --instant', 'instant'],
    ['set --version 2', 'rollout'],
  ])('%s, of 10 %% as deployed, by the strategy %s', async (command, strategy) => {
    history().versions.set(2, '{"arm":"current"}');
    await change(command);
    expect(history().deployments.at(-1)?.strategy).toBe(`flags${strategy}strategy`);
  });

  it('is watched where the first users leave the arm that was deployed for all', async () => {
    stage({ OPENAI_SECRET_ID: 'openai', USE_AWS_BEDROCK: 'true', AI_PROVIDER: 'openai' });
    await change('percentage 5');
    expect(history().deployments.at(-1)?.strategy).toBe('flagsrolloutstrategy');
  });

  it('says when all have it', async () => {
    const { text } = await change('arm current');
    expect(text).toContain('Flags version 2 is deployed. Functions look every 15 s: by 12:00:17 UTC all have it.');
  });

  it('stops a deployment under way first', async () => {
    history().versions.set(2, '{"textChain":["rules"]}');
    history().deployments.push({ number: 2, version: 2, strategy: 'rollout', state: 'BAKING' });
    const { code, text } = await change('arm current');
    expect([code, text]).toEqual([
      0,
      expect.stringContaining('Deployment 2 of other flags is under way: it is stopped'),
    ]);
    expect(history().deployments.map(({ state }) => state)).toEqual(['COMPLETE', 'ROLLED_BACK', 'COMPLETE']);
    expect(held()).toEqual({ arm: 'current' });
  });

  it('says what changes for users when it takes back what they have already', async () => {
    history().versions.set(2, '{"rollout":{"percentage":50}}');
    history().deployments.push({ number: 2, version: 2, strategy: 'rollout', state: 'BAKING' });
    const { text } = await run('shadow 5 --dry-run');
    expect(text).toContain('rollout.percentage  50  →  (not set)');
    expect(text).toMatch(/50 % of users on aws {2}→ {2}10 % of users on aws/);
  });

  it('is not taken back by alarms that are red already, which act again after it', async () => {
    alarm('FlagErrors', 'ALARM');
    alarm('FlagLatency', 'OK');
    const { code, text } = await change('arm current');
    expect([code, text]).toEqual([0, expect.stringContaining('FlagErrors would take the change back, and is silent')]);
    expect(held()).toEqual({ arm: 'current' });
    const { alarms } = simulators.account.cloudWatch.in(REGION);
    expect([...alarms.values()].map(({ acts }) => acts)).toEqual([true, true]);
  });

  it('moves no more users while an alarm is red, unless it is told to', async () => {
    alarm('FlagErrors', 'ALARM');
    const { code, text } = await change('percentage 50');
    expect([code, text]).toEqual([
      1,
      expect.stringContaining('FlagErrors would take it back: more users are not moved'),
    ]);
    expect(history().versions.size).toBe(1);
    expect((await change('percentage 50 --instant')).code).toBe(0);
  });

  it('says so when AppConfig takes it back, and which alarm did', async () => {
    alarm('FlagErrors', 'OK');
    history().looksUntilComplete = 5;
    const { code, text } = await change('percentage 50', {
      onWait: () => simulators.account.cloudWatch.in(REGION).alarms.set('FlagErrors', { state: 'ALARM', acts: true }),
    });
    expect([code, text]).toEqual([
      1,
      expect.stringMatching(/took the deployment back \(.*alarm:FlagErrors\); the flags/),
    ]);
    expect(held()).toEqual({});
  });

  it('is waited for while AppConfig does not answer for a moment', async () => {
    const fault = { service: 'account', kind: 'error', operation: 'appconfig:GetDeployment' } as const;
    simulators.faults.set({ ...fault, count: 4 });
    const { code, text } = await change('arm current');
    expect([code, text]).toEqual([0, expect.stringContaining('Flags version 2 is deployed.')]);
  });

  it('is nothing when somebody else was quicker', async () => {
    const { code, text } = await run('arm current', { answers: ['y'], onAsk: () => history().versions.set(2, '{}') });
    expect([code, text]).toEqual([
      1,
      expect.stringContaining('Nothing was changed: the flags were changed since they were read.'),
    ]);
    expect(held()).toEqual({});
  });

  it('passes on what the validator of the profile says', async () => {
    history().refuses = () => ['#/arm: is not for today'];
    const { code, text } = await change('arm current');
    expect([code, text]).toEqual([1, expect.stringContaining('#/arm: is not for today')]);
  });

  it('goes on by itself after Ctrl-C, with alarms that act again', async () => {
    alarm('FlagErrors', 'ALARM');
    history().looksUntilComplete = 5;
    const { code, text } = await change('arm current', { interruptAt: 2 });
    expect(code).toBe(130);
    expect(text).toContain('AppConfig goes on by itself. Alarms act again, and may take the deployment back.');
    expect(text).toContain('npm run flags -- show --stage prod --region eu-west-1');
    expect(simulators.account.cloudWatch.in(REGION).alarms.get('FlagErrors')?.acts).toBe(true);
  });
});

describe('what came of a change', () => {
  it('is told as soon as requests are counted', async () => {
    const { code, text } = await run('arm current --yes', {
      onWait: (waits) => {
        if (waits < 4) return;
        served('parse', 'current', [0, 0, 1]);
        served('match', 'aws', [0]);
      },
    });
    expect(code).toBe(0);
    expect(text).toContain('Since 12:00 UTC');
    expect(text).toMatch(
      /parse +current +3 requests, 33\.3 % failed\n +match +aws +1 request, 0 % failed\n +Failed: no provider of the arm answered\./,
    );
  });

  it('is told to be nothing when there was no traffic for a minute and a half', async () => {
    let waits = 0;
    const { code, text } = await run('arm current --yes', { onWait: () => (waits += 1) });
    expect([code, text]).toEqual([0, expect.stringContaining('No request of an arm was counted since 12:00 UTC')]);
    // One for the deployment.
    expect(waits).toBe(7);
  });

  it('can be left by Ctrl-C: the change stays', async () => {
    const { code, text } = await run('arm current --yes', { interruptAt: 3 });
    expect([code, text]).toEqual([130, expect.stringContaining('The change is deployed; only the look')]);
    expect(held()).toEqual({ arm: 'current' });
  });

  it('is not known without the right to read figures, and the change stands', async () => {
    simulators.account.denied.add('cloudwatch:GetMetricData');
    const { code, text } = await run('arm current --yes');
    expect([code, text]).toEqual([0, expect.stringContaining('CloudWatch could not be read: AccessDenied')]);
  });
});

describe('npm run flags -- show', () => {
  it('says what is set, what follows for users, and how the arms did', async () => {
    hold({ rollout: { percentage: 25, deny: ['a/b'] }, shadow: { percentage: 5 } });
    history().versions.set(2, '{}');
    history().deployments.push({ number: 2, version: 2, strategy: 'rollout', state: 'BAKING' });
    served('parse', 'aws', [0, 1], NOON - 120_000);
    const { code, text } = await run('show');
    expect(code).toBe(0);
    expect(text.split('\n')).toEqual([
      'prod in eu-west-1, flags version 1:',
      '  rollout.deny        a/b',
      '  rollout.percentage  25',
      '  shadow.percentage   5',
      '  Deployment 2 of other flags is under way: all have it, and alarms are watched.',
      '',
      'So users are served:',
      '  parse, embed, match, expand, explain  25 % of users on aws (1 never)',
      '  5 % of requests are asked of the other arm too. Users do not wait for it; it costs as much again.',
      '',
      'In the last 15 minutes:',
      '  parse    aws      2 requests, 50 % failed, p95 400 ms',
      '  Failed: no provider of the arm answered. Another one or the rules did, or the user got an error.',
    ]);
  });

  it('says what is deployed where no flag is set, and which arm is alone', async () => {
    stage({ USE_AWS_BEDROCK: 'true' });
    const { text } = await run('show');
    expect(text).toContain('no flag is set: what was deployed holds');
    expect(text).toContain('parse, expand, explain  aws alone is set up: bedrock, rules');
    expect(text).toContain('In the last 15 minutes no request of an arm was counted.');
  });
});

describe('what is refused', () => {
  it.each([
    ['show me', 'show takes no more words, and me was given'],
    ['arms current', 'arms was given; allowed: show, arm, percentage'],
    ['arm openai', 'arm: openai was given; allowed: current, aws, auto'],
    ['arm', 'arm: nothing was given; allowed'],
    ['arm current --capability parse', '--capability goes with percentage, not with arm'],
    ['percentage 101', 'percentage: 101 was given; allowed: 0 to 100'],
    ['percentage --clear 5', 'percentage --clear takes no more words'],
    ['percentage 5 --capability speak', '--capability: speak was given; allowed: parse, embed'],
    ['maintenance on', '--until: nothing was given'],
    ['maintenance on --until tomorrow', '--until: tomorrow was given'],
    ['maintenance on --until 2026-11-22T11:59:00Z', '--until: 2026-11-22T11:59:00Z is over'],
    ['maintenance on --until +8d', '--until: +8d is more than 7 days from now'],
    ['maintenance off --until +1h', '--until goes with maintenance on'],
    ['shadow much', 'shadow: much was given'],
    ['allow acme/anna', 'allow: acme/anna was given; allowed: add, remove'],
    ['deny add', 'deny add: one user'],
    ['allow add anna', 'allow add: anna was given; allowed: tenant/subject'],
    ['chain words openai', 'chain: words was given; allowed: text, embed'],
    ['set', 'set: one file'],
  ])('%s, before AWS is asked', async (command, message) => {
    const { code, text } = await change(command);
    expect([code, text]).toEqual([2, expect.stringContaining(message)]);
    expect(simulators.account.actionsUsed.size).toBe(0);
  });

  it.each([
    ['arm current', { USE_AWS_BEDROCK: 'true' }, 'The arm current has no provider that reads resumes in this stage'],
    ['arm aws', { ...BOTH_ARMS, USE_AWS_BEDROCK: 'false' }, 'The arm aws has no provider that reads resumes'],
    ['chain text openai', { USE_AWS_BEDROCK: 'true' }, 'textChain names openai, not set up in this stage'],
    ['chain embed sagemaker', BOTH_ARMS, 'embedChain names sagemaker, not set up in this stage'],
    ['chain text acme', BOTH_ARMS, 'These flags are not valid:\n  textChain.0'],
    ['set --version 7', BOTH_ARMS, 'There is no version 7 of the flags.'],
  ])('%s, where the stage does not have it', async (command, environment, message) => {
    stage(environment);
    const { code, text } = await change(command);
    expect([code, text]).toEqual([1, expect.stringContaining(message)]);
    expect(history().versions.size).toBe(1);
  });

  it('a stage that is not deployed', async () => {
    simulators.account.cloudFormation.in(REGION).stacks.clear();
    expect((await change('arm current')).text).toContain('There is no stack TalentMatch-prod-service in eu-west-1.');
  });
});

describe('the operator', () => {
  const page = readFileSync(path.join(__dirname, '../../docs/recover.md'), 'utf8');
  const [, policy = ''] = /### Rights\n.*?```json\n(.*?)```/s.exec(page) ?? [];
  const { Statement } = JSON.parse(policy) as { Statement: { Action: string | string[] }[] };
  const actions = Statement.flatMap(({ Action }) => Action).sort();

  it('needs the rights of docs/recover.md and no others', async () => {
    alarm('FlagErrors', 'ALARM');
    history().versions.set(2, '{}');
    history().deployments.push({ number: 2, version: 2, strategy: 'rollout', state: 'BAKING' });
    simulators.account.allowed = actions;
    expect((await run('arm current --yes')).code).toBe(0);
    expect((await run('show')).code).toBe(0);
    expect([...simulators.account.actionsUsed].sort()).toEqual(actions);
  });
});
