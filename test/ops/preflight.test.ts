/** `npm run preflight` as a process, against a simulated account. */
import { execFile } from 'node:child_process';
import { BOOTSTRAP_PARAMETER } from '../../dev/simulators/account/ssm';
import { type Simulators, startSimulators } from '../../dev/simulators/start';
import { sampleAnswers } from '../dev/simulators/sample-answers';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators({ answers: sampleAnswers });
});
afterAll(() => simulators.close());

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIADEMO', AWS_SECRET_ACCESS_KEY: 'demo' };

function preflight(args: string[], environment: Record<string, string> = CREDENTIALS) {
  const env = {
    PATH: process.env.PATH,
    HOME: '/nowhere',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: simulators.endpoints.account,
    ...environment,
  };
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'ops/preflight.ts', ...args], { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

describe('npm run preflight', () => {
  it('ends with 0 for an account that is ready, and prints no colours into a pipe', async () => {
    const { code, out, err } = await preflight(['--region', 'eu-west-1']);
    expect(err).toBe('');
    expect(out).toContain('Preflight of dev: account 111111111111, eu-west-1');
    expect(out).toContain('Ready to deploy.');
    expect(out).not.toContain('\u001b');
    expect(code).toBe(0);
  });

  it('ends with 1 and the command that mends it, as JSON when asked', async () => {
    simulators.account.ssm.in('us-east-1').parameters.delete(BOOTSTRAP_PARAMETER);
    const { code, out } = await preflight(['--stage', 'staging', '--json'], {
      ...CREDENTIALS,
      AWS_REGION: 'us-west-2',
    });
    const { findings, ...rest } = JSON.parse(out);
    expect(rest).toEqual({ stage: 'staging', region: 'us-west-2', account: '111111111111', isReady: false });
    expect(findings).toContainEqual({
      check: 'bootstrap',
      verdict: 'problem',
      says: 'us-east-1 (the budget) is not bootstrapped for the CDK.',
      mend: 'npx cdk bootstrap aws://111111111111/us-east-1',
    });
    expect(code).toBe(1);
  });

  it('says of missing credentials how to get some, and prints the policy without any', async () => {
    const [without, policy] = await Promise.all([preflight([], {}), preflight(['--policy'], {})]);
    expect(without).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^No AWS credentials.*\n→ aws sso login/),
    });
    expect(JSON.parse(policy.out)).toMatchObject({ Version: '2012-10-17' });
    expect(policy.code).toBe(0);
  });

  it('ends with 2 for a command line that it does not understand, and with 1 for a wrong setting', async () => {
    const [wrong, setting] = await Promise.all([preflight(['--stag', 'prod']), preflight(['-c', 'budgetUsd=lots'])]);
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('npm run preflight -- [--stage NAME]') });
    expect(setting).toMatchObject({ code: 1, err: expect.stringContaining('budgetUsd') });
  });

  it('says what is wrong with a setting also to somebody without credentials', async () => {
    const { code, err } = await preflight(['-c', 'budgetUSD=30'], {});
    expect([code, err]).toEqual([
      1,
      expect.stringContaining('budgetUSD: there is no such key; did you mean budgetUsd?'),
    ]);
  });
});
