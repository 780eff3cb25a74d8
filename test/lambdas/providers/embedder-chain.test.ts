import * as fc from 'fast-check';
import { NO_TOKENS } from '../../../lambdas/domain/meta';
import { spaceId, type VectorSpace } from '../../../lambdas/domain/vector-space';
import type { Embedder } from '../../../lambdas/ports';
import { embedderChain } from '../../../lambdas/providers/embedder-chain';
import { ProviderError } from '../../../lambdas/providers/provider-error';
import { systemTime } from '../../../lambdas/providers/resilience';

const NO_SIGNAL = new AbortController().signal;
const ask = (space?: VectorSpace) => ({
  signal: NO_SIGNAL,
  deadline: systemTime.now() + 60_000,
  purpose: 'document' as const,
  ...(space === undefined ? {} : { space }),
});

/** An embedder whose vectors tell which text and which model they are of. */
function embedder(
  identity: Pick<Embedder, 'provider' | 'modelId'>,
  more: { fails?: boolean; maxBatch?: number; maxCharacters?: number; model?: string } = {},
): Embedder & { batches: string[][] } {
  const batches: string[][] = [];
  const { provider, modelId } = identity;
  const space = { provider, model: more.model ?? modelId, dimensions: 2, version: 'v1' };
  return {
    ...identity,
    space,
    maxBatch: more.maxBatch ?? 10,
    maxCharacters: more.maxCharacters ?? 100,
    batches,
    async embed(texts) {
      batches.push([...texts]);
      if (more.fails) throw new ProviderError({ ...identity, kind: 'refused' });
      const usage = { ...NO_TOKENS, inputTokens: texts.length };
      return { vectors: texts.map((text) => [text.length, modelId.length]), usage };
    },
    estimate: () => null,
  };
}

const titan = { provider: 'bedrock', modelId: 'amazon.titan-embed-text-v2:0' } as const;
const small = { provider: 'openai', modelId: 'text-embedding-3-small' } as const;
const table = { provider: 'embedded', modelId: 'word-table' } as const;

describe('embedderChain', () => {
  it('answers from the first embedder and names its space', async () => {
    const chain = embedderChain({ embedders: [embedder(titan), embedder(table)] });
    const { vectors, space, provenance } = await chain.embed(['a', 'bb'], ask());
    expect(vectors.map(({ values: [length] }) => length)).toEqual([1, 2]);
    expect(spaceId(space)).toBe('bedrock/amazon.titan-embed-text-v2:0/2/v1');
    expect(provenance).toMatchObject({
      provider: 'bedrock',
      fallbackUsed: false,
      degraded: false,
      promptVersion: null,
    });
    expect(provenance.costUsd).toBe(0.000001);
  });

  it('falls back to another space and says so', async () => {
    const chain = embedderChain({ embedders: [embedder(titan, { fails: true }), embedder(small), embedder(table)] });
    const { space, provenance } = await chain.embed(['a'], ask());
    expect(space.provider).toBe('openai');
    expect(provenance).toMatchObject({ fallbackUsed: true, degraded: false });
  });

  it('is degraded when the word table stands in for a model', async () => {
    const chain = embedderChain({ embedders: [embedder(titan, { fails: true }), embedder(table)] });
    expect((await chain.embed(['a'], ask())).provenance).toMatchObject({
      provider: 'embedded',
      degraded: true,
      costUsd: 0,
    });
  });

  it('is not degraded when the word table was chosen first', async () => {
    const chain = embedderChain({ embedders: [embedder(table)] });
    expect((await chain.embed(['a'], ask())).provenance.degraded).toBe(false);
  });

  it('is degraded when no model may be asked for a while', async () => {
    const chain = embedderChain({ embedders: [embedder(table)] });
    const during = { ...ask(), maintenanceUntil: '2026-11-22T10:00:00Z' };
    expect((await chain.embed(['a'], during)).provenance.degraded).toBe(true);
  });

  it('never leaves a space that it is asked for', async () => {
    const [first, second] = [embedder(titan, { fails: true }), embedder(table)];
    const chain = embedderChain({ embedders: [first, second] });
    await expect(chain.embed(['a'], ask(first.space))).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(second.batches).toEqual([]);
  });

  it('takes another route to the same space', async () => {
    const first = embedder(titan, { fails: true });
    const elsewhere = embedder(titan);
    const chain = embedderChain({ embedders: [first, embedder(small), elsewhere] });
    const { space } = await chain.embed(['a'], ask(first.space));
    expect(spaceId(space)).toBe(spaceId(first.space));
    expect(elsewhere.batches).toEqual([['a']]);
  });

  it('has no answer for a space that nobody makes', async () => {
    const chain = embedderChain({ embedders: [embedder(titan)] });
    const unknown = { provider: 'x', model: 'y', dimensions: 2, version: 'v1' };
    await expect(chain.embed(['a'], ask(unknown))).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  });

  it('leaves a text that is too long to an embedder that takes it', async () => {
    const chain = embedderChain({ embedders: [embedder(titan, { maxCharacters: 3 }), embedder(small)] });
    const { provenance } = await chain.embed(['a', 'four'], ask());
    expect(provenance.attempts.map((attempt) => attempt.outcome)).toEqual(['unsupported', 'ok']);
  });

  it('has no answer for a text that is too long for all', async () => {
    const chain = embedderChain({ embedders: [embedder(table, { maxCharacters: 3 })] });
    await expect(chain.embed(['four'], ask())).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  });

  it('masks what leaves for another vendor, and only that', async () => {
    const [first, second] = [embedder(titan, { fails: true }), embedder(small)];
    const chain = embedderChain({ embedders: [first, second], mask: (text) => text.replace('Ada', '…') });
    await chain.embed(['Ada sews'], ask());
    expect(first.batches).toEqual([['Ada sews']]);
    expect(second.batches).toEqual([['… sews']]);
  });

  it('asks the space first that the order names, where a provider has two, and the other one next', async () => {
    const [old, next] = [embedder(titan), embedder(titan, { model: 'titan-next' })];
    const spaceOf = async (...order: string[]) => {
      const { space } = await embedderChain({ embedders: [old, next], order: async () => order }).embed(['a'], ask());
      return spaceId(space);
    };

    expect(await spaceOf('bedrock')).toBe(spaceId(old.space));
    expect(await spaceOf(spaceId(next.space), 'bedrock')).toBe(spaceId(next.space));
    expect(await spaceOf('bedrock/gone/2/v1', 'bedrock')).toBe(spaceId(old.space));
  });

  it('cuts any number of texts into batches and keeps their order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 7 }), async (count, maxBatch) => {
        const model = embedder(titan, { maxBatch });
        const texts = Array.from({ length: count }, (_, i) => 'x'.repeat(i + 1));
        const { vectors } = await embedderChain({ embedders: [model] }).embed(texts, ask());
        expect(vectors.map(({ values: [length] }) => length)).toEqual(texts.map((text) => text.length));
        expect(Math.max(...model.batches.map((batch) => batch.length))).toBeLessThanOrEqual(maxBatch);
      }),
      { numRuns: 50 },
    );
  });
});
