/** Text models and embeddings of OpenAI. */
import type { ChatCompletion, ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import * as z from 'zod';
import { NO_TOKENS, type Usage, usageSchema } from '../domain/meta';
import type { Embedder, TextModel } from '../ports';
import { VECTORS_ANSWER_BYTES } from './answer-limit';
import { mostForPrompt, mostForTexts } from './estimate';
import { jsonInText } from './json-in-text';
import { type OpenAiOptions, openAiConnection } from './openai-client';
import { type Prompt, wordsOf } from './prompts/prompt';
import { promptFor, promptVersion } from './prompts/prompt-for';
import { ProviderError, type ProviderErrorKind } from './provider-error';
import { unitVectors } from './vectors';

/** Structured output through Chat Completions; nothing is stored at the vendor. Throws ProviderError; never retries. */
export function openAiTextModel(options: OpenAiOptions & { modelId: string }): TextModel {
  const identity = { provider: 'openai', modelId: options.modelId } as const;
  const connect = openAiConnection(options, identity);
  return {
    ...identity,
    promptVersion,
    async complete(task, { signal }, repair) {
      const request = chatRequest(options.modelId, promptFor(task, repair));
      const answer = await connect(signal, (client) => client.chat.completions.create(request, { signal }));
      const usage = chatUsage(answer);
      const output = outputOf(answer);
      if (typeof output === 'string') throw new ProviderError({ ...identity, kind: output, usage });
      return { output, usage };
    },
    estimate(task, repair) {
      const prompt = promptFor(task, repair);
      return mostForPrompt(wordsOf(prompt), mostOutputTokens(prompt));
    },
  };
}

/** What all of the vendor's models in use can write; more is refused by some. */
const MAX_OUTPUT_TOKENS = 32_000;

function chatRequest(model: string, prompt: Prompt): ChatCompletionCreateParamsNonStreaming {
  const { name, description, schema } = prompt.answer;
  return {
    model,
    messages: [
      { role: 'developer', content: prompt.system },
      { role: 'user', content: prompt.user },
    ],
    response_format: { type: 'json_schema', json_schema: { name, description, schema, strict: true } },
    max_completion_tokens: mostOutputTokens(prompt),
    ...reasoning(model),
    store: false,
  };
}

/** A third more: newer tokenisers cut finer, and what little reasoning is left counts as output. */
function mostOutputTokens(prompt: Prompt): number {
  return Math.min(MAX_OUTPUT_TOKENS, Math.ceil(prompt.outputTokens * 1.3));
}

/** Reading a resume needs no reasoning. GPT-5 cannot switch it off, models from 5.1 on can, those before have none. */
function reasoning(model: string): Pick<ChatCompletionCreateParamsNonStreaming, 'reasoning_effort' | 'temperature'> {
  if (/^gpt-5(-|$)/.test(model)) return { reasoning_effort: 'minimal' };
  if (/^gpt-([6-9]|5\.\d)/.test(model)) return { reasoning_effort: 'none' };
  return { temperature: 0 };
}

const STOPS: Readonly<Record<string, ProviderErrorKind>> = { length: 'truncated', content_filter: 'filtered' };

/** The answer's object, or why there is none. */
function outputOf(answer: Partial<ChatCompletion>): object | ProviderErrorKind {
  const choice = answer.choices?.[0];
  const stopped = STOPS[choice?.finish_reason ?? ''];
  if (stopped !== undefined) return stopped;
  if (choice?.message?.refusal) return 'filtered';
  return jsonInText(choice?.message?.content ?? '') ?? 'invalid-output';
}

/** OpenAI counts cached tokens among the prompt's; we count them apart. Null for what is no count of tokens. */
function chatUsage({ usage }: Partial<ChatCompletion>): Usage | null {
  const { prompt_tokens = Number.NaN, completion_tokens, prompt_tokens_details } = usage ?? {};
  const cacheReadTokens = prompt_tokens_details?.cached_tokens ?? 0;
  const inputTokens = prompt_tokens - cacheReadTokens;
  const read = usageSchema.safeParse({ inputTokens, outputTokens: completion_tokens, cacheReadTokens });
  return read.data ?? null;
}

const embeddingShape = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()) })),
  usage: z.object({ prompt_tokens: z.int().min(0) }).optional(),
});

/** Of one text to embed; a longer one is refused. */
const MAX_TEXT_TOKENS = 8_192;

/** Embeddings of the text-embedding-3 family. Throws ProviderError; never retries. */
export function openAiEmbedder(options: OpenAiOptions & { modelId?: string; dimensions?: number }): Embedder {
  const identity = { provider: 'openai', modelId: options.modelId ?? 'text-embedding-3-small' } as const;
  const dimensions = options.dimensions ?? 1536;
  const space = { provider: identity.provider, model: identity.modelId, dimensions, version: 'v2' };
  const connect = openAiConnection({ maxAnswerBytes: VECTORS_ANSWER_BYTES, ...options }, identity);
  return {
    ...identity,
    space,
    maxBatch: 96,
    // The limit is 8,192 tokens; 24,000 characters of most languages stay below it.
    maxCharacters: 24_000,
    // The limit of a request is 300,000 tokens, and no token is less than a byte.
    maxBatchBytes: 300_000,
    async embed(texts, { signal }) {
      // Floats asked for by name: the SDK's own default is base64.
      const request = { model: identity.modelId, input: [...texts], dimensions, encoding_format: 'float' as const };
      const answer = await connect(signal, async (client) => await client.embeddings.create(request, { signal }));
      const body = embeddingShape.safeParse(answer);
      const raw = body.data?.data.sort((a, b) => a.index - b.index).map((entry) => entry.embedding);
      const vectors = raw && unitVectors(raw, texts.length, space);
      if (vectors === undefined) throw new ProviderError({ ...identity, kind: 'invalid-output' });
      const tokens = body.data?.usage?.prompt_tokens;
      const usage = tokens === undefined ? null : { ...NO_TOKENS, inputTokens: tokens };
      return { vectors, usage };
    },
    estimate: (texts) => mostForTexts(texts, MAX_TEXT_TOKENS),
  };
}
