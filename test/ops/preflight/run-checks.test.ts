/** What happens around the checks: permissions, silence, and a service that is not there. */

import { DEMO_CREDENTIALS } from '../../../dev/simulators/start';
import { spaceName } from '../../../lambdas/domain/vector-space';
import { stageConfig } from '../../../lib/stages';
import { vectorSpaces } from '../../../lib/vector-spaces';
import { awsAccess } from '../../../ops/aws-access';
import { bootstrapCheck } from '../../../ops/preflight/bootstrap';
import { type Check, ok } from '../../../ops/preflight/check';
import { runChecks } from '../../../ops/preflight/run-checks';
import { type Bench, EVERYTHING, furnish, startBench, troubles } from './account';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
  furnish(bench.account);
});
afterEach(() => bench.close());

describe('the policy of preflight', () => {
  it.each([
    ['every option', EVERYTHING],
    ['a dev stage', {}],
    ['secrets that the stack makes', { ...EVERYTHING, openAi: 'create', huggingFace: 'create' }],
  ])('grants all that the checks ask for, and nothing more: %s', async (_what, context) => {
    // With the stacks there, every call is made that a check can make.
    const secret = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:made-Ab12Cd';
    bench.account.secrets.secrets.set(secret, { versions: 2 });
    bench.account.cloudFormation.in('eu-west-1').stacks.set('TalentMatch-prod-foundation', {
      outputs: { OpenAiSecretArn: secret, HuggingFaceSecretArn: secret },
    });
    bench.account.cloudControl.in('eu-west-1').resources.set('AWS::CloudTrail::Trail', ['ours']);
    bench.account.cloudFormation
      .in('eu-west-1')
      .stacks.set('TalentMatch-prod-audit', { resources: { ours: 'AWS::CloudTrail::Trail' } });
    const { actions } = bench.policy(context);
    bench.account.allowed = actions;
    expect(troubles(await bench.run(context))).toEqual([]);
    // Before a first deployment leftovers are looked for, and after it the table is looked at.
    const jobsTable = 'TalentMatch-dev-data-Jobs-X1';
    const indexes = vectorSpaces(stageConfig({})).map((space) => [spaceName(space), 'ACTIVE']);
    bench.account.dynamoDb.in('eu-west-1').tables.set(jobsTable, { indexes: Object.fromEntries(indexes) });
    bench.account.cloudFormation.in('eu-west-1').stacks.set('TalentMatch-dev-data', { outputs: { jobsTable } });
    expect(troubles(await bench.run(context))).toEqual([]);
    expect([...bench.account.actionsUsed].sort()).toEqual([...new Set(actions)].sort());
  });

  it('names no action that changes anything', () => {
    const { actions } = bench.policy(EVERYTHING);
    const reading = /:(Get|List|Describe|View|GET$)/;
    expect(actions.filter((action) => !reading.test(action))).toEqual(['bedrock:InvokeModel']);
  });

  it('lets models be called that are configured, and no others', () => {
    const { document } = bench.policy({});
    const { Statement } = document as { Statement: { Action: string[]; Resource: string[] }[] };
    const models = Statement.find(({ Action }) => Action.includes('bedrock:InvokeModel'));
    expect(models?.Resource).toContain('arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan-embed-text-v2:0');
    expect(models?.Resource.join()).not.toContain('*');
  });
});

describe('running the checks', () => {
  it('says for each missing permission which one it is', async () => {
    bench.account.cloudControl.in('eu-west-1').resources.set('AWS::CloudTrail::Trail', ['ours']);
    const resources = { ours: 'AWS::CloudTrail::Trail' };
    bench.account.cloudFormation.in('eu-west-1').stacks.set('TalentMatch-prod-audit', { resources });
    const { actions } = bench.policy(EVERYTHING);
    for (const action of actions) {
      bench.account.denied = new Set([action]);
      const only = bench.checksThatUse(action, EVERYTHING);
      const found = troubles(await bench.run(EVERYTHING, { only }));
      expect([action, found]).toEqual([
        action,
        expect.arrayContaining([expect.stringMatching(`^unknown: .*needs ${action}`)]),
      ]);
      expect(found.every((line) => line.startsWith('unknown: '))).toBe(true);
    }
  });

  it('checks the rest without it', async () => {
    bench.account.denied.add('lambda:GetAccountSettings');
    expect(troubles(await bench.run(EVERYTHING))).toEqual(['unknown: concurrency: needs lambda:GetAccountSettings']);
  });

  it('does not wait for a service that is silent', async () => {
    bench.simulators.faults.set({ service: 'account', operation: 'ssm:GetParameter', kind: 'stall-headers' });
    const results = await bench.run({}, { only: [bootstrapCheck, quick], timeoutMs: 50 });
    expect(results).toEqual([
      { check: 'bootstrap', verdict: 'unknown', says: 'no answer within 0.05 s' },
      { check: 'quick', verdict: 'ok', says: 'done' },
    ]);
  });

  it('says that a service failed, in its own words', async () => {
    const fault = { service: 'account', operation: 'ssm:GetParameter', kind: 'error' } as const;
    bench.simulators.faults.set({ ...fault, status: 400, code: 'InternalServerError' });
    const [result] = await bench.run({}, { only: [bootstrapCheck] });
    expect(result).toMatchObject({ verdict: 'unknown', says: expect.stringMatching(/^InternalServerError: /) });
  });

  it('says that AWS cannot be reached', async () => {
    const { endpoints } = bench.simulators;
    await bench.close();
    bench = await startBench();
    const aws = awsAccess({ endpoint: endpoints.account, credentials: DEMO_CREDENTIALS });
    const config = stageConfig({}, { account: '111111111111', region: 'eu-west-1' });
    const [result] = await runChecks([bootstrapCheck], { config, account: '111111111111' }, aws, 10_000);
    aws.close();
    expect(result).toMatchObject({ verdict: 'unknown', says: 'cannot be reached (ECONNREFUSED)' });
  });
});

const quick: Check = { name: 'quick', permissions: () => [], run: () => Promise.resolve([ok('done')]) };
