/** Tells work that grows with its input from work that grows with the square of it, on a machine of any speed. */

/** Four times the input takes linear work 4 times as long and quadratic work 16 times. */
const TIMES_LARGER = 4;
const MAX_GROWTH = 10;
/** What is measured lasts at least this long, so that the clock's steps do not show. */
const MIN_CPU_MS = 10;
const ROUNDS = 4;

/**
 * Expects `work` to take less than ten times as long for an input of four times the size. CPU time counts, not time on
 * the clock, and the shortest of several runs: what else the machine does adds to a run and never takes away from it.
 * @param size of the smaller input, so large that quadratic work would be seen: some milliseconds' worth
 */
export function expectLinear<T>(size: number, inputOf: (size: number) => T, work: (input: T) => unknown): void {
  const small = inputOf(size);
  const large = inputOf(size * TIMES_LARGER);
  // Also warms the code up.
  let repeats = 1;
  while (cpuMs(() => work(small), repeats) * repeats < MIN_CPU_MS) repeats *= 2;
  let smallMs = Number.POSITIVE_INFINITY;
  let largeMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    for (let run = 0; run < TIMES_LARGER; run++)
      smallMs = Math.min(
        smallMs,
        cpuMs(() => work(small), repeats),
      );
    largeMs = Math.min(
      largeMs,
      cpuMs(() => work(large), Math.ceil(repeats / TIMES_LARGER)),
    );
    if (largeMs / smallMs < MAX_GROWTH) return;
  }
  const growth = (largeMs / smallMs).toFixed(1);
  throw new Error(`${TIMES_LARGER} times the input takes ${growth} times as long: not linear`);
}

/** Milliseconds of CPU of one run, on average. */
function cpuMs(work: () => unknown, repeats: number): number {
  const before = process.cpuUsage();
  for (let i = 0; i < repeats; i++) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / repeats;
}
