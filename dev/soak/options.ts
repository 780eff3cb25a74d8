/** The command line of `npm run soak`. */
import { parseArgs } from 'node:util';

export interface SoakOptions {
  seconds: number;
  /** Requests a second, on average. */
  rps: number;
  /** The same seed makes the same requests and faults at the same times. */
  seed: number;
  faults: boolean;
}

export const HELP = `npm run soak [-- OPTIONS]

Starts a laptop cloud in a process of its own, sends it a mix of requests at a
rate that does not wait for answers, breaks the simulated vendors at random all
the while, and prints what came of it. Ends by itself; Ctrl-C ends it earlier.

  --minutes N   how long (default 5); --seconds N for less
  --rps N       requests a second on average, as a Poisson process (default 50)
  --seed N      of the requests and of the faults (default 1)
  --no-faults   the vendors are well
  --help        this text

Exit codes: 0 well · 1 a 5xx other than a 503 that sheds load, a request without
an answer, or memory that grows by more than 10 MB a minute (said of runs of two
minutes or more) · 2 the command line is wrong.`;

/** @throws Error with a sentence for the user; undefined when help was asked for */
export function readSoakOptions(args: readonly string[]): SoakOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string' },
      seconds: { type: 'string' },
      rps: { type: 'string', default: '50' },
      seed: { type: 'string', default: '1' },
      'no-faults': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  if (values.minutes !== undefined && values.seconds !== undefined) {
    throw new RangeError('Give --minutes or --seconds, not both.');
  }
  const seconds =
    values.seconds === undefined
      ? 60 * number('--minutes', values.minutes ?? '5', 0.1, 600)
      : number('--seconds', values.seconds, 1, 36_000);
  return {
    seconds,
    rps: number('--rps', values.rps, 0.1, 1_000),
    seed: number('--seed', values.seed, 0, 2 ** 32 - 1),
    faults: !values['no-faults'],
  };
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most)) {
    throw new RangeError(`${name} must be a number from ${least} to ${most}, not "${text}".`);
  }
  return value;
}
