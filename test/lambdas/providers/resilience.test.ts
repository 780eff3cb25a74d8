import { mapConcurrently } from '../../../lambdas/providers/concurrency';
import { fullJitterMs, pause, within } from '../../../lambdas/providers/resilience';
import { unitVectors } from '../../../lambdas/providers/vectors';
import { virtualTime } from './virtual-time';

const OPEN = new AbortController().signal;
const never = () => new Promise<never>(() => {});

describe('within', () => {
  it('hands on what the work gives, and clears its timer', async () => {
    const time = virtualTime();
    const call = { signal: OPEN, deadline: time.now() + 1_000 };
    expect(await within(call, 500, time, async () => 'done')).toBe('done');
    expect(time.pending()).toBe(0);
  });

  it.each([
    [500, 1_000, 500],
    [5_000, 1_000, 1_000],
  ])('ends a slice of %d ms under a deadline of %d ms after %d ms', async (sliceMs, deadlineMs, endsMs) => {
    const time = virtualTime();
    const started = time.now();
    const call = { signal: OPEN, deadline: started + deadlineMs };
    await expect(time.during(within(call, sliceMs, time, never))).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(time.now() - started).toBe(endsMs);
  });

  it('does not start for a caller who has left', async () => {
    const time = virtualTime();
    const work = jest.fn(never);
    const call = { signal: AbortSignal.abort('gone'), deadline: time.now() + 1_000 };
    await expect(within(call, 500, time, work)).rejects.toBe('gone');
    expect(work).not.toHaveBeenCalled();
    expect(time.pending()).toBe(0);
  });

  it('gives the reason of the caller to the work', async () => {
    const time = virtualTime();
    const caller = new AbortController();
    let seen: AbortSignal | undefined;
    const running = within({ signal: caller.signal, deadline: time.now() + 1_000 }, 500, time, (call) => {
      seen = call.signal;
      return never();
    });
    caller.abort('gone');
    await expect(running).rejects.toBe('gone');
    expect(seen?.reason).toBe('gone');
  });
});

describe('pause', () => {
  it('waits, and not longer than the call', async () => {
    const time = virtualTime();
    const started = time.now();
    const call = { signal: OPEN, deadline: started + 100 };
    await time.during(pause(call, 60, time));
    expect(time.now() - started).toBe(60);
    await expect(time.during(pause(call, 60, time))).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(time.now() - started).toBe(100);
    expect(time.pending()).toBe(0);
  });
});

describe('fullJitterMs', () => {
  it('spreads over all of the base', () => {
    expect([0, 0.5, 0.999].map((random) => fullJitterMs(1_000, () => random))).toEqual([0, 500, 999]);
  });
});

describe('mapConcurrently', () => {
  it('keeps the order and the limit', async () => {
    let running = 0;
    let most = 0;
    const results = await mapConcurrently([5, 4, 3, 2, 1, 0], 2, OPEN, async (turns) => {
      most = Math.max(most, ++running);
      for (let i = 0; i < turns; i++) await Promise.resolve();
      running--;
      return turns * 10;
    });
    expect(results).toEqual([50, 40, 30, 20, 10, 0]);
    expect(most).toBe(2);
  });

  it('stops the others at the first failure', async () => {
    const stopped: number[] = [];
    const job = async (item: number, signal: AbortSignal) => {
      if (item === 2) throw new Error('two');
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(stopped.push(item))));
    };
    await expect(mapConcurrently([1, 2, 3, 4], 3, OPEN, job)).rejects.toThrow('two');
    expect(stopped).toEqual([1, 3]);
  });
});

describe('unitVectors', () => {
  const space = { provider: 'p', model: 'm', dimensions: 2, version: 'v1' };
  it('brings vectors to unit length', () => {
    expect(unitVectors([[3, 4]], 1, space)).toEqual([[0.6, 0.8]]);
  });

  it.each([
    ['too few', [], 1],
    [
      'too many',
      [
        [1, 0],
        [0, 1],
      ],
      1,
    ],
    ['a short one', [[1]], 1],
    ['one without length', [[0, 0]], 1],
    ['one that is not finite', [[Number.NaN, 1]], 1],
  ])('refuses %s', (_sentence, raw, count) => {
    expect(unitVectors(raw, count, space)).toBeUndefined();
  });
});
