import * as fc from 'fast-check';
import { NO_TOKENS } from '../../../lambdas/domain/meta';
import type { Embedder } from '../../../lambdas/ports';
import { embedInBatches } from '../../../lambdas/providers/embed-in-batches';
import { embedderChain } from '../../../lambdas/providers/embedder-chain';
import { ProviderError, type ProviderErrorKind } from '../../../lambdas/providers/provider-error';
import { failureOf } from './wired';

const call = { signal: new AbortController().signal, deadline: Number.MAX_SAFE_INTEGER };
const ask = { ...call, purpose: 'document' as const };
const texts = (count: number) => Array.from({ length: count }, (_, i) => `text ${i}`);

interface Scripted extends Embedder {
  asked: string[][];
}

/** An embedder whose vectors tell their text; `failing` says what becomes of a batch, asked for the nth time. */
function embedder(
  more: Partial<Pick<Embedder, 'maxBatch' | 'maxBatchBytes' | 'maxCharacters'>> = {},
  failing: (batch: readonly string[], times: number) => ProviderErrorKind | undefined = () => undefined,
): Scripted {
  const identity = { provider: 'bedrock', modelId: 'a-model' } as const;
  const asked: string[][] = [];
  return {
    ...identity,
    space: { provider: 'bedrock', model: 'a-model', dimensions: 2, version: 'v1' },
    maxBatch: 2,
    maxCharacters: 100,
    ...more,
    asked,
    async embed(batch) {
      asked.push([...batch]);
      const times = asked.filter((before) => before.join() === batch.join()).length;
      const kind = failing(batch, times);
      if (kind !== undefined) throw new ProviderError({ ...identity, kind });
      const usage = { ...NO_TOKENS, inputTokens: batch.length };
      return { vectors: batch.map((text) => [text.length, Number(text.split(' ')[1])]), usage };
    },
    estimate: () => null,
  };
}

describe('embedInBatches', () => {
  it('keeps to the number and the bytes that a call takes, and to the order of the texts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 60, max: 200 }),
        async (words, maxBatch, maxBatchBytes) => {
          const model = embedder({ maxBatch, maxBatchBytes, maxCharacters: 1_000 });
          const { vectors } = await embedInBatches(model, words, ask, new Map());

          expect(vectors.map(([length]) => length)).toEqual(words.map((word) => word.length));
          for (const batch of model.asked) {
            expect(batch.length).toBeLessThanOrEqual(maxBatch);
            if (batch.length > 1) expect(Buffer.byteLength(batch.join(''))).toBeLessThanOrEqual(maxBatchBytes);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps what is done when a call fails, and tells what that was billed for', async () => {
    const model = embedder({}, ([first]) => (first === 'text 2' ? 'throttled' : undefined));
    const done = new Map<number, number[]>();

    const failure = await failureOf(embedInBatches(model, texts(6), ask, done));

    expect(failure).toMatchObject({ kind: 'throttled', retryable: true, usage: { inputTokens: 4 } });
    expect([...done.keys()].sort()).toEqual([0, 1, 4, 5]);
  });

  it('says nothing of a bill when no call succeeded', async () => {
    const failure = await failureOf(
      embedInBatches(
        embedder({}, () => 'refused'),
        texts(2),
        ask,
        new Map(),
      ),
    );

    expect(failure).toMatchObject({ kind: 'refused', usage: null });
  });

  it('asks only for the rest the next time', async () => {
    const model = embedder({}, ([first], times) => (first === 'text 2' && times === 1 ? 'unavailable' : undefined));
    const done = new Map<number, number[]>();
    await failureOf(embedInBatches(model, texts(6), ask, done));
    const before = model.asked.length;

    const { vectors, usage } = await embedInBatches(model, texts(6), ask, done);

    expect(model.asked.slice(before)).toEqual([['text 2', 'text 3']]);
    expect(vectors.map(([, number]) => number)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(usage?.inputTokens).toBe(2);
  });

  it('begins no call after a failure', async () => {
    const model = embedder({ maxBatch: 1 }, () => 'unavailable');

    await failureOf(embedInBatches(model, texts(96), ask, new Map()));

    expect(model.asked.length).toBeLessThanOrEqual(8);
  });

  it('tells the other calls to end when asking again cannot help', async () => {
    const model = embedder({ maxBatch: 1 });
    const waiting: AbortSignal[] = [];
    const failing: Embedder = {
      ...model,
      embed([text], { signal }) {
        const { provider, modelId } = model;
        if (text === 'text 3') return Promise.reject(new ProviderError({ provider, modelId, kind: 'refused' }));
        waiting.push(signal);
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    };

    const failure = await failureOf(embedInBatches(failing, texts(4), ask, new Map()));

    expect(failure.kind).toBe('refused');
    expect(waiting.every((signal) => signal.aborted)).toBe(true);
  });

  it('leaves a failure that may have been billed to be counted at its worst where nobody knows the worst of a call', async () => {
    const model = embedder({}, ([first]) => (first === 'text 2' ? 'network' : undefined));

    expect((await failureOf(embedInBatches(model, texts(6), ask, new Map()))).usage).toBeNull();
  });

  it('counts what succeeded as billed, and each call that may have been billed at its own worst', async () => {
    const kinds: Record<string, ProviderErrorKind> = { 'text 2': 'throttled', 'text 4': 'network' };
    const model = embedder({}, ([first = '']) => kinds[first]);
    const estimate = (batch: readonly string[]) => ({ ...NO_TOKENS, inputTokens: 100 * batch.length });

    const failure = await failureOf(embedInBatches({ ...model, estimate }, texts(6), ask, new Map()));

    expect(failure).toMatchObject({ kind: 'throttled', usage: { inputTokens: 202 }, estimated: true });
  });

  it('counts calls that it tells to end at their worst', async () => {
    const { provider, modelId, ...rest } = embedder({ maxBatch: 1 });
    const fails = (kind: ProviderErrorKind) => new ProviderError({ provider, modelId, kind });
    const failing: Embedder = {
      ...rest,
      provider,
      modelId,
      estimate: (batch) => ({ ...NO_TOKENS, inputTokens: 100 * batch.length }),
      embed: ([text], { signal }) =>
        text === 'text 3'
          ? Promise.reject(fails('refused'))
          : new Promise((_, reject) => signal.addEventListener('abort', () => reject(fails('aborted')))),
    };

    const failure = await failureOf(embedInBatches(failing, texts(4), ask, new Map()));

    expect(failure).toMatchObject({ kind: 'refused', usage: { inputTokens: 300 }, estimated: true });
  });
});

describe('the chain over batches', () => {
  it('pays once for each text although a call failed in between', async () => {
    const model = embedder({}, ([first], times) => (first === 'text 2' && times === 1 ? 'unavailable' : undefined));
    const chain = embedderChain({ embedders: [model], random: () => 0 });

    const { provenance } = await chain.embed(texts(6), { ...ask, deadline: Date.now() + 60_000 });

    expect(provenance.attempts.map(({ outcome }) => outcome)).toEqual(['unavailable', 'ok']);
    expect(provenance.usage?.inputTokens).toBe(6);
  });
});
