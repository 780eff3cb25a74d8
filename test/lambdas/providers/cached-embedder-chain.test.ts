import { NO_TOKENS, type Provider } from '../../../lambdas/domain/meta';
import { spaceId } from '../../../lambdas/domain/vector-space';
import type { Cache, Embedder, EmbedderChain } from '../../../lambdas/ports';
import { cachedEmbedderChain } from '../../../lambdas/providers/cached-embedder-chain';
import { embedderChain } from '../../../lambdas/providers/embedder-chain';
import { ProviderError } from '../../../lambdas/providers/provider-error';
import { memoryCache, stalledCache } from '../../support/memory-cache';
import { virtualTime } from './virtual-time';

interface Fake extends Embedder {
  asked: string[][];
  isDown: boolean;
}

function embedder(provider: Provider, modelId: string): Fake {
  const identity = { provider, modelId };
  const fake: Fake = {
    ...identity,
    space: { provider, model: modelId, dimensions: 3, version: 'v1' },
    maxBatch: 100,
    maxCharacters: 1_000,
    asked: [],
    isDown: false,
    async embed(texts) {
      if (fake.isDown) throw new ProviderError({ ...identity, kind: 'refused' });
      fake.asked.push([...texts]);
      const vectors = texts.map((text) => [text.length / 3, modelId.length / 7, 0.1]);
      return { vectors, usage: { ...NO_TOKENS, inputTokens: texts.length } };
    },
    estimate: () => null,
  };
  return fake;
}

/** Without an owner where it is null. */
type Asked = Partial<Omit<Parameters<EmbedderChain['embed']>[1], 'owner'>> & { owner?: string | null };

function scene(given: { cache?: Cache } = {}) {
  const time = virtualTime();
  const titan = embedder('bedrock', 'amazon.titan-embed-text-v2:0');
  const small = embedder('openai', 'text-embedding-3-small');
  const table = embedder('embedded', 'word-table');
  const cache = memoryCache(time);
  let order: Provider[] = ['bedrock', 'openai'];
  const options = { embedders: [titan, small, table], time, order: async () => order };
  const chain: EmbedderChain = cachedEmbedderChain({
    ...options,
    chain: embedderChain(options),
    cache: given.cache ?? cache,
    ttlSeconds: 60,
  });
  const embed = (texts: string[], { owner = 'tenant/ada', ...wishes }: Asked = {}) =>
    time.during(
      chain.embed(texts, {
        signal: new AbortController().signal,
        deadline: time.now() + 27_000,
        purpose: 'query',
        ...(owner !== null && { owner }),
        ...wishes,
      }),
    );
  const setOrder = (next: Provider[]) => {
    order = next;
  };
  return { time, titan, small, table, cache, chain, embed, setOrder };
}

describe('cachedEmbedderChain', () => {
  it('gives the same vectors a second time without asking, and says so', async () => {
    const { embed, titan } = scene();
    const first = await embed(['one', 'three']);
    const second = await embed(['one', 'three']);

    expect(second.vectors).toEqual(first.vectors);
    expect(second.space).toEqual(titan.space);
    expect(first.provenance.cached).toBe(false);
    expect(second.provenance).toEqual({ ...first.provenance, cached: true, attempts: [], usage: null, costUsd: 0 });
    expect(titan.asked).toEqual([['one', 'three']]);
  });

  it('asks in one call for what it has not, and is not called cached then', async () => {
    const { embed, titan, cache } = scene();
    await embed(['one', 'three']);
    const { vectors, provenance } = await embed(['seven!!', 'one', 'two2', 'three', 'one']);

    expect(titan.asked[1]).toEqual(['seven!!', 'two2']);
    expect(vectors.map(({ values: [length] }) => Math.round((length ?? 0) * 3))).toEqual([7, 3, 4, 5, 3]);
    expect(provenance).toMatchObject({ cached: false, usage: { inputTokens: 2 } });
    expect(cache.calls).toEqual({ gets: 2, puts: 2 });
  });

  it('asks once for a text that is there twice', async () => {
    const { embed, titan } = scene();

    expect((await embed(['one', 'one', 'one'])).vectors).toHaveLength(3);
    expect(titan.asked).toEqual([['one']]);
  });

  it.each<[string, string, Asked]>([
    ['another text', 'One', {}],
    ['another purpose', 'one', { purpose: 'document' }],
    ['another caller', 'one', { owner: 'tenant/eve' }],
    ['nobody', 'one', { owner: null }],
    ['who wants a new one', 'one', { fresh: true }],
    ['who wants nothing kept', 'one', { noStore: true }],
  ])('does not give it for %s', async (_, text, ask) => {
    const { embed } = scene();
    await embed(['one']);

    expect((await embed([text], ask)).provenance.cached).toBe(false);
  });

  it('leaves kept vectors out of an answer of another space', async () => {
    const { embed, titan, small } = scene();
    await embed(['one', 'three']);
    titan.isDown = true;

    const { space, vectors, provenance } = await embed(['one', 'new', 'three']);

    expect(spaceId(space)).toBe(spaceId(small.space));
    expect(vectors.every(({ values: [, model] }) => model === Math.fround(small.modelId.length / 7))).toBe(true);
    expect(provenance).toMatchObject({ provider: 'openai', fallbackUsed: true, cached: false });
    // The new text was asked for by itself first, and that was paid for.
    expect(provenance.usage?.inputTokens).toBe(4);
  });

  it('gives what it has while its model is down', async () => {
    const { embed, titan } = scene();
    await embed(['one']);
    titan.isDown = true;

    expect((await embed(['one'])).provenance).toMatchObject({ provider: 'bedrock', cached: true, degraded: false });
  });

  it('keeps no vector of a fallback', async () => {
    const { embed, titan, cache } = scene();
    titan.isDown = true;
    await embed(['one']);

    expect(cache.entries.size).toBe(0);
  });

  it('looks in the space it is asked for, and in that of the first embedder otherwise', async () => {
    const { embed, small, setOrder } = scene();
    await embed(['one'], { space: small.space });

    expect((await embed(['one'], { space: small.space })).provenance).toMatchObject({
      provider: 'openai',
      cached: true,
    });
    expect((await embed(['one'])).provenance).toMatchObject({ provider: 'bedrock', cached: false });
    setOrder(['openai', 'bedrock']);
    expect((await embed(['one'])).provenance).toMatchObject({ provider: 'openai', cached: true });
  });

  it('leaves what this process embeds to itself', async () => {
    const { embed, setOrder, cache } = scene();
    setOrder(['embedded', 'bedrock']);

    expect((await embed(['one'])).provenance.provider).toBe('embedded');
    expect(cache.calls).toEqual({ gets: 0, puts: 0 });
  });

  it('answers although the cache stalls', async () => {
    const { embed, time } = scene({ cache: stalledCache });
    const start = time.now();

    expect((await embed(['one'])).vectors).toHaveLength(1);
    expect(time.now() - start).toBe(150);
  });

  it('makes one call for many who ask the same at once, and keeps other texts apart', async () => {
    const { chain, time, titan } = scene();
    const call = () => ({ signal: new AbortController().signal, deadline: time.now() + 27_000, owner: 'o' });
    const ask = () => ({ ...call(), purpose: 'query' as const });
    const all = await time.during(
      Promise.all(Array.from({ length: 60 }, (_, i) => chain.embed([`text ${i % 2}`], ask()))),
    );

    expect(titan.asked.sort()).toEqual([['text 0'], ['text 1']]);
    expect(all.filter(({ provenance }) => provenance.cached)).toHaveLength(58);
  });

  it('has nothing of a text in a key or a value', async () => {
    const { embed, cache } = scene();
    await embed(['Canary Kanarienvogel'], { owner: 'tenant/canary' });

    expect(cache.entries.size).toBe(1);
    expect(JSON.stringify([...cache.entries])).not.toMatch(/canary|kanarien|tenant/i);
  });
});
