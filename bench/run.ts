/** `npm run bench [-- NAME…]`: runs every bench/*.bench.ts in a fresh process and prints medians and spread. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { Bench } from 'tinybench';

/** What a bench file gets to measure with. */
export interface Measure {
  /**
   * Times `work` and prints one row. With `rounds` it runs exactly that often after one warm-up; otherwise for at
   * least half a second and ten rounds.
   */
  measure(name: string, work: () => unknown | Promise<unknown>, options?: { rounds?: number }): Promise<void>;
}

const SUFFIX = '.bench.ts';

function formatMs(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '-' : milliseconds.toPrecision(3).padStart(8);
}

async function measure(name: string, work: () => unknown | Promise<unknown>, options: { rounds?: number } = {}) {
  const bench = new Bench(
    options.rounds === undefined
      ? { time: 500, iterations: 10, warmupTime: 100, warmupIterations: 2, throws: true }
      : { time: 0, iterations: options.rounds, warmupTime: 0, warmupIterations: 1, throws: true },
  );
  // A literal async function: tinybench decides by the first call's result how it times the rest.
  bench.add(name, async () => {
    await work();
  });
  await bench.run();
  const result = bench.tasks[0]?.result;
  if (!result || !('latency' in result)) throw new Error(`${name} could not be measured`);
  const { p50, p75, p99, min, max, samplesCount } = result.latency;
  const cells = [p50, min, p75, p99, max].map(formatMs).join(' ');
  console.log(`${cells} ${String(samplesCount).padStart(6)}  ${name}`);
}

async function runOne(file: string): Promise<void> {
  const suite: { title: string; run(bench: Measure): Promise<void> } = await import(join(__dirname, file));
  console.log(
    `\n${suite.title}\n${['p50 ms', 'min', 'p75', 'p99', 'max'].map((h) => h.padStart(8)).join(' ')} ${'n'.padStart(6)}`,
  );
  await suite.run({ measure });
  const { rss, heapUsed } = process.memoryUsage();
  console.log(`memory at the end: ${Math.round(rss / 2 ** 20)} MB resident, ${Math.round(heapUsed / 2 ** 20)} MB heap`);
}

function runAll(names: readonly string[]): number {
  const files = readdirSync(__dirname)
    .filter((file) => file.endsWith(SUFFIX))
    .sort();
  const chosen = names.length === 0 ? files : files.filter((file) => names.includes(file.slice(0, -SUFFIX.length)));
  if (chosen.length === 0) {
    console.error(`No such benchmark. There are: ${files.map((file) => file.slice(0, -SUFFIX.length)).join(', ')}`);
    return 2;
  }
  const [cpu] = cpus();
  console.log(
    `${new Date().toISOString().slice(0, 10)} · ${cpus().length} cores ${cpu?.model ?? ''} · ${Math.round(totalmem() / 2 ** 30)} GB · Node ${process.version}`,
  );
  let failures = 0;
  for (const file of chosen) {
    const run = spawnSync(process.execPath, ['--import', 'tsx', __filename, '--one', file], {
      stdio: 'inherit',
      // The SDK's note on Node 20 is no figure.
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    });
    if (run.status !== 0) failures++;
  }
  return failures === 0 ? 0 : 1;
}

const [first, ...rest] = process.argv.slice(2);
if (first === '--one' && rest[0]) void runOne(rest[0]).then(() => process.exit(0));
else process.exitCode = runAll(first === undefined ? [] : [first, ...rest]);
