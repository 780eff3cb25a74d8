/** Gathers what the steps need: the address, a token, something to sign with; and says what of it is missing. */
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { type AwsAccess, defaultRegion } from '../aws-access';
import type { ApiTarget } from './caller';
import { clientToken, poolClientSecret, storedClientSecret } from './client-token';
import type { SmokeOptions } from './command-line';
import { type Deployed, findTarget } from './find-target';
import type { Need } from './step';

/** API Gateway gives up after 29 s. */
const TIMEOUT_MS = 32_000;

export interface Prepared {
  target: ApiTarget;
  origin: string;
  isLaptop: boolean;
  /** Why a need cannot be met. */
  missing: ReadonlyMap<Need, string>;
}

/** @throws Wrong when the API cannot be found, or a token was asked for and not given */
export async function prepare(
  options: SmokeOptions,
  environment: Record<string, string | undefined>,
  aws: AwsAccess,
): Promise<Prepared> {
  const around = options.region ?? (await defaultRegion(environment));
  const deployed = await findTarget(options.at, aws, around);
  const { hostname } = new URL(deployed.url);
  const region = options.region ?? deployed.region ?? /\.execute-api\.([a-z0-9-]+)\./.exec(hostname)?.[1] ?? around;
  const isLaptop = 'url' in options.at && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  const missing = new Map<Need, string>();
  if (isLaptop) missing.set('cloud', 'the laptop cloud lets everyone in');

  const token = isLaptop ? undefined : await tokenFor(options, deployed, region, aws);
  if (!isLaptop && typeof token !== 'string') missing.set('token', token?.reason ?? 'no --token');
  const credentials = isLaptop ? undefined : await fromNodeProviderChain()().catch(() => undefined);
  if (!isLaptop && credentials === undefined) missing.set('signature', 'no AWS credentials');
  else if (!isLaptop && region === undefined) missing.set('signature', 'no --region');
  const origin = options.origin ?? (isLaptop ? 'http://localhost:3000' : undefined);
  if (origin === undefined) missing.set('origin', 'no --origin');

  const target: ApiTarget = {
    url: deployed.url,
    ...(typeof token === 'string' && { token }),
    ...(credentials && region !== undefined && { signer: { credentials, region } }),
    apiKey: options.apiKey,
    timeoutMs: TIMEOUT_MS,
  };
  return { target, origin: origin ?? '', isLaptop, missing };
}

async function tokenFor(
  { token, client }: SmokeOptions,
  { smokeClient }: Deployed,
  region: string | undefined,
  aws: AwsAccess,
): Promise<string | { reason: string }> {
  if (token !== undefined) return token;
  if (client !== undefined) {
    const secret = await storedClientSecret(aws, region ?? 'us-east-1', client.secretId);
    return clientToken({ ...client, secret });
  }
  if (smokeClient === undefined || region === undefined) return { reason: 'no --token, and no smoke client' };
  try {
    return await clientToken({ ...smokeClient, secret: await poolClientSecret(aws, region, smokeClient) });
  } catch (error) {
    if ((error as Error).name !== 'AccessDeniedException') throw error;
    return { reason: 'needs cognito-idp:DescribeUserPoolClient' };
  }
}
