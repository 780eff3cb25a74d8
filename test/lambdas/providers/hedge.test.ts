import type { Embedder } from '../../../lambdas/ports';
import { hedged } from '../../../lambdas/providers/hedge';
import { ProviderError } from '../../../lambdas/providers/provider-error';
import { retryBudget } from '../../../lambdas/providers/retry-budget';
import { virtualTime } from './virtual-time';

const titan = { provider: 'bedrock', modelId: 'amazon.titan-embed-text-v2:0' } as const;
const tokens = (inputTokens: number) => ({
  inputTokens,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  cacheWriteHourTokens: 0,
});
interface Take {
  ms: number;
  fails?: boolean;
}

/** An embedder whose calls take the times that are said, in turn and then 100 ms each. */
function scene({ share = 1, takes = [] as Take[] } = {}) {
  const time = virtualTime();
  const calls: { signal: AbortSignal; endedAs?: 'answer' | 'failure' | 'abort' }[] = [];
  const embedder: Embedder = {
    ...titan,
    space: { provider: 'bedrock', model: 'titan', dimensions: 2, version: 'v1' },
    maxBatch: 1,
    maxCharacters: 100,
    estimate: () => tokens(50),
    embed: (_texts, { signal }) =>
      new Promise((resolve, reject) => {
        const call: (typeof calls)[number] = { signal };
        const { ms, fails = false } = takes.shift() ?? { ms: 100 };
        calls.push(call);
        const cancel = time.after(ms, () => {
          call.endedAs = fails ? 'failure' : 'answer';
          if (fails) reject(new ProviderError({ ...titan, kind: 'unavailable' }));
          else resolve({ vectors: [[ms, 0]], usage: tokens(7) });
        });
        signal.addEventListener('abort', () => {
          cancel();
          call.endedAs ??= 'abort';
          reject(signal.reason);
        });
      }),
  };
  const hedges: string[] = [];
  const model = hedged(embedder, {
    time,
    budget: retryBudget({ share, floor: 1 }),
    onHedge: (key) => hedges.push(key),
  });
  const ask = () => ({
    signal: new AbortController().signal,
    deadline: time.now() + 10_000,
    purpose: 'query' as const,
  });
  const embed = (asked = ask()) => time.during(model.embed(['a'], asked));
  const settle = async (times = 20) => {
    for (let i = 0; i < times; i++) await embed();
  };
  return { model, time, takes, calls, hedges, embed, settle, ask };
}

describe('hedged', () => {
  it('is billed for two calls at most as soon as it may make a second one', async () => {
    const { model, settle } = scene();
    expect(model.estimate(['a'])).toEqual(tokens(50));
    await settle();
    expect(model.estimate(['a'])).toEqual(tokens(100));
  });

  it('asks once while the time of a call is not known', async () => {
    const { takes, embed, settle, calls } = scene();
    await settle(19);
    takes.push({ ms: 5_000 });
    await embed();
    expect(calls).toHaveLength(20);
  });

  it('asks a second time when a call is later than 95 of 100, takes the first answer and stops the other', async () => {
    const { takes, embed, settle, calls, hedges, time } = scene();
    await settle();
    const started = time.now();
    takes.push({ ms: 5_000 }, { ms: 30 });
    const { vectors, usage, estimated } = await embed();
    expect(vectors).toEqual([[30, 0]]);
    expect(time.now() - started).toBe(130);
    expect(calls.slice(-2).map(({ endedAs }) => endedAs)).toEqual(['abort', 'answer']);
    expect(hedges).toEqual(['bedrock|amazon.titan-embed-text-v2:0']);
    // Seven tokens as billed, and fifty for the call that was broken off.
    expect([usage?.inputTokens, estimated]).toEqual([57, true]);
  });

  it('takes the first call where that is earlier after all', async () => {
    const { takes, embed, settle, calls } = scene();
    await settle();
    takes.push({ ms: 110 }, { ms: 30 });
    expect((await embed()).vectors).toEqual([[110, 0]]);
    expect(calls.slice(-2).map(({ endedAs }) => endedAs)).toEqual(['answer', 'abort']);
  });

  it('counts one call where there was one', async () => {
    const { embed, settle } = scene();
    await settle();
    const { usage, estimated } = await embed();
    expect([usage?.inputTokens, estimated]).toEqual([7, undefined]);
  });

  it('waits for the other call when one fails, and fails when both do', async () => {
    const { takes, embed, settle } = scene();
    await settle();
    takes.push({ ms: 120, fails: true }, { ms: 60 });
    expect((await embed()).vectors).toEqual([[60, 0]]);

    const both = scene();
    await both.settle();
    both.takes.push({ ms: 120, fails: true }, { ms: 60, fails: true });
    await expect(both.embed()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('gives an ill model no second calls', async () => {
    const { takes, embed, settle, calls } = scene();
    await settle();
    takes.push({ ms: 10, fails: true });
    await expect(embed()).rejects.toMatchObject({ kind: 'unavailable' });
    takes.push({ ms: 5_000 });
    await embed();
    expect(calls).toHaveLength(22);
  });

  it('stays within its share of all calls', async () => {
    const { takes, embed, settle, hedges } = scene({ share: 0.02 });
    await settle();
    for (let i = 0; i < 500; i++) {
      // One call in thirty is late.
      if (i % 30 === 0) takes.push({ ms: 5_000 });
      await embed();
    }
    expect(hedges.length).toBeGreaterThan(5);
    expect(hedges.length).toBeLessThanOrEqual(0.02 * 520 + 1);
  });

  it('ends with its caller and leaves no timer', async () => {
    const { time, embed, settle, ask, calls } = scene();
    await settle();
    const caller = new AbortController();
    time.after(50, () => caller.abort('gone'));
    await expect(embed({ ...ask(), signal: caller.signal })).rejects.toBe('gone');
    expect(calls.at(-1)?.endedAs).toBe('abort');
    expect(time.pending()).toBe(0);
  });
});
