import * as z from 'zod';
import { suggestionsSchema } from '../../../lambdas/domain/expansion';
import { emptyExtraction, extractionSchema } from '../../../lambdas/domain/extraction';
import type { Provider } from '../../../lambdas/domain/meta';
import type { Cache, Call, TextChain } from '../../../lambdas/ports';
import { cachedTextChain } from '../../../lambdas/providers/cached-text-chain';
import { textChain } from '../../../lambdas/providers/chain';
import { ProviderError } from '../../../lambdas/providers/provider-error';
import { type MemoryCache, memoryCache, stalledCache } from '../../support/memory-cache';
import { type Step, scriptedModel, virtualTime } from './virtual-time';
import { HAIKU, LUNA, RESUME, resumeTask } from './wired';

const answer = (name: string): Step => ({ afterMs: 1_000, output: { ...emptyExtraction(), name } });
const down: Step = {
  afterMs: 100,
  error: new ProviderError({ provider: 'bedrock', modelId: HAIKU, kind: 'refused' }),
};

/** Without an owner where it is null. */
type Asked = Pick<Call, 'fresh' | 'noStore'> & { owner?: string | null };

/** Bedrock, OpenAI and the rules behind a cache, on a virtual clock. */
function scene(
  script: {
    bedrock?: Step[];
    openai?: Step[];
    cache?: (own: MemoryCache) => Cache;
    order?: () => Promise<Provider[]>;
  } = {},
) {
  const time = virtualTime();
  const bedrock = scriptedModel({ provider: 'bedrock', modelId: HAIKU }, time, script.bedrock ?? [answer('Ada')]);
  const openai = scriptedModel({ provider: 'openai', modelId: LUNA }, time, script.openai ?? [answer('Olga')]);
  const rules = scriptedModel({ provider: 'rules', modelId: 'rules-1' }, time, [{ ...answer('Ruth'), usage: null }]);
  const models = [bedrock, openai, rules];
  const cache = memoryCache(time);
  let order: Provider[] = ['bedrock', 'openai'];
  let orderAsked = 0;
  const asOrdered = async () => {
    orderAsked++;
    return script.order?.() ?? order;
  };
  const options = { models, time, order: asOrdered };
  const used = script.cache?.(cache) ?? cache;
  const open = (): TextChain => cachedTextChain({ ...options, chain: textChain(options), cache: used, ttlSeconds: 60 });
  const chain = open();
  const run = (text = RESUME, { owner = 'tenant/ada', ...wishes }: Asked = {}) =>
    time.during(
      chain.run(resumeTask(text), extractionSchema, {
        signal: new AbortController().signal,
        deadline: time.now() + 27_000,
        ...(owner !== null && { owner }),
        ...wishes,
      }),
    );
  return {
    time,
    cache,
    run,
    open,
    orderAsked: () => orderAsked,
    upstream: () => models.map((model) => model.asked.length),
    setOrder: (next: Provider[]) => {
      order = next;
    },
  };
}

describe('cachedTextChain', () => {
  it('answers the same a second time without asking, and says so', async () => {
    const { run, upstream } = scene();
    const first = await run();
    const second = await run();

    expect(second.value).toEqual(first.value);
    expect(first.provenance).toMatchObject({ cached: false, provider: 'bedrock' });
    expect(second.provenance).toEqual({
      ...first.provenance,
      cached: true,
      attempts: [],
      usage: null,
      costUsd: 0,
    });
    expect(upstream()).toEqual([1, 0, 0]);
  });

  it('asks once a request for the order of the models, and waits once for flags that stall', async () => {
    const { run, orderAsked, time } = scene({ order: () => new Promise(() => undefined) });
    const started = time.now();
    const { provenance } = await run();

    expect(provenance.provider).toBe('bedrock');
    expect(orderAsked()).toBe(1);
    // A second for the flags, and one that the model takes.
    expect(time.now() - started).toBe(2_000);
    await run();
    expect(orderAsked()).toBe(2);
  });

  it('asks anew once the time of an answer is over', async () => {
    const { run, upstream, time } = scene();
    await run();
    await time.during(new Promise<void>((resolve) => time.after(60_000, resolve)));

    expect((await run()).provenance.cached).toBe(false);
    expect(upstream()).toEqual([2, 0, 0]);
  });

  it.each<[string, string, Asked]>([
    ['another text', `${RESUME}.`, {}],
    ['another caller', RESUME, { owner: 'tenant/eve' }],
    ['nobody', RESUME, { owner: null }],
  ])('does not answer %s with it', async (_, text, call) => {
    const { run } = scene();
    await run();

    expect((await run(text, call)).provenance.cached).toBe(false);
  });

  it('does not answer for another language or another schema with it', async () => {
    const { run, open, upstream, time } = scene();
    await run();
    const call = { signal: new AbortController().signal, deadline: time.now() + 27_000, owner: 'tenant/ada' };
    await time.during(open().run({ ...resumeTask(RESUME), language: 'de' }, extractionSchema, call));
    await time.during(open().run(resumeTask(RESUME), extractionSchema.extend({ more: z.string().default('') }), call));

    expect(upstream()).toEqual([3, 0, 0]);
  });

  it('keeps the answer to a phrase that says nothing of who asks for every caller, and any other for its own', async () => {
    const suggestions = { titles: ['charge nurse'], skills: [] };
    const { open, upstream, time } = scene({ bedrock: [{ afterMs: 1_000, output: suggestions }] });
    const chain = open();
    const expand = async (owner: string, isCommon: boolean) => {
      const task = { kind: 'expand-query' as const, query: 'nurse', language: null, isCommon };
      const call = { signal: new AbortController().signal, deadline: time.now() + 27_000, owner };
      const { provenance } = await time.during(chain.run(task, suggestionsSchema, call));
      return provenance.cached;
    };

    expect([await expand('tenant/ada', true), await expand('tenant/eve', true)]).toEqual([false, true]);
    expect([await expand('tenant/ada', false), await expand('tenant/eve', false)]).toEqual([false, false]);
    expect([await expand('tenant/ada', false), await expand('tenant/eve', false)]).toEqual([true, true]);
    expect(upstream()).toEqual([3, 0, 0]);
  });

  it('keeps nothing for who is nobody', async () => {
    const { run, cache } = scene();
    await run(RESUME, { owner: null });

    expect(cache.calls).toEqual({ gets: 0, puts: 0 });
  });

  it('asks anew for who wants it so, and keeps the new answer', async () => {
    const { run, upstream, cache } = scene({ bedrock: [answer('old'), answer('new')] });
    await run();

    expect((await run(RESUME, { fresh: true })).value.name).toBe('new');
    expect(cache.calls.gets).toBe(1);
    expect((await run()).value.name).toBe('new');
    expect(upstream()).toEqual([2, 0, 0]);
  });

  it('neither reads nor keeps for who wants nothing kept', async () => {
    const { run, cache, upstream } = scene();
    await run(RESUME, { fresh: true, noStore: true });
    expect(cache.calls).toEqual({ gets: 0, puts: 0 });

    await run();
    await run(RESUME, { noStore: true });
    expect(upstream()).toEqual([3, 0, 0]);
  });

  it('does not keep the answer of a fallback, so that it never hides the first choice', async () => {
    const { run, cache } = scene({ bedrock: [down, answer('Ada')] });

    expect((await run()).provenance).toMatchObject({ provider: 'openai', cached: false });
    expect(cache.entries.size).toBe(0);
    expect((await run()).value.name).toBe('Ada');
  });

  it('does not keep a degraded answer', async () => {
    const { run, cache } = scene({ bedrock: [down], openai: [down] });

    expect((await run()).provenance.degraded).toBe(true);
    expect(cache.entries.size).toBe(0);
  });

  it('answers with what was kept while every model is down', async () => {
    const { run } = scene({ bedrock: [answer('Ada'), down], openai: [down] });
    await run();

    expect((await run()).provenance).toMatchObject({ cached: true, degraded: false, provider: 'bedrock' });
    expect((await run(`${RESUME}.`)).provenance).toMatchObject({ cached: false, degraded: true });
  });

  it('looks for the model that is first now', async () => {
    const { run, setOrder } = scene();
    await run();
    setOrder(['openai', 'bedrock']);

    expect((await run()).provenance).toMatchObject({ provider: 'openai', cached: false });
    expect((await run()).provenance).toMatchObject({ provider: 'openai', cached: true });
    setOrder(['bedrock', 'openai']);
    expect((await run()).provenance).toMatchObject({ provider: 'bedrock', cached: true });
  });

  it('leaves what the rules read to the rules', async () => {
    const { run, setOrder, cache } = scene();
    setOrder(['rules', 'bedrock']);

    expect((await run()).provenance).toMatchObject({ provider: 'rules', cached: false });
    expect(cache.calls).toEqual({ gets: 0, puts: 0 });
  });

  it('takes an entry that is garbage for a miss, and mends it', async () => {
    const { run, cache, upstream } = scene();
    await run();
    for (const entry of cache.entries.values()) entry.value = 'garbage';

    expect((await run()).provenance.cached).toBe(false);
    expect((await run()).provenance.cached).toBe(true);
    expect(upstream()).toEqual([2, 0, 0]);
  });

  it('answers although the cache stalls, and waits for it only once', async () => {
    const { run, time } = scene({ cache: () => stalledCache });
    const start = time.now();

    expect((await run()).value.name).toBe('Ada');
    expect(time.now() - start).toBe(1_150);
  });

  it('answers although the cache fails', async () => {
    const broken = { get: () => Promise.reject(new Error('no')), put: () => Promise.reject(new Error('no')) };
    const { run } = scene({ cache: () => broken });

    expect((await run()).value.name).toBe('Ada');
  });

  it('makes one call for many who ask the same at once, and only one of them pays', async () => {
    const { time, open, upstream } = scene();
    const chain = open();
    const call = () => ({ signal: new AbortController().signal, deadline: time.now() + 27_000, owner: 'o' });
    const all = await time.during(
      Promise.all(Array.from({ length: 50 }, () => chain.run(resumeTask(RESUME), extractionSchema, call()))),
    );

    expect(upstream()).toEqual([1, 0, 0]);
    expect(all.every(({ value }) => value.name === 'Ada')).toBe(true);
    expect(all.filter(({ provenance }) => !provenance.cached)).toHaveLength(1);
    expect(all.filter(({ provenance }) => provenance.costUsd !== 0)).toHaveLength(1);
  });

  it('answers those who wait although the one who asked first has gone', async () => {
    const { time, open, upstream } = scene();
    const chain = open();
    const gone = new AbortController();
    const call = { signal: new AbortController().signal, deadline: time.now() + 27_000, owner: 'o' };
    const leading = chain.run(resumeTask(RESUME), extractionSchema, { ...call, signal: gone.signal });
    const waiting = Promise.all([1, 2, 3].map(() => chain.run(resumeTask(RESUME), extractionSchema, call)));
    time.after(500, () => gone.abort());

    await expect(time.during(leading)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect((await time.during(waiting)).map(({ value }) => value.name)).toEqual(['Ada', 'Ada', 'Ada']);
    expect(upstream()).toEqual([2, 0, 0]);
  });

  it('has nothing of a text in a key or a value', async () => {
    const { run, cache } = scene({ bedrock: [answer('Canary Kanarienvogel')] });
    await run('Canary Kanarienvogel\ncanary@example.com', { owner: 'tenant/canary' });

    expect(cache.entries.size).toBe(1);
    expect(JSON.stringify([...cache.entries])).not.toMatch(/canary|kanarien|example|tenant/i);
  });
});
