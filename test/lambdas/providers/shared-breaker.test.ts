/** Fifty containers and a model that dies and comes back, on one virtual clock. */
import { emptyExtraction, extractionSchema } from '../../../lambdas/domain/extraction';
import { circuitBreaker } from '../../../lambdas/providers/breaker';
import { textChain } from '../../../lambdas/providers/chain';
import { ProviderError, type ProviderErrorKind } from '../../../lambdas/providers/provider-error';
import { memoryBreakerStore } from '../../support/memory-breaker-store';
import { scriptedModel, type VirtualTime, virtualTime } from './virtual-time';
import { HAIKU, LUNA, RESUME, resumeTask } from './wired';

const CONTAINERS = 50;
const bedrock = { provider: 'bedrock', modelId: HAIKU } as const;
const openai = { provider: 'openai', modelId: LUNA } as const;
const answer = { ...emptyExtraction(), name: 'Ada' };
const SECOND = 1_000;

/** Numbers from 0 to 1 that look random and are the same in each run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** @param gapMs from one request of a container to its next, on average */
function fleet(time: VirtualTime, gapMs: number) {
  const store = memoryBreakerStore();
  const upstream: { at: number; container: number; provider: string }[] = [];
  const answered: { at: number; container: number; provider: string | null }[] = [];
  const openedAt: number[] = [];
  const writes = { won: 0 };
  let ill: { kind: ProviderErrorKind; afterMs: number } | null = null;

  const { swap } = store;
  store.swap = async (...change) => {
    const outcome = await swap(...change);
    writes.won += Number(outcome.swapped);
    return outcome;
  };

  const containers = Array.from({ length: CONTAINERS }, (_, container) => {
    const random = dice(container + 1);
    const heard = (provider: 'bedrock' | 'openai') => upstream.push({ at: time.now(), container, provider });
    const well = scriptedModel(openai, time, [{ afterMs: 2_000, output: answer }]);
    const models = [
      {
        ...well,
        ...bedrock,
        complete: (...asked: Parameters<typeof well.complete>) => {
          heard('bedrock');
          const step = ill
            ? { afterMs: ill.afterMs, error: new ProviderError({ ...bedrock, kind: ill.kind }) }
            : { afterMs: 1_000, output: answer };
          return scriptedModel(bedrock, time, [step]).complete(...asked);
        },
      },
      {
        ...well,
        complete: (...asked: Parameters<typeof well.complete>) => {
          heard('openai');
          return well.complete(...asked);
        },
      },
    ];
    const breaker = circuitBreaker({ clock: time, store, random, onOpen: () => openedAt.push(time.now()) });
    const chain = textChain({ models, time, random, breaker });
    return async (until: number) => {
      for (;;) {
        await new Promise<void>((resolve) => time.after(gapMs * 2 * random(), resolve));
        if (time.now() >= until) return;
        const call = { signal: new AbortController().signal, deadline: time.now() + 27 * SECOND };
        const { provenance } = await chain.run(resumeTask(RESUME), extractionSchema, call);
        answered.push({ at: time.now(), container, provider: provenance.provider });
      }
    };
  });

  return {
    store,
    writes,
    upstream,
    answered,
    openedAt,
    fall: (how: typeof ill) => {
      ill = how;
    },
    rise: () => {
      ill = null;
    },
    async serve(ms: number) {
      const until = time.now() + ms;
      await time.during(Promise.all(containers.map((serve) => serve(until))));
    },
  };
}

describe('fifty containers with one store of breakers', () => {
  it('write nothing while the model is well', async () => {
    const time = virtualTime();
    const { serve, store, upstream } = fleet(time, 2_000);
    await serve(60 * SECOND);
    expect(upstream.length).toBeGreaterThan(500);
    expect(store.swaps).toBe(0);
    // Each container looks at most every five seconds, beside its calls.
    expect(store.reads).toBeLessThanOrEqual(CONTAINERS * 13);
  });

  it.each([
    ['refuses connections', { kind: 'network', afterMs: 5 }],
    ['answers 503', { kind: 'unavailable', afterMs: 200 }],
    ['hangs', { kind: 'timeout', afterMs: 60_000 }],
  ] as const)('ask a model that %s once a window, and all of them soon after it is back', async (_sentence, how) => {
    const time = virtualTime();
    const { serve, fall, rise, upstream, answered, openedAt, writes, store } = fleet(time, 5_000);
    await serve(20 * SECOND);
    fall(how);
    const died = time.now();
    await serve(300 * SECOND);

    const [opened = Number.NaN] = openedAt;
    expect(openedAt).toHaveLength(1);
    const requests = answered.filter(({ at }) => at > opened);
    const calls = upstream.filter(({ at }) => at > opened);
    expect(requests.length).toBeGreaterThan(1_000);
    expect(calls.length / requests.length).toBeLessThanOrEqual(1.1);

    // By then each container has made one request after its look at the store; what it asked before was what it knew.
    const known = opened + 40 * SECOND;
    const probes = calls.filter(({ at, provider }) => at > known && provider === 'bedrock');
    const gaps = probes.slice(1).map(({ at }, i) => at - (probes[i]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(30 * SECOND);
    expect(probes.length).toBeGreaterThanOrEqual(5);
    expect(writes.won).toBeLessThanOrEqual(1 + (time.now() - died) / (30 * SECOND));

    rise();
    const back = time.now();
    await serve(90 * SECOND);
    // The longest window, a look at the store, and two requests.
    const late = answered.filter(({ at, provider }) => at > back + 65 * SECOND && provider !== 'bedrock');
    expect(late).toEqual([]);
    expect(store.rows.size).toBe(0);
  });

  it('fall back on what each has seen when the store is gone', async () => {
    const time = virtualTime();
    const { serve, fall, upstream, answered, store, openedAt } = fleet(time, 5_000);
    store.before = () => Promise.reject(new Error('gone'));
    fall({ kind: 'unavailable', afterMs: 200 });
    await serve(60 * SECOND);
    expect(openedAt).toHaveLength(CONTAINERS);
    const opened = Math.max(...openedAt);
    const from = time.now();
    await serve(300 * SECOND);
    expect(from).toBeGreaterThan(opened);
    const bedrockCalls = upstream.filter(({ at, provider }) => at > from && provider === 'bedrock');
    // Each container probes for itself.
    expect(bedrockCalls.length).toBeLessThanOrEqual(CONTAINERS * 10);
    expect(answered.every(({ provider }) => provider === 'openai')).toBe(true);
  });
});
