import { memoryBreaker } from '../../../lambdas/providers/breaker';

function scene() {
  let now = 0;
  const breaker = memoryBreaker({ clock: { now: () => now }, threshold: 3, recoveryMs: 1_000 });
  const fail = async (times: number, kind: 'timeout' | 'throttled' | 'filtered' = 'timeout') => {
    for (let i = 0; i < times; i++) await breaker.record('m', kind);
  };
  return { breaker, fail, pass: (ms: number) => (now += ms) };
}

describe('memoryBreaker', () => {
  it('opens after failures in a row, for one model', async () => {
    const { breaker, fail } = scene();
    await fail(2);
    expect(await breaker.allows('m')).toBe(true);
    await fail(1);
    expect(await breaker.allows('m')).toBe(false);
    expect(await breaker.allows('other')).toBe(true);
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
    await breaker.record('m', 'ok');
    expect(await breaker.allows('m')).toBe(true);
  });

  it('stays open when the one call fails', async () => {
    const { breaker, fail, pass } = scene();
    await fail(3);
    pass(1_000);
    await breaker.allows('m');
    await fail(1);
    pass(999);
    expect(await breaker.allows('m')).toBe(false);
  });

  it('closes on any answer, also on one that is of no use', async () => {
    const { breaker, fail, pass } = scene();
    await fail(3);
    pass(1_000);
    await breaker.allows('m');
    await breaker.record('m', 'filtered');
    expect(await breaker.allows('m')).toBe(true);
  });

  it('learns nothing from a call that was throttled', async () => {
    const { breaker, fail, pass } = scene();
    await fail(3);
    pass(1_000);
    await breaker.allows('m');
    await breaker.record('m', 'throttled');
    expect(await breaker.allows('m')).toBe(false);
  });

  it.each(['throttled', 'filtered'] as const)('does not hold %s against the model', async (kind) => {
    const { breaker, fail } = scene();
    await fail(10, kind);
    expect(await breaker.allows('m')).toBe(true);
  });
});
