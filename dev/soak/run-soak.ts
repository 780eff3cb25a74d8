/** A soak from start to end: the cloud in a process of its own, the load, the faults, and what was seen. */
import { fork } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../simulators/fault';
import { chance } from './chance';
import type { FromCloud, Health, ToCloud } from './cloud';
import { type Outcome, sendEach, sendLoad } from './load';
import { mixOf } from './mix';
import type { SoakOptions } from './options';
import type { SoakRun } from './report';
import { describeFault, nextFaults } from './storm';

/** Share of the run after which the process counts as warm: caches are full, code is compiled. */
const WARM_SHARE = 0.25;
const SAMPLE_MS = 1_000;
/** After the last answer, for what goes on behind answers. */
const SETTLE_MS = 2_000;

/** @param say told of what happens on the way · @param signal ends the load; what was seen until then is given back */
export async function runSoak(
  options: SoakOptions,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<SoakRun> {
  const cloud = await startCloud();
  const outcomes: Outcome[] = [];
  const lags: Health[] = [];
  let peakRss = 0;
  const over = new AbortController();
  try {
    const mix = await mixOf(chance(options.seed));
    await sendEach(cloud.url, mix.each());
    say('warmed up');
    await control(cloud.url, 'DELETE', 'calls');
    const started = performance.now();
    let warm: { health: Health; at: number } | undefined;
    const watching = every(SAMPLE_MS, over.signal, async () => {
      const isWarm = performance.now() - started > options.seconds * 1_000 * WARM_SHARE;
      const health = await cloud.health(warm === undefined && isWarm);
      if (warm === undefined && isWarm) warm = { health, at: performance.now() };
      peakRss = Math.max(peakRss, health.rss);
      lags.push(health);
    });
    const storming = options.faults ? storm(cloud.url, options.seed, say, over.signal) : undefined;
    const sentIn = await sendLoad({
      ...options,
      url: cloud.url,
      chance: chance(options.seed + 1),
      next: mix.next,
      signal,
      done: (outcome) => void outcomes.push(outcome),
    });
    over.abort();
    await Promise.all([watching, storming]);
    await control(cloud.url, 'DELETE', 'faults');
    await pause(SETTLE_MS);
    const { calls } = (await control(cloud.url, 'GET', 'calls')) as { calls: SoakRun['calls'] };
    const end = await cloud.health(true);
    const from = warm ?? { health: end, at: performance.now() };
    return {
      options,
      outcomes,
      sentIn,
      memory: {
        warm: from.health,
        end,
        peakRss: Math.max(peakRss, end.rss),
        minutes: (performance.now() - from.at) / 60_000,
      },
      lag: { p50: medianOf(lags.map((one) => one.lagP50)), p99: Math.max(0, ...lags.map((one) => one.lagP99)) },
      calls,
      complaints: cloud.complaints,
    };
  } finally {
    over.abort();
    cloud.stop();
  }
}

async function startCloud() {
  const child = fork(path.join(__dirname, 'cloud.ts'), {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const complaints: string[] = [];
  // Warnings tell of the vendors that are made to fail; anything else is a fault of the process.
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints.push(...text.split('\n').filter((line) => line !== '' && !line.startsWith('warn: ')));
  });
  const waiting: ((message: FromCloud) => void)[] = [];
  child.on('message', (message: FromCloud) => waiting.shift()?.(message));
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the laptop cloud ended (${code}): ${complaints.join('; ')}`)));
  });
  ended.catch(() => undefined);
  const answer = () => Promise.race([new Promise<FromCloud>((resolve) => waiting.push(resolve)), ended]);
  const first = await answer();
  return {
    url: 'url' in first ? first.url : '',
    complaints,
    async health(afterGc: boolean): Promise<Health> {
      const reply = answer();
      child.send({ ask: afterGc ? 'health after gc' : 'health' } satisfies ToCloud);
      const message = await reply;
      if ('health' in message) return message.health;
      throw new Error('the laptop cloud started twice');
    },
    stop: () => void (child.connected && child.disconnect()),
  };
}

/** Changes the faults every few seconds. */
async function storm(url: string, seed: number, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  const random = chance(seed + 2);
  while (!signal.aborted) {
    const faults = nextFaults(random);
    await control(url, 'DELETE', 'faults');
    if (faults.length > 0) await control(url, 'PUT', 'faults', faults);
    say(faults.length === 0 ? 'all well' : faults.map(describeFault).join(' · '));
    await pause(random.between(2_000, 8_000), undefined, { signal }).catch(() => undefined);
  }
}

async function control(url: string, method: string, name: string, body?: Fault[]): Promise<unknown> {
  const response = await fetch(`${url}/__sim/${name}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`the simulators refused ${name}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function every(ms: number, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await work();
    await pause(ms, undefined, { signal }).catch(() => undefined);
  }
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
