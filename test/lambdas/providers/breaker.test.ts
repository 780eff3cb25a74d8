import { type BreakerOutcome, circuitBreaker } from '../../../lambdas/providers/breaker';
import { type CountedStore, memoryBreakerStore } from '../../support/memory-breaker-store';

/** Containers on one clock, each with a breaker that opens after 3 failures and tries again after 1 s, without jitter. */
function scene({ containers = 1, store }: { containers?: number; store?: CountedStore } = {}) {
  let now = 1_000_000;
  const opened: string[] = [];
  const all = Array.from({ length: containers }, () =>
    circuitBreaker({
      clock: { now: () => now },
      store,
      onOpen: (key) => opened.push(key),
      threshold: 3,
      recoveryMs: 1_000,
      lastingMs: 10_000,
      lookMs: 100,
      random: () => 0,
    }),
  );
  const [breaker = circuitBreaker({ clock: { now: () => now } }), other = breaker] = all;
  const fail = async (times: number, kind: BreakerOutcome = 'timeout') => {
    for (let i = 0; i < times; i++) await breaker.record('m', kind);
  };
  return { breaker, other, all, fail, opened, pass: (ms: number) => (now += ms) };
}

/** Lets what goes on beside a call come to its end. */
const meanwhile = () => new Promise((resolve) => setImmediate(resolve));

describe('circuitBreaker', () => {
  it('opens after failures in a row, for one model', async () => {
    const { breaker, fail, opened } = scene();
    await fail(2);
    expect(await breaker.allows('m')).toBe(true);
    await fail(1);
    expect(await breaker.allows('m')).toBe(false);
    expect(await breaker.allows('other')).toBe(true);
    expect(opened).toEqual(['m']);
  });

  it('begins to count anew after a success', async () => {
    const { breaker, fail } = scene();
    await fail(2);
    await breaker.record('m', 'ok');
    await fail(2);
    expect(await breaker.allows('m')).toBe(true);
  });

  it('lets one call through when the time is up, and closes when it succeeds', async () => {
    const { breaker, fail, pass } = scene();
    await fail(3);
    pass(1_000);
    expect([await breaker.allows('m'), await breaker.allows('m')]).toEqual([true, false]);
    expect(await breaker.look('m')).toBe('half-open');
    await breaker.record('m', 'ok');
    expect(await breaker.allows('m')).toBe(true);
    expect(await breaker.look('m')).toBe('closed');
  });

  it('stays open when the one call fails', async () => {
    const { breaker, fail, pass, opened } = scene();
    await fail(3);
    pass(1_000);
    await breaker.allows('m');
    await fail(1);
    pass(999);
    expect(await breaker.allows('m')).toBe(false);
    expect(await breaker.look('m')).toBe('open');
    pass(1);
    expect(await breaker.allows('m')).toBe(true);
    expect(opened).toEqual(['m']);
  });

  it('closes on any answer, also on one that is of no use', async () => {
    const { breaker, fail, pass } = scene();
    await fail(3);
    pass(1_000);
    await breaker.allows('m');
    await breaker.record('m', 'filtered');
    expect(await breaker.allows('m')).toBe(true);
  });

  it.each([
    'throttled',
    'invalid-output',
    'invalid-request',
    'filtered',
    'truncated',
    'unsupported',
    'aborted',
  ] as const)('does not hold %s against the health of the model', async (kind) => {
    const { breaker, fail, pass, opened } = scene();
    await fail(10, kind);
    pass(30_000);
    expect(await breaker.allows('m')).toBe(true);
    expect(opened).toEqual([]);
  });

  it.each(['refused', 'not-found', 'quota'] as const)('waits longer after %s, which no waiting mends', async (kind) => {
    const { breaker, fail, pass } = scene();
    await fail(3, kind);
    pass(9_999);
    expect(await breaker.allows('m')).toBe(false);
    pass(1);
    expect(await breaker.allows('m')).toBe(true);
  });

  it('waits longer from a probe on that fails for such a reason', async () => {
    const { breaker, fail, pass } = scene();
    await fail(3);
    pass(1_000);
    await breaker.allows('m');
    await fail(1, 'not-found');
    pass(9_999);
    expect(await breaker.allows('m')).toBe(false);
    pass(1);
    expect(await breaker.allows('m')).toBe(true);
  });

  it('adds up to a fifth of the time by chance', async () => {
    let now = 0;
    const breaker = circuitBreaker({ clock: { now: () => now }, threshold: 1, recoveryMs: 1_000, random: () => 0.999 });
    await breaker.record('m', 'timeout');
    now = 1_199;
    expect(await breaker.allows('m')).toBe(false);
    now = 1_200;
    expect(await breaker.allows('m')).toBe(true);
  });

  it('keeps a probe that was not made for the next request', async () => {
    const { breaker, fail, pass } = scene();
    await fail(3);
    pass(1_000);
    await breaker.allows('m');
    await breaker.record('m', 'unasked');
    expect([await breaker.allows('m'), await breaker.allows('m')]).toEqual([true, false]);
  });

  describe('slow calls', () => {
    const slow = { slow: true };
    it('open it when 16 of the last 20 were slow, though all were answered', async () => {
      const { breaker } = scene();
      for (let i = 0; i < 19; i++) await breaker.record('m', 'ok', { slow: i >= 4 });
      expect(await breaker.allows('m')).toBe(true);
      await breaker.record('m', 'ok', slow);
      expect(await breaker.allows('m')).toBe(false);
    });

    it('do not open it before there are enough', async () => {
      const { breaker } = scene();
      for (let i = 0; i < 15; i++) await breaker.record('m', 'ok', slow);
      expect(await breaker.allows('m')).toBe(true);
    });

    it('do not close it', async () => {
      const { breaker, fail, pass } = scene();
      await fail(3);
      pass(1_000);
      await breaker.allows('m');
      await breaker.record('m', 'ok', slow);
      expect(await breaker.allows('m')).toBe(false);
    });
  });

  describe('throttling', () => {
    it('is obeyed as long as the vendor asks, and leaves the health alone', async () => {
      const { breaker, pass, opened } = scene();
      await breaker.record('m', 'throttled', { slow: false, retryAfterMs: 7_000 });
      pass(6_990);
      expect(await breaker.allows('m')).toBe(false);
      expect(await breaker.look('m')).toBe('capacity');
      // A timer may be that early.
      pass(6);
      expect(await breaker.allows('m')).toBe(true);
      expect(opened).toEqual([]);
    });

    it('without a Retry-After may be chance once; then it cools down for 5 s, and for up to 30 s', async () => {
      const { breaker, pass } = scene();
      await breaker.record('m', 'throttled');
      expect(await breaker.allows('m')).toBe(true);
      for (const ms of [5_000, 10_000, 20_000, 30_000, 30_000]) {
        await breaker.record('m', 'throttled');
        pass(ms - 10);
        expect(await breaker.allows('m')).toBe(false);
        pass(10);
        expect(await breaker.allows('m')).toBe(true);
      }
      await breaker.record('m', 'ok');
      await breaker.record('m', 'throttled');
      expect(await breaker.allows('m')).toBe(true);
    });
  });
});

describe('circuitBreaker with a store', () => {
  it('writes nothing and looks seldom while all is well', async () => {
    const store = memoryBreakerStore();
    const { breaker, pass } = scene({ store });
    for (let i = 0; i < 100; i++) {
      expect(breaker.allows('m')).toBe(true);
      await breaker.record('m', i % 4 === 0 ? 'timeout' : 'ok');
      pass(10);
    }
    expect(store.swaps).toBe(0);
    expect(store.reads).toBe(10);
  });

  it('learns beside a call what another container has found out', async () => {
    const store = memoryBreakerStore();
    const { breaker, other, fail, opened, pass } = scene({ containers: 2, store });
    await other.allows('m');
    await fail(3);
    expect(await other.allows('m')).toBe(true);
    pass(100);
    // This one still goes by what was known before.
    expect(await other.allows('m')).toBe(true);
    await meanwhile();
    expect(await other.allows('m')).toBe(false);
    expect(opened).toEqual(['m']);
    expect(await breaker.look('m')).toBe('open');
  });

  it('lets one container a window probe, and closes for the others when it succeeds', async () => {
    const store = memoryBreakerStore();
    const { breaker, other, fail, pass } = scene({ containers: 2, store });
    await fail(3);
    await other.look('m');
    pass(1_000);
    expect(await other.allows('m')).toBe(true);
    expect(await breaker.allows('m')).toBe(false);
    await other.record('m', 'ok');
    expect(store.rows.size).toBe(0);
    pass(100);
    await breaker.look('m');
    expect(await breaker.allows('m')).toBe(true);
  });

  it('doubts the word of another: one failure opens it again', async () => {
    const store = memoryBreakerStore();
    const { breaker, other, fail, pass } = scene({ containers: 2, store });
    await fail(3);
    await other.look('m');
    pass(1_000);
    await other.allows('m');
    await other.record('m', 'ok');
    await breaker.look('m');
    await fail(1);
    expect(await breaker.allows('m')).toBe(false);
  });

  it('gives the probe of a container that has died to another, a window later', async () => {
    const store = memoryBreakerStore();
    const { breaker, other, fail, pass } = scene({ containers: 2, store });
    await fail(3);
    await other.look('m');
    pass(1_000);
    await other.allows('m');
    pass(999);
    await breaker.look('m');
    expect(await breaker.allows('m')).toBe(false);
    pass(1);
    expect(await breaker.allows('m')).toBe(true);
  });

  it('goes by what it has seen itself when the store fails', async () => {
    const store = memoryBreakerStore();
    store.before = () => Promise.reject(new Error('no store'));
    const { breaker, fail, pass, opened } = scene({ store });
    expect(await breaker.allows('m')).toBe(true);
    await fail(3);
    expect(await breaker.allows('m')).toBe(false);
    pass(1_000);
    expect([await breaker.allows('m'), await breaker.allows('m')]).toEqual([true, false]);
    await breaker.record('m', 'ok');
    expect(await breaker.allows('m')).toBe(true);
    expect(opened).toEqual(['m']);
  });

  it('waits for the store before no call but a probe', async () => {
    const store = memoryBreakerStore();
    store.before = () => new Promise(() => {});
    const { breaker, pass } = scene({ store });
    expect(breaker.allows('m')).toBe(true);
    for (let i = 0; i < 3; i++) void breaker.record('m', 'timeout');
    expect(breaker.allows('m')).toBe(false);
    pass(1_000);
    expect(breaker.allows('m')).toBeInstanceOf(Promise);
    expect(breaker.allows('m')).toBe(false);
  });

  it('does not use an answer of the store that a change here has overtaken', async () => {
    const store = memoryBreakerStore();
    const { breaker, fail } = scene({ store });
    let answer = () => {};
    store.before = () => new Promise((resolve) => (answer = resolve));
    expect(await breaker.allows('m')).toBe(true);
    const read = answer;
    store.before = async () => {};
    await fail(3);
    read();
    await meanwhile();
    expect(await breaker.allows('m')).toBe(false);
  });
});
