/** Who the caller is, and where the CDK would deploy: without that nothing else can be asked. */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { stageConfig } from '../../lib/stages';
import { accessFault } from '../access-fault';
import type { AwsAccess } from '../aws-access';
import type { Deployment } from './check';
import type { CheckResult } from './run-checks';

export interface Identity {
  /** Undefined: nobody is signed in. */
  account: string | undefined;
  arn: string;
}

/** @throws CannotStart */
export async function callerIdentity(aws: AwsAccess, region: string): Promise<Identity> {
  try {
    const { Account, Arn } = await new STSClient(aws.client(region)).send(new GetCallerIdentityCommand({}));
    if (Account === undefined || Arn === undefined) throw new Error('STS answered without an account');
    return { account: Account, arn: Arn };
  } catch (error) {
    const { name, message } = error as Error;
    throw new CannotStart(
      accessFault(error) ?? `AWS could not be asked who you are: ${name}: ${message.split('\n')[0]}`,
    );
  }
}

/** The deployment cannot even be named: nothing else was checked. */
export class CannotStart extends Error {}

/** The configuration of the context in the caller's account, and what there is to say of the caller. */
export function deploymentOf(
  context: Readonly<Record<string, unknown>>,
  identity: Identity,
  region: string | undefined,
): { deployment: Deployment; results: CheckResult[] } {
  const config = stageConfig(context, { account: identity.account, region });
  const check = 'credentials';
  const account = config.account ?? identity.account ?? '*';
  const wrong: CheckResult = {
    check,
    verdict: 'problem',
    says: `These credentials are of account ${identity.account}; the configuration deploys to ${account}.`,
    mend: `Use credentials of ${account}, or leave -c account out`,
  };
  const root: CheckResult = {
    check,
    verdict: 'warning',
    says: 'These are the credentials of the root user, who may do everything.',
    mend: 'Make a role for deployments: https://console.aws.amazon.com/singlesignon',
  };
  const fine: CheckResult = { check, verdict: 'ok', says: `${identity.arn}.` };
  const result =
    identity.account !== undefined && account !== identity.account
      ? wrong
      : identity.arn.endsWith(':root')
        ? root
        : fine;
  return { deployment: { config, account }, results: [result] };
}
