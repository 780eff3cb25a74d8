/** `npm start`: brings up the laptop cloud, says what to try, and takes it down again on Ctrl-C. */
import { goOnWithoutReader } from '../ops/closed-pipe';
import { startLaptopCloud } from './laptop-cloud';
import { startLive } from './live';
import type { SimNotification } from './simulators/account/sns';
import { HELP, readStartOptions, type StartOptions, startFault } from './start-options';
import { welcome } from './welcome';

/** On a slow machine the last sample jobs are embedded while the user reads on. */
const MAX_WAIT_MS = 10_000;
/** Quicker than in the cloud, as on a laptop somebody waits for it. */
const GUARD_EVERY_MS = 15_000;

/** Exit codes: 0 stopped as asked, 1 could not start, 2 the command line is wrong, 130 a second Ctrl-C. */
async function main(): Promise<void> {
  let options: StartOptions | undefined;
  try {
    options = readStartOptions(process.argv.slice(2), process.env);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    process.exitCode = 2;
    return;
  }
  if (options === undefined) {
    console.log(HELP);
    return;
  }
  await run(options);
}

async function run(options: StartOptions): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new Error('stopped'));
    console.log('\nStopping. Ctrl-C once more to stop at once.');
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  // npm can end without telling us. A shell that is gone may be meant to leave its jobs running, so only npm counts.
  const parent = process.ppid;
  const orphaned = () => process.env.npm_lifecycle_event !== undefined && process.ppid !== parent;
  const watch = setInterval(() => orphaned() && !stop.signal.aborted && onSignal(), 500).unref();
  const started = performance.now();
  try {
    if (!options.live) console.log('Starting the laptop cloud: tables, simulated providers, sample jobs …');
    const cloud = options.live
      ? await startLive({ port: options.port, environment: process.env })
      : await startLaptopCloud({
          ...options,
          waitMs: MAX_WAIT_MS,
          signal: stop.signal,
          notify: say,
          guardEveryMs: GUARD_EVERY_MS,
        });
    try {
      console.log(welcome(cloud, (performance.now() - started) / 1000));
      await untilAborted(stop.signal);
    } finally {
      await cloud.close();
    }
  } catch (error) {
    if (!stop.signal.aborted) {
      console.error(startFault(error, options));
      process.exitCode = 1;
    }
  } finally {
    clearInterval(watch);
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

function say({ subject, message }: SimNotification): void {
  console.log(`\nnotification: ${subject ?? 'no subject'}\n${message}`);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

// The SDK's note on Node 20 is for us, not for the user of a terminal.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
goOnWithoutReader();
void main();
