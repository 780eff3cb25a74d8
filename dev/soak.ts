/** `npm run soak`: load on a laptop cloud of its own while its vendors break, and what came of it. */
import { cpus, totalmem } from 'node:os';
import { goOnWithoutReader } from '../ops/closed-pipe';
import { HELP, readSoakOptions, type SoakOptions } from './soak/options';
import { faultsOf, reportOf } from './soak/report';
import { runSoak } from './soak/run-soak';

async function main(): Promise<number> {
  let options: SoakOptions | undefined;
  try {
    options = readSoakOptions(process.argv.slice(2));
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
    console.log('Ending: waiting for the answers under way. Ctrl-C once more to stop at once.');
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  console.log(
    `${new Date().toISOString().slice(0, 10)} · ${cpus().length} cores ${cpus()[0]?.model ?? ''} · ${Math.round(totalmem() / 2 ** 30)} GB · Node ${process.version}`,
  );
  console.log('Starting a laptop cloud …');
  const started = performance.now();
  const say = (line: string) =>
    console.log(`${((performance.now() - started) / 1_000).toFixed(0).padStart(5)} s  ${line}`);
  const run = await runSoak(options, say, stop.signal);
  console.log(`\n${reportOf(run).join('\n')}`);
  const faults = faultsOf(run);
  console.log(faults.length === 0 ? '\nwell' : `\nNOT WELL: ${faults.join('; ')}`);
  return faults.length === 0 ? 0 : 1;
}

// The SDK's note on Node 20 is for us, not for the user of a terminal.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
goOnWithoutReader();
void main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error((error as Error).message);
    process.exitCode = 1;
  },
);
