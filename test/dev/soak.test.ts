import { execFile } from 'node:child_process';
import path from 'node:path';
import { faultSchema } from '../../dev/simulators/fault';
import { chance } from '../../dev/soak/chance';
import type { Outcome } from '../../dev/soak/load';
import { mixOf } from '../../dev/soak/mix';
import { readSoakOptions } from '../../dev/soak/options';
import { faultsOf, reportOf, type SoakRun } from '../../dev/soak/report';
import { nextFaults } from '../../dev/soak/storm';

function soak(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) =>
    execFile(
      process.execPath,
      ['--import', 'tsx', 'dev/soak.ts', ...args],
      { cwd: path.join(__dirname, '../..') },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    ),
  );
}

describe('npm run soak', () => {
  it('ends by itself, has an answer for every request and says what came of them', async () => {
    // Few enough for a machine that is busy with other tests.
    const { out } = await soak('--seconds', '6', '--rps', '2');

    expect(out).toMatch(/^requests +\d+ in \d+ s: .* seed 1$/m);
    expect(out).toMatch(/^model calls +\d+: [\d.]+ for a request that asks a model/m);
    expect(out).not.toContain('without an answer');
    expect(out).not.toMatch(/\b500\b/);
  }, 600_000);

  it('says what is wrong with its command line', async () => {
    const { code, err } = await soak('--rps', 'many');

    expect([code, err]).toEqual([2, expect.stringContaining('--rps must be a number from 0.1 to 1000, not "many".')]);
  });
});

describe('the options of a soak', () => {
  it.each([
    [[], { seconds: 300, rps: 50, seed: 1, faults: true }],
    [['--minutes', '2', '--rps', '5', '--seed', '7', '--no-faults'], { seconds: 120, rps: 5, seed: 7, faults: false }],
    [['--seconds', '10'], { seconds: 10, rps: 50, seed: 1, faults: true }],
    [['--help'], undefined],
  ])('%j', (args, options) => {
    expect(readSoakOptions(args)).toEqual(options);
  });

  it.each([[['--minutes', '1', '--seconds', '1']], [['--minutes', '0']], [['--seconds', '']], [['--nope']]])(
    'refuses %j',
    (args) => {
      expect(() => readSoakOptions(args)).toThrow();
    },
  );
});

describe('what a soak sends', () => {
  it('is the same for the same seed', async () => {
    const sent = async (seed: number) => {
      const { next } = await mixOf(chance(seed));
      return Array.from({ length: 30 }, () => {
        const { kind, path: target } = next();
        return `${kind} ${target}`;
      });
    };

    expect(await sent(3)).toEqual(await sent(3));
    expect(await sent(3)).not.toEqual(await sent(4));
  });

  it('breaks vendors only in ways that the simulators know, each service in one way at a time', () => {
    const random = chance(1);
    const drawn = Array.from({ length: 200 }, () => nextFaults(random));

    expect(drawn.flat().filter((fault) => !faultSchema.safeParse(fault).success)).toEqual([]);
    expect(drawn.filter((faults) => new Set(faults.map(({ service }) => service)).size < faults.length)).toEqual([]);
    expect(drawn.some((faults) => faults.length === 0)).toBe(true);
  });
});

describe('the verdict of a soak', () => {
  const MB = 2 ** 20;
  const health = (heap: number) => ({ rss: 2 * heap * MB, heap: heap * MB, lagP50: 0, lagP99: 0 });
  const outcome = (more: Partial<Outcome> = {}): Outcome => ({
    kind: 'embed',
    status: 200,
    degraded: false,
    latencyMs: 5,
    lateMs: 0,
    ...more,
  });
  const run = (more: Partial<SoakRun> = {}): SoakRun => ({
    options: { seconds: 60, rps: 10, seed: 1, faults: true },
    outcomes: [outcome(), outcome({ degraded: true, latencyMs: 9 })],
    sentIn: 60,
    memory: { warm: health(100), end: health(110), peakRss: 250 * MB, minutes: 4 },
    lag: { p50: 1, p99: 20 },
    calls: { bedrock: { InvokeModel: 3 }, appConfig: { GetLatestConfiguration: 2 } },
    complaints: [],
    ...more,
  });

  it('is well without a fault', () => {
    expect(faultsOf(run())).toEqual([]);
  });

  const shed = outcome({ status: 503, code: 'OVERLOADED' });

  it('forgives that one request in five is shed', () => {
    expect(faultsOf(run({ outcomes: [shed, ...Array.from({ length: 4 }, () => outcome())] }))).toEqual([]);
  });

  it.each<[string, Partial<SoakRun>, string]>([
    ['an answer of 5xx', { outcomes: [outcome({ status: 503, code: 'STORE_UNAVAILABLE' })] }, '1 answers of 5xx'],
    ['more load that is shed', { outcomes: [shed, outcome()] }, '50.00 % of the requests were turned away'],
    ['a request without an answer', { outcomes: [outcome({ status: null, code: 'ABORT_ERR' })] }, 'without an answer'],
    ['a good request that is refused', { outcomes: [outcome({ status: 422 })] }, '1 answers of 4xx'],
    [
      'memory that grows',
      { memory: { warm: health(100), end: health(150), peakRss: 0, minutes: 4 } },
      'the heap grew by 12.5 MB a minute',
    ],
    ['a complaint of the process', { complaints: ['TypeError'] }, 'the process wrote of 1 faults: TypeError'],
  ])('is not forgiving of %s', (_name, more, sentence) => {
    expect(faultsOf(run(more))).toEqual([expect.stringContaining(sentence)]);
  });

  it('says nothing of memory after a short run', () => {
    const memory = { warm: health(100), end: health(150), peakRss: 0, minutes: 1 };

    expect(faultsOf(run({ memory }))).toEqual([]);
  });

  it('counts degraded answers apart, and calls of models by the requests that ask them', () => {
    const lines = reportOf(run());

    expect(lines).toContain('served        100.00 %, of them degraded 50.00 %');
    expect(lines).toContain(
      'model calls   3: 1.50 for a request that asks a model, - for a resume (bedrock InvokeModel 3)',
    );
    expect(lines).toContain('other calls   appConfig GetLatestConfiguration 2');
  });
});
