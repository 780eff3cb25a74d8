/** `npm run smoke`: tries a deployment from the outside; what the pipeline and a person run after a deploy. */
import { setTimeout as pause } from 'node:timers/promises';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity } from '@smithy/types';
import { awsAccess } from './aws-access';
import { type ApiTarget, callApi } from './smoke/caller';
import { clientToken } from './smoke/client-token';
import { HELP, readCommandLine, type SmokeOptions } from './smoke/command-line';
import { stepLines, sumUp } from './smoke/report';
import { runSteps, type StepResult } from './smoke/run-steps';
import { type Need, newJob, steps } from './smoke/steps';
import { terminalOptions } from './terminal';

/** API Gateway gives up after 29 s. */
const TIMEOUT_MS = 32_000;

/** Exit codes: 0 it works, 1 something is wrong, 2 the command line is wrong. */
async function main(): Promise<number> {
  let options: SmokeOptions | undefined;
  try {
    options = readCommandLine(process.argv.slice(2), process.env);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  if (options === undefined) {
    console.log(HELP);
    return 0;
  }
  try {
    return await smoke(options);
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

async function smoke(options: SmokeOptions): Promise<number> {
  const { hostname } = new URL(options.url);
  const isLaptop = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  const region = options.region ?? /\.execute-api\.([a-z0-9-]+)\./.exec(hostname)?.[1] ?? process.env.AWS_REGION;
  const token = await tokenFor(options, region ?? 'us-east-1');
  const credentials = isLaptop ? undefined : await fromNodeProviderChain()().catch(() => undefined);
  const origin = options.origin ?? (isLaptop ? 'http://localhost:3000' : undefined);
  const missing = whatIsMissing({ isLaptop, token, region, credentials, origin });
  const signer = credentials && region !== undefined ? { credentials, region } : undefined;
  const target: ApiTarget = { url: options.url, token, signer, timeoutMs: TIMEOUT_MS };
  const stop = new AbortController();
  const around = {
    call: (request: Parameters<typeof callApi>[1]) => callApi(target, request),
    origin: origin ?? '',
    job: newJob(),
    pause: (ms: number) => pause(ms),
    stop: stop.signal,
  };
  const onSignal = () => (stop.signal.aborted ? process.exit(130) : stop.abort());
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const terminal = terminalOptions(process.stdout, process.env);
  if (!options.json) console.log(`\nSmoke test of ${options.url}\n`);
  const say = (result: StepResult) => !options.json && console.log(stepLines(result, terminal).join('\n'));
  const results = await runSteps(steps, around, missing, say);
  process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  const isBad =
    stop.signal.aborted ||
    results.some(({ outcome }) => outcome === 'failed' || (options.strict && outcome === 'not tried' && !isLaptop));
  if (options.json) console.log(JSON.stringify({ url: options.url, works: !isBad, steps: results }, null, 2));
  else console.log(['', ...sumUp(results, options.strict && !isLaptop, terminal), ''].join('\n'));
  return isBad ? 1 : 0;
}

async function tokenFor({ token, client }: SmokeOptions, region: string): Promise<string | undefined> {
  if (client === undefined) return token;
  const aws = awsAccess();
  try {
    return await clientToken(aws, region, client);
  } finally {
    aws.close();
  }
}

function whatIsMissing(given: {
  isLaptop: boolean;
  token: string | undefined;
  region: string | undefined;
  credentials: AwsCredentialIdentity | undefined;
  origin: string | undefined;
}): Map<Need, string> {
  const missing = new Map<Need, string>();
  if (given.isLaptop) missing.set('cloud', 'the laptop cloud lets everyone in');
  else {
    if (given.token === undefined) missing.set('token', 'no --token, and no client of the user pool');
    if (given.credentials === undefined) missing.set('signature', 'no AWS credentials');
    else if (given.region === undefined) missing.set('signature', 'no --region');
  }
  if (given.origin === undefined) missing.set('origin', 'no --origin');
  return missing;
}

// The SDK's note on Node 20 is for us, not for the user of a terminal.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
void main().then((code) => {
  process.exitCode = code;
});
