/** Embedding models on an Amazon SageMaker endpoint: Hugging Face containers and Text Embeddings Inference. */
import type { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { Embedder } from '../ports';
import { VECTORS_ANSWER_BYTES } from './answer-limit';
import { type AwsClientOptions, awsClientSettings } from './aws-client';
import { awsFailure } from './aws-failure';
import { vectorsIn } from './embedding-shapes';
import { lazy } from './lazy';
import { ProviderError } from './provider-error';
import { unitVectors } from './vectors';

export interface SageMakerEmbedderOptions extends AwsClientOptions {
  endpointName: string;
  /** The model in the container, which names the space: an endpoint can change its model and keep its name. */
  model: string;
  dimensions: number;
  /** Raise it when the container, its model revision or its pooling changes. */
  version?: string;
  /** `inputs` for Hugging Face containers and TEI (default), `input` for servers that speak OpenAI's embeddings. */
  request?: 'inputs' | 'input';
  /** What the model wants in front of a text, e.g. `query: ` and `passage: ` for E5. */
  prefix?: { query: string; document: string };
  maxBatch?: number;
  maxCharacters?: number;
}

/** Throws ProviderError; never retries. */
export function sageMakerEmbedder(options: SageMakerEmbedderOptions): Embedder {
  const { dimensions, endpointName, model, request = 'inputs' } = options;
  // Answers and metrics name the model: the name of the endpoint is made up by the deployment.
  const identity = { provider: 'sagemaker', modelId: model } as const;
  const space = { provider: identity.provider, model, dimensions, version: options.version ?? 'v1' };
  const connect = lazy(async () => {
    const sdk = await import('@aws-sdk/client-sagemaker-runtime');
    const client: SageMakerRuntimeClient = new sdk.SageMakerRuntimeClient(
      await awsClientSettings({ maxAnswerBytes: VECTORS_ANSWER_BYTES, ...options }),
    );
    return { client, InvokeEndpointCommand: sdk.InvokeEndpointCommand };
  });
  return {
    ...identity,
    space,
    maxBatch: options.maxBatch ?? 32,
    maxCharacters: options.maxCharacters ?? 24_000,
    // SageMaker takes 6 MB, but Text Embeddings Inference in the container 2 MB of JSON.
    maxBatchBytes: 1_500_000,
    async embed(texts, { signal, purpose }) {
      const prefix = options.prefix?.[purpose] ?? '';
      const answer = await invoke(
        texts.map((text) => prefix + text),
        signal,
      ).catch((error: unknown) => {
        throw awsFailure(error, identity, signal);
      });
      const raw = vectorsIn(answer, texts.length);
      const vectors = raw && unitVectors(raw, texts.length, space);
      if (vectors === undefined) throw new ProviderError({ ...identity, kind: 'invalid-output' });
      // Endpoints are paid by the hour and report no tokens.
      return { vectors, usage: null };
    },
    estimate: () => null,
  };

  async function invoke(inputs: string[], signal: AbortSignal): Promise<unknown> {
    const { client, InvokeEndpointCommand } = await connect();
    const command = new InvokeEndpointCommand({
      EndpointName: endpointName,
      ContentType: 'application/json',
      Accept: 'application/json',
      Body: JSON.stringify({ [request]: inputs }),
    });
    const answer = await client.send(command, { abortSignal: signal });
    // A SyntaxError here is a body that cannot be read; `awsFailure` knows it.
    return JSON.parse(answer.Body.transformToString());
  }
}
