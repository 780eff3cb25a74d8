/** Who the caller is, and what is said when that cannot be found out. */

import { DEMO_CREDENTIALS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { awsAccess } from '../../../ops/aws-access';
import { callerIdentity, deploymentOf } from '../../../ops/preflight/identify';
import { sampleAnswers } from '../../dev/simulators/sample-answers';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators({ answers: sampleAnswers });
});
afterAll(() => simulators.close());

const ARN = 'arn:aws:iam::111111111111:user/operator';

describe('callerIdentity', () => {
  const ask = () => {
    const aws = awsAccess({ endpoint: simulators.endpoints.account, credentials: DEMO_CREDENTIALS });
    return callerIdentity(aws, 'eu-west-1').finally(() => aws.close());
  };

  it('is the account and the ARN', async () => {
    expect(await ask()).toEqual({ account: '111111111111', arn: ARN });
  });

  it.each([
    ['ExpiredToken', /have expired.\n→ aws sso login/],
    ['InvalidClientTokenId', /does not accept the credentials.*\n→ aws configure list/],
    ['SomethingElse', /could not be asked who you are: SomethingElse/],
  ])('says of %s what to do', async (refusal, message) => {
    simulators.account.sts.identity.refusal = refusal;
    await expect(ask()).rejects.toThrow(message);
    simulators.account.sts.identity.refusal = undefined;
  });
});

describe('deploymentOf', () => {
  const caller = { account: '111111111111', arn: ARN };

  it('deploys to the account of the credentials, in the region of the profile', () => {
    const { deployment, results } = deploymentOf({}, caller, 'eu-west-1');
    expect(deployment).toMatchObject({ account: '111111111111', config: { region: 'eu-west-1', stage: 'dev' } });
    expect(results).toEqual([{ check: 'credentials', verdict: 'ok', says: `${ARN}.` }]);
  });

  it('is a problem with credentials of another account', () => {
    const { results } = deploymentOf({ account: '222222222222' }, caller, 'eu-west-1');
    expect(results).toMatchObject([{ verdict: 'problem', mend: expect.stringContaining('222222222222') }]);
  });

  it('warns of the root user', () => {
    const { results } = deploymentOf({}, { ...caller, arn: 'arn:aws:iam::111111111111:root' }, 'eu-west-1');
    expect(results).toMatchObject([{ verdict: 'warning', says: expect.stringContaining('root user') }]);
  });
});
