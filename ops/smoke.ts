/** `npm run smoke`: tries a deployment from the outside; what the pipeline and a person run after a deploy. */
import { setTimeout as pause } from 'node:timers/promises';
import { accessFault } from './access-fault';
import { awsAccess } from './aws-access';
import { goOnWithoutReader } from './closed-pipe';
import { type ApiRequest, callApi } from './smoke/caller';
import { HELP, readCommandLine, type SmokeOptions } from './smoke/command-line';
import { prepare } from './smoke/prepare';
import { stepLines, sumUp } from './smoke/report';
import { runSteps, type StepResult } from './smoke/run-steps';
import { newJob, steps } from './smoke/steps';
import { terminalOptions } from './terminal';

/** Exit codes: 0 it works, 1 something is wrong, 2 the command line is wrong, 130 a second Ctrl-C. */
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
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
    console.error('\nStopping after the step under way, and taking the job out again; Ctrl-C again ends it at once.');
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await smoke(options, stop.signal);
  } catch (error) {
    console.error(accessFault(error) ?? (error as Error).message);
    return 1;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

async function smoke(options: SmokeOptions, stop: AbortSignal): Promise<number> {
  const { json } = options;
  const aws = awsAccess();
  const { target, origin, isLaptop, missing } = await prepare(options, process.env, aws).finally(() => aws.close());
  const terminal = terminalOptions(process.stdout, process.env);
  if (!json) console.log(`\nSmoke test of ${target.url}\n`);
  const around = {
    call: (request: ApiRequest) => callApi(target, request),
    origin,
    job: newJob(),
    pause: (ms: number) => pause(ms),
    stop,
  };
  const say = (result: StepResult) => !json && console.log(stepLines(result, terminal).join('\n'));
  const results = await runSteps(steps, around, missing, say);
  // On the laptop nobody is turned away, so that part cannot be tried there.
  const isStrict = options.strict && !isLaptop;
  const isBad =
    stop.aborted || results.some(({ outcome }) => outcome === 'failed' || (isStrict && outcome === 'not tried'));
  if (json) console.log(JSON.stringify({ url: target.url, works: !isBad, steps: results }, null, 2));
  else console.log(['', ...sumUp(results, { isStrict, isStopped: stop.aborted }, terminal), ''].join('\n'));
  return isBad ? 1 : 0;
}

goOnWithoutReader();
// The SDK's note on Node 20 is for us, not for the user of a terminal.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
void main().then((code) => {
  process.exitCode = code;
});
