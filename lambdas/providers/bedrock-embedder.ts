/** Titan Text Embeddings V2 on Amazon Bedrock, through InvokeModel. */
import * as z from 'zod';
import { NO_TOKENS } from '../domain/meta';
import type { Embedder } from '../ports';
import type { AwsClientOptions } from './aws-client';
import { awsFailure } from './aws-failure';
import { bedrockConnection } from './bedrock';
import { mapConcurrently } from './concurrency';
import { mostForTexts } from './estimate';
import { ProviderError } from './provider-error';
import { unitVectors } from './vectors';

export const TITAN_EMBEDDINGS = 'amazon.titan-embed-text-v2:0';

export interface BedrockEmbedderOptions extends AwsClientOptions {
  /** 256, 512 or 1024 (default). */
  dimensions?: 256 | 512 | 1024;
  /** Calls at once; the model takes one text a call. Default 8. */
  concurrency?: number;
}

/** Of one text; a longer one is refused. */
const MAX_TEXT_TOKENS = 8_192;

const answerShape = z.object({ embedding: z.array(z.number()), inputTextTokenCount: z.int().min(0) });

/** Throws ProviderError; never retries. The first failing text ends the others. */
export function bedrockEmbedder(options: BedrockEmbedderOptions): Embedder {
  const dimensions = options.dimensions ?? 1024;
  const identity = { provider: 'bedrock', modelId: TITAN_EMBEDDINGS } as const;
  const space = { provider: identity.provider, model: identity.modelId, dimensions, version: 'v1' };
  const connect = bedrockConnection(options);
  return {
    ...identity,
    space,
    // The model takes one text a call, and the chain asks for several at once.
    maxBatch: 1,
    // The service's limits are 50,000 characters and 8,192 tokens; a longer text is refused, not cut.
    maxCharacters: 50_000,
    async embed(texts, ask) {
      const answers = await mapConcurrently(texts, options.concurrency ?? 8, ask.signal, one);
      const vectors = unitVectors(
        answers.map((answer) => answer.embedding),
        texts.length,
        space,
      );
      if (vectors === undefined) throw new ProviderError({ ...identity, kind: 'invalid-output' });
      const inputTokens = answers.reduce((sum, answer) => sum + answer.inputTextTokenCount, 0);
      return { vectors, usage: { ...NO_TOKENS, inputTokens } };
    },
    estimate: (texts) => mostForTexts(texts, MAX_TEXT_TOKENS),
  };

  async function one(inputText: string, signal: AbortSignal) {
    const body = await invoke(inputText, signal).catch((error: unknown) => {
      throw awsFailure(error, identity, signal);
    });
    try {
      return answerShape.parse(JSON.parse(body));
    } catch {
      throw new ProviderError({ ...identity, kind: 'invalid-output' });
    }
  }

  async function invoke(inputText: string, signal: AbortSignal): Promise<string> {
    const { client, InvokeModelCommand } = await connect();
    const command = new InvokeModelCommand({
      modelId: TITAN_EMBEDDINGS,
      contentType: 'application/json',
      accept: 'application/json',
      body: JSON.stringify({ inputText, dimensions, normalize: true }),
    });
    const answer = await client.send(command, { abortSignal: signal });
    return answer.body.transformToString();
  }
}
