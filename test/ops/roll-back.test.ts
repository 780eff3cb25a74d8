import type { SimFunction } from '../../dev/simulators/account/lambda-functions';
import { type Simulators, startSimulators } from '../../dev/simulators/start';
import { rollBack } from '../../ops/roll-back/command';
import { sampleAnswers } from '../dev/simulators/sample-answers';
import { templatesOf } from '../support/templates';
import { operator } from './operator';

const REGION = 'eu-west-1';
let simulators: Simulators;
beforeEach(async () => {
  simulators = await startSimulators({ answers: sampleAnswers });
});
afterEach(() => simulators.close());

const roll = (...args: string[]) => operator(simulators, rollBack, ['--stage', 'prod', ...args]);
const live = (name: string) => simulators.account.lambdaFunctions.in(REGION).functions.get(name)?.aliases.live;

/** Three functions: `jobs` and `embed` changed in the last release, `meta` did not. */
function deploy(changes: Partial<Record<'jobs' | 'embed' | 'meta', Partial<SimFunction>>> = {}) {
  const { functions } = simulators.account.lambdaFunctions.in(REGION);
  const released: Record<string, SimFunction> = {
    jobs: {
      versions: { 6: '2026-11-01T10:00:00Z', 9: '2026-11-14T10:00:00Z', 10: '2026-11-21T10:00:10Z' },
      aliases: { live: { version: '10' } },
    },
    embed: {
      versions: { 3: '2026-11-14T10:00:00Z', 4: '2026-11-21T10:00:00Z' },
      aliases: { live: { version: '4' } },
    },
    meta: {
      versions: { 1: '2026-11-01T10:00:00Z', 2: '2026-11-14T10:00:00Z' },
      aliases: { live: { version: '2' } },
    },
  };
  const resources: Record<string, string> = { 'deployments-app': 'AWS::CodeDeploy::Application' };
  for (const [slug, made] of Object.entries(released)) {
    const change = changes[slug as keyof typeof changes];
    functions.set(`tm-${slug}-AbC`, { description: `Talent Match prod: ${slug}`, ...made, ...change });
    resources[`arn:aws:lambda:${REGION}:111111111111:function:tm-${slug}-AbC:live`] = 'AWS::Lambda::Alias';
    resources[`${slug}-group`] = 'AWS::CodeDeploy::DeploymentGroup';
  }
  simulators.account.cloudFormation.in(REGION).stacks.set('TalentMatch-prod-service', { resources });
}

describe('roll-back', () => {
  it('shows the plan and changes nothing without --yes', async () => {
    deploy();
    const { code, text } = await roll('--all');
    expect(code).toBe(0);
    expect(text).toContain('jobs               version 10 of 2026-11-21T10:00Z → version 9 of 2026-11-14T10:00Z');
    expect(text).toContain('Nothing was changed. Add --yes to do it.');
    expect(live('tm-jobs-AbC')?.version).toBe('10');
    expect(simulators.account.actionsUsed).not.toContain('lambda:UpdateAlias');
  });

  it('takes back what the last release changed, and leaves what it did not', async () => {
    deploy();
    const { code, text } = await roll('--all', '--yes');
    expect(code).toBe(0);
    expect([live('tm-jobs-AbC'), live('tm-embed-AbC'), live('tm-meta-AbC')].map((alias) => alias?.version)).toEqual([
      '9',
      '3',
      '2',
    ]);
    expect(text).toContain('meta               version 2 of 2026-11-14T10:00Z is older than the last release');
    expect(text).toContain('jobs               was version 10, is version 9, for all callers');
    expect(text).toContain('CloudFormation does not know of it.');
  });

  it('goes no further back when it is run twice, and forward again', async () => {
    deploy();
    await roll('--all', '--yes');
    const again = await roll('--all', '--yes');
    expect(again.text).toContain('jobs               was rolled back already, from version 10 to 9');
    expect(again.text).toContain('There is nothing to do.');
    expect(live('tm-jobs-AbC')?.version).toBe('9');
    const forward = await roll('--all', '--forward', '--yes');
    expect(forward.code).toBe(0);
    expect([live('tm-jobs-AbC')?.version, live('tm-embed-AbC')?.version, live('tm-meta-AbC')?.version]).toEqual([
      '10',
      '4',
      '2',
    ]);
  });

  it('rolls back one function, and rolls back the next release too', async () => {
    deploy();
    await roll('--function', 'jobs', '--yes');
    expect([live('tm-jobs-AbC')?.version, live('tm-embed-AbC')?.version]).toEqual(['9', '4']);
    const made = simulators.account.lambdaFunctions.in(REGION).functions.get('tm-jobs-AbC');
    if (made === undefined) throw new Error('no function');
    made.versions = { ...made.versions, 11: '2026-11-22T09:00:00Z' };
    made.aliases.live = { ...made.aliases.live, version: '11' };
    const { text } = await roll('--function', 'jobs', '--yes');
    expect(text).toContain('was version 11, is version 10');
  });

  it('goes to what was newest before a time', async () => {
    deploy();
    await roll('--all', '--before', '2026-11-10T00:00:00Z', '--yes');
    expect([live('tm-jobs-AbC')?.version, live('tm-embed-AbC')?.version, live('tm-meta-AbC')?.version]).toEqual([
      '6',
      '4',
      '1',
    ]);
  });

  it('stops a deployment under way, and goes no further back than where it began', async () => {
    deploy({
      jobs: {
        versions: { 9: '2026-11-14T10:00:00Z', 10: '2026-11-22T11:58:00Z' },
        aliases: { live: { version: '9', weights: { 10: 0.1 } } },
      },
    });
    simulators.account.codeDeploy.in(REGION).deployments.set('d-1', {
      application: 'deployments-app',
      group: 'jobs-group',
      status: 'InProgress',
      functionName: 'tm-jobs-AbC',
      looksUntilStopped: 3,
      onStopped() {
        const alias = live('tm-jobs-AbC');
        if (alias) Object.assign(alias, { weights: {}, revision: 7 });
      },
    });
    const { code, text } = await roll('--all', '--yes');
    expect(code).toBe(0);
    expect(text).toContain('deployment d-1 is under way: it is stopped, all callers get version 9 again');
    expect(text).toContain('embed              version 4, no part of the deployment under way');
    expect(simulators.account.codeDeploy.in(REGION).deployments.get('d-1')?.status).toBe('Stopped');
    expect(live('tm-jobs-AbC')).toMatchObject({ version: '9', weights: {} });
    expect(live('tm-embed-AbC')?.version).toBe('4');
  });

  it('ends what a deployment left over: some callers on the version that failed', async () => {
    deploy({
      jobs: {
        versions: { 9: '2026-11-14T10:00:00Z', 10: '2026-11-21T10:00:00Z' },
        aliases: { live: { version: '9', weights: { 10: 0.1 } } },
      },
    });
    await roll('--function', 'jobs', '--yes');
    expect(live('tm-jobs-AbC')).toMatchObject({ version: '9', weights: {} });
  });

  it('says so when there is no version before', async () => {
    deploy({ jobs: { versions: { 1: '2026-11-21T10:00:00Z' }, aliases: { live: { version: '1' } } } });
    const { code, text } = await roll('--function', 'jobs', '--yes');
    expect([code, text]).toEqual([0, expect.stringContaining('version 1 is the first: there is none to go back to')]);
  });

  it('goes on with the others when one fails, and says which', async () => {
    deploy();
    simulators.faults.set({
      service: 'account',
      operation: 'lambda:UpdateAlias',
      kind: 'error',
      status: 400,
      code: 'ResourceConflictException',
      count: 1,
    });
    const { code, text } = await roll('--all', '--yes');
    expect(code).toBe(1);
    expect(text).toContain('embed did not change; run the same command again.');
    expect([live('tm-embed-AbC')?.version, live('tm-jobs-AbC')?.version]).toEqual(['4', '9']);
    await roll('--all', '--yes');
    expect([live('tm-embed-AbC')?.version, live('tm-jobs-AbC')?.version]).toEqual(['3', '9']);
  });

  it.each([
    [[], 'Give one of --all and --function.'],
    [['--all', '--before', 'yesterday'], '--before: yesterday was given'],
    [['--function', 'jab'], '--function: jab was given; allowed: embed, jobs, meta'],
    [['--al'], "Unknown option '--al'"],
  ])('refuses %j', async (args, message) => {
    deploy();
    const { code, text } = await roll(...args);
    expect(code).toBe(2);
    expect(text).toContain(message);
  });

  it('says that there is no such stage', async () => {
    const { code, text } = await roll('--all');
    expect([code, text]).toEqual([1, '\nroll-back: There is no stack TalentMatch-prod-service in eu-west-1.']);
  });
});

describe('the service stack', () => {
  it('has what roll-back looks for: an alias `live`, the slug in the description, versions that stay', () => {
    const service = templatesOf({ stage: 'dev', region: REGION }).of('service');
    for (const { Properties } of Object.values(service.findResources('AWS::Lambda::Alias'))) {
      expect(Properties.Name).toBe('live');
    }
    const versions = Object.values(service.findResources('AWS::Lambda::Version'));
    expect(versions.length).toBeGreaterThan(8);
    for (const version of versions) expect(version.DeletionPolicy).toBe('Retain');
    const slugs = Object.values(service.findResources('AWS::Lambda::Function')).map(({ Properties }) =>
      String(Properties.Description).split(': ').at(-1),
    );
    expect(slugs).toEqual(expect.arrayContaining(['match-jobs', 'embed-changes', 'meta']));
  });
});
