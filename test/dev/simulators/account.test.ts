/** The simulated account as the SDK's own clients see it: one address, each protocol, each Region for itself. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { BOOTSTRAP_PARAMETER } from '../../../dev/simulators/account/ssm';
import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { sampleAnswers } from './sample-answers';

let simulators: Simulators;
beforeEach(async () => {
  simulators = await startSimulators({ answers: sampleAnswers });
});
afterEach(() => simulators.close());

const at = (region = 'eu-west-1') => ({
  region,
  endpoint: simulators.endpoints.account,
  credentials: DEMO_CREDENTIALS,
  maxAttempts: 1,
});

describe('the simulated account', () => {
  it('answers in the query protocol', async () => {
    const { Account, Arn } = await new STSClient(at()).send(new GetCallerIdentityCommand());
    expect({ Account, Arn }).toEqual({ Account: '111111111111', Arn: 'arn:aws:iam::111111111111:user/operator' });
  });

  it('refuses in the query protocol', async () => {
    const failure = new CloudFormationClient(at()).send(new DescribeStacksCommand({ StackName: 'none' }));
    await expect(failure).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id none does not exist',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('answers and refuses in JSON, each Region for itself', async () => {
    simulators.account.ssm.in('us-east-1').parameters.delete(BOOTSTRAP_PARAMETER);
    const get = (region: string) =>
      new SSMClient(at(region)).send(new GetParameterCommand({ Name: BOOTSTRAP_PARAMETER }));
    expect((await get('eu-west-1')).Parameter?.Value).toBe('33');
    await expect(get('us-east-1')).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  it('says of stacks what a test has set', async () => {
    simulators.account.cloudFormation.in('eu-west-1').stacks.set('TalentMatch-dev-service', {
      outputs: { ApiUrl: 'https://example.com/?a&b' },
      tags: { stage: 'dev' },
    });
    const { Stacks } = await new CloudFormationClient(at()).send(new DescribeStacksCommand({}));
    expect(Stacks).toMatchObject([
      {
        StackName: 'TalentMatch-dev-service',
        StackStatus: 'CREATE_COMPLETE',
        Outputs: [{ OutputKey: 'ApiUrl', OutputValue: 'https://example.com/?a&b' }],
        Tags: [{ Key: 'stage', Value: 'dev' }],
      },
    ]);
  });

  it('refuses what the caller has no permission for, and remembers what was asked', async () => {
    simulators.account.allowed = ['cloudformation:*'];
    await new STSClient(at()).send(new GetCallerIdentityCommand());
    await new CloudFormationClient(at()).send(new DescribeStacksCommand({}));
    await expect(
      new SSMClient(at()).send(new GetParameterCommand({ Name: BOOTSTRAP_PARAMETER })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining('ssm:GetParameter') });
    expect(simulators.account.actionsUsed).toEqual(new Set(['cloudformation:DescribeStacks', 'ssm:GetParameter']));
  });

  it('takes faults like every simulated service, and words them in the protocol of the call', async () => {
    simulators.faults.set({
      service: 'account',
      operation: 'sts:GetCallerIdentity',
      kind: 'error',
      status: 503,
      code: 'ServiceUnavailable',
    });
    await expect(new STSClient(at()).send(new GetCallerIdentityCommand())).rejects.toMatchObject({
      name: 'ServiceUnavailable',
    });
  });
});
