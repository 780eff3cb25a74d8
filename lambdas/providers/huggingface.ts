/** Embedding models of Hugging Face Inference, through its feature-extraction task. */
import type { Embedder } from '../ports';
import { fetchWithin, VECTORS_ANSWER_BYTES } from './answer-limit';
import { type ApiKey, withKey } from './api-key';
import { vectorsIn } from './embedding-shapes';
import { kindOfStatus } from './http-status';
import { interruption, neverLeft } from './interruption';
import { ProviderError, type ProviderErrorKind } from './provider-error';
import { retryAfterMs } from './retry-after';
import { unitVectors } from './vectors';

export interface HuggingFaceOptions {
  key: ApiKey;
  /** Repository of the model, e.g. `sentence-transformers/all-MiniLM-L6-v2`. */
  modelId: string;
  dimensions: number;
  version?: string;
  /** Default: the inference router. */
  baseUrl?: string;
  prefix?: { query: string; document: string };
  /** Characters of one text, at most: what the model reads. Servers refuse a longer text, or cut it and say nothing. */
  maxCharacters?: number;
}

/** Throws ProviderError; never retries. A model that is still being loaded is `not-ready`, with its estimated time. */
export function huggingFaceEmbedder(options: HuggingFaceOptions): Embedder {
  const { modelId, dimensions } = options;
  const identity = { provider: 'huggingface', modelId } as const;
  const space = { provider: identity.provider, model: modelId, dimensions, version: options.version ?? 'v2' };
  const base = options.baseUrl ?? 'https://router.huggingface.co';
  const bounded = fetchWithin(VECTORS_ANSWER_BYTES);
  const url = `${base}/hf-inference/models/${modelId}/pipeline/feature-extraction`;
  return {
    ...identity,
    space,
    maxBatch: 32,
    maxCharacters: options.maxCharacters ?? 24_000,
    // Text Embeddings Inference takes 2 MB of JSON, as it is set up by default.
    maxBatchBytes: 1_500_000,
    async embed(texts, { signal, purpose }) {
      const prefix = options.prefix?.[purpose] ?? '';
      const inputs = texts.map((text) => prefix + text);
      const body = await withKey(options.key, identity, (key) => post({ inputs, normalize: true }, key, signal));
      const raw = vectorsIn(body, texts.length);
      const vectors = raw && unitVectors(raw, texts.length, space);
      if (vectors === undefined) throw new ProviderError({ ...identity, kind: 'invalid-output' });
      // Billed by the seconds of computing, which the answer does not tell.
      return { vectors, usage: null };
    },
    estimate: () => null,
  };

  async function post(body: object, key: string, signal: AbortSignal): Promise<unknown> {
    try {
      const response = await bounded(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal,
      });
      const text = await response.text();
      if (!response.ok) throw refusal(response, text);
      return JSON.parse(text);
    } catch (error) {
      if (error instanceof ProviderError) throw error;
      const kind = interruption(error, signal) ?? (error instanceof SyntaxError ? 'invalid-output' : 'network');
      throw new ProviderError({ ...identity, kind, unsent: neverLeft(error) });
    }
  }

  function refusal(response: Response, text: string): ProviderError {
    const loadingMs = estimatedMs(text);
    const requestId = response.headers.get('x-request-id');
    const kind: ProviderErrorKind = loadingMs === undefined ? kindOfStatus(response.status) : 'not-ready';
    return new ProviderError({
      ...identity,
      kind,
      retryAfterMs: loadingMs ?? retryAfterMs(response.headers),
      fault: { status: response.status, ...(requestId === null ? {} : { requestId }) },
    });
  }
}

/** Milliseconds of `estimated_time` (seconds) in the error of a model that is being loaded. */
function estimatedMs(text: string): number | undefined {
  try {
    const seconds: unknown = (JSON.parse(text) as { estimated_time?: unknown }).estimated_time;
    return typeof seconds === 'number' ? seconds * 1000 : undefined;
  } catch {
    return undefined;
  }
}
