/** Where the API is, and what to sign with; whether its models are simulators that cost nothing. */
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { type AwsAccess, defaultRegion } from '../aws-access';
import type { ApiTarget } from '../smoke/caller';
import { findTarget } from '../smoke/find-target';
import type { CompareOptions } from './command-line';

/** API Gateway gives up after 29 s. */
const TIMEOUT_MS = 32_000;
const LOOK_MS = 5_000;

/** @throws Error with a sentence for the user */
export async function findApi(
  options: Pick<CompareOptions, 'at' | 'region' | 'apiKey'>,
  environment: Record<string, string | undefined>,
  aws: AwsAccess,
): Promise<{ target: ApiTarget; isSimulated: boolean }> {
  const around = options.region ?? (await defaultRegion(environment));
  const deployed = await findTarget(options.at, aws, around);
  const { hostname } = new URL(deployed.url);
  const target = { url: deployed.url, apiKey: options.apiKey, timeoutMs: TIMEOUT_MS };
  if ('url' in options.at && ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
    return { target, isSimulated: await hasSimulators(deployed.url) };
  }
  const region = options.region ?? deployed.region ?? /\.execute-api\.([a-z0-9-]+)\./.exec(hostname)?.[1] ?? around;
  if (region === undefined) throw new Error('The region of the API is not known: give --region.');
  const credentials = await fromNodeProviderChain()().catch(() => undefined);
  if (credentials === undefined) throw new Error('There are no AWS credentials to sign requests with.');
  return { target: { ...target, signer: { credentials, region } }, isSimulated: false };
}

/** A laptop that was started with --live has none. */
async function hasSimulators(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/__sim/endpoints`, { signal: AbortSignal.timeout(LOOK_MS) });
    return answer.ok;
  } catch {
    throw new Error(`Nothing answers at ${new URL(url).origin}. Start a laptop cloud with npm start, or give --url.`);
  }
}
