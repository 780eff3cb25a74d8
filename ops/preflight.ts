/** `npm run preflight`: read-only checks of an account before a deployment, each with what mends it. */
import { type AwsAccess, awsAccess, defaultRegion } from './aws-access';
import { goOnWithoutReader } from './closed-pipe';
import { contextOfFiles } from './context';
import { checks } from './preflight/checks';
import { HELP, type PreflightOptions, readCommandLine } from './preflight/command-line';
import { CannotStart, callerIdentity, deploymentOf } from './preflight/identify';
import { policyFor } from './preflight/policy';
import { report } from './preflight/report';
import { runChecks } from './preflight/run-checks';
import { terminalOptions } from './terminal';

/** Longest for one check; some of them make several calls, one after the other. */
const CHECK_TIMEOUT_MS = 20_000;

/** Some settings need an account, whichever it is. */
const ANY_ACCOUNT = '000000000000';

/** Exit codes: 0 ready, 1 a deployment would fail, 2 the command line is wrong. */
async function main(): Promise<number> {
  let options: PreflightOptions | undefined;
  try {
    options = readCommandLine(process.argv.slice(2), contextOfFiles(process.cwd()));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  if (options === undefined) {
    console.log(HELP);
    return 0;
  }
  const aws = awsAccess();
  try {
    return await preflight(options, aws);
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  } finally {
    aws.close();
  }
}

async function preflight({ context, json, policy }: PreflightOptions, aws: AwsAccess): Promise<number> {
  const region = await defaultRegion(process.env);
  const identity = await callerIdentity(aws, region ?? 'us-east-1').catch((error: unknown) => {
    // The policy is what somebody needs who has no credentials yet.
    if (policy && error instanceof CannotStart) return { account: undefined, arn: '' };
    // A wrong setting is said first: it can be mended without credentials.
    deploymentOf(context, { account: ANY_ACCOUNT, arn: '' }, region);
    throw error;
  });
  const { deployment, results } = deploymentOf(context, identity, region);
  if (policy) {
    console.log(JSON.stringify(policyFor(checks, deployment), null, 2));
    return 0;
  }
  results.push(...(await runChecks(checks, deployment, aws, CHECK_TIMEOUT_MS)));
  const isReady = !results.some(({ verdict }) => verdict === 'problem');
  const { config, account } = deployment;
  if (json) {
    const { stage } = config;
    console.log(JSON.stringify({ stage, region: config.region, account, isReady, findings: results }, null, 2));
  } else {
    const heading = `Preflight of ${config.stage}: account ${account}, ${config.region}`;
    console.log(report(heading, results, terminalOptions(process.stdout, process.env)).join('\n'));
  }
  return isReady ? 0 : 1;
}

goOnWithoutReader();
// The SDK's note on Node 20 is for us, not for the user of a terminal.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
void main().then((code) => {
  process.exitCode = code;
});
