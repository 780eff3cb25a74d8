/** `npm run compare`: the same resumes by several sides of the migration, side by side. */
import { createInterface } from 'node:readline/promises';
import { accessFault } from './access-fault';
import { awsAccess } from './aws-access';
import { goOnWithoutReader } from './closed-pipe';
import { compareFiles } from './compare/command';
import { type CompareOptions, HELP, readCommandLine } from './compare/command-line';
import { findApi } from './compare/find-api';

/** Exit codes: those of `compareFiles`, and 2 when the command line is wrong. */
async function main(): Promise<number> {
  let options: CompareOptions | undefined;
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
    console.error('\nStopping after the resumes under way; Ctrl-C again ends it at once.');
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const given = options;
  const aws = awsAccess();
  try {
    return await compareFiles(given, {
      find: () => findApi(given, process.env, aws),
      say: (line) => console.log(line),
      tell: (line) => console.error(line),
      confirm,
      now: Date.now,
      stop: stop.signal,
    });
  } catch (error) {
    console.error(accessFault(error) ?? (error as Error).message);
    return 1;
  } finally {
    aws.close();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

async function confirm(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // While a question is open Ctrl-C comes here.
  const left = new AbortController();
  terminal.on('SIGINT', () => left.abort());
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `, { signal: left.signal })).trim());
  } catch {
    return false;
  } finally {
    terminal.close();
  }
}

goOnWithoutReader();
// The SDK's note on Node 20 is for us, not for the user of a terminal.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
void main().then((code) => {
  process.exitCode = code;
});
