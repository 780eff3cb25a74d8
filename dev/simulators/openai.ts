/** OpenAI's API: Chat Completions with structured output, and embeddings. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { json, type SimReply, type SimService, type SimulatedAnswers } from './exchange';
import { expandVector } from './expand-vector';
import type { Quirk } from './fault';
import { OpenAiRefusal, openAiError } from './openai-errors';
import { handedOver, spoilt, tokensIn } from './reading';
import { strictFault } from './strict-schema';

const CHAT_MODELS: ReadonlySet<string> = new Set(['gpt-5.6-luna', 'gpt-5.4-mini', 'gpt-5-nano', 'gpt-4.1-mini']);
const EMBEDDING_MODELS: Readonly<Record<string, number>> = {
  'text-embedding-3-small': 1536,
  'text-embedding-3-large': 3072,
};

/** @param isKey whether a bearer token is a valid key at the moment */
export function openAiSimulator(answers: SimulatedAnswers, isKey: (key: string) => boolean): SimService {
  return {
    refuse: openAiError,
    route({ method, path, headers, body }) {
      const work = { '/v1/chat/completions': chat, '/v1/embeddings': embeddings }[path];
      if (method !== 'POST' || work === undefined) return undefined;
      const request = parsed(body);
      const model = (request as { model?: unknown } | undefined)?.model;
      return {
        operation: work === chat ? 'ChatCompletions' : 'Embeddings',
        ...(typeof model === 'string' ? { model } : {}),
        answer(quirk) {
          const key = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
          if (key === undefined || !isKey(key)) {
            throw new OpenAiRefusal(401, 'invalid_api_key', 'Incorrect API key provided.');
          }
          const reply = work(request, answers, quirk);
          return { ...reply, headers: { ...reply.headers, 'x-request-id': `req_${randomUUID().replaceAll('-', '')}` } };
        },
      };
    },
  };
}

const chatSchema = z.object({
  model: z.string(),
  messages: z
    .array(z.object({ role: z.enum(['developer', 'system', 'user', 'assistant']), content: z.string() }))
    .min(1),
  response_format: z
    .object({
      type: z.literal('json_schema'),
      json_schema: z.object({
        name: z.string().regex(/^[\w-]{1,64}$/),
        strict: z.boolean().optional(),
        schema: z.json(),
      }),
    })
    .optional(),
  max_completion_tokens: z.int().min(1).optional(),
  max_tokens: z.int().optional(),
  temperature: z.number().optional(),
  reasoning_effort: z.string().optional(),
});

function chat(body: unknown, answers: SimulatedAnswers, quirk?: Quirk): SimReply {
  const { data: request, error } = chatSchema.safeParse(body);
  if (request === undefined) throw badRequest(null, `Invalid request: ${error.issues[0]?.path.join('.') ?? ''}`);
  if (!CHAT_MODELS.has(request.model)) throw noModel(request.model);
  const reasons = request.model.startsWith('gpt-5');
  if (reasons && request.temperature !== undefined && request.temperature !== 1) {
    throw badRequest(
      'unsupported_value',
      "Unsupported value: 'temperature' does not support this value with this model.",
    );
  }
  if (reasons && request.max_tokens !== undefined) {
    throw badRequest('unsupported_parameter', "Unsupported parameter: 'max_tokens' is not supported with this model.");
  }
  const format = request.response_format?.json_schema;
  const fault = format?.strict ? strictFault(format.schema) : undefined;
  if (format && fault) {
    throw badRequest('invalid_json_schema', `Invalid schema for response_format '${format.name}': ${fault}`);
  }
  const prompt = request.messages.map((message) => message.content).join('\n');
  const read = quirk === 'empty' || quirk === 'no-tool' ? undefined : handedOver(prompt, answers, quirk);
  const content =
    read === undefined ? (quirk === 'empty' ? '' : 'There is nothing to read here.') : JSON.stringify(read);
  const needed = tokensIn(content);
  const limit = request.max_completion_tokens ?? Number.POSITIVE_INFINITY;
  const cut = quirk === 'max-tokens' || needed > limit;
  const filtered = quirk === 'filtered';
  const refused = quirk === 'refusal';
  const prompt_tokens = tokensIn(prompt) + tokensIn(JSON.stringify(format?.schema ?? ''));
  const completion_tokens = Math.min(needed, limit);
  return json(200, {
    id: 'chatcmpl-simulated',
    object: 'chat.completion',
    created: 1_790_000_000,
    model: request.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: filtered || refused ? '' : cut ? content.slice(0, content.length / 2) : content,
          refusal: refused ? 'I cannot help with that.' : null,
        },
        logprobs: null,
        finish_reason: filtered ? 'content_filter' : cut ? 'length' : 'stop',
      },
    ],
    usage: {
      prompt_tokens,
      completion_tokens,
      total_tokens: prompt_tokens + completion_tokens,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0 },
    },
  });
}

const embeddingsSchema = z.object({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string()).min(1).max(2048)]),
  dimensions: z.int().min(1).optional(),
  encoding_format: z.enum(['float', 'base64']).optional(),
});

function embeddings(body: unknown, answers: SimulatedAnswers, quirk?: Quirk): SimReply {
  const { data: request } = embeddingsSchema.safeParse(body);
  if (request === undefined) throw badRequest(null, "'$.input' is invalid. Please check the API reference.");
  const native = EMBEDDING_MODELS[request.model];
  if (native === undefined) throw noModel(request.model);
  const dimensions = request.dimensions ?? native;
  if (dimensions > native)
    throw badRequest(null, `Invalid value for 'dimensions' = ${dimensions}. Must be less than or equal to ${native}.`);
  const texts = typeof request.input === 'string' ? [request.input] : request.input;
  if (texts.includes('')) throw badRequest(null, "'$.input' is invalid. Please check the API reference.");
  const longest = Math.max(...texts.map(tokensIn));
  if (longest > 8192) {
    const message = `This model's maximum context length is 8192 tokens, however you requested ${longest} tokens.`;
    throw badRequest('context_length_exceeded', message);
  }
  const data = texts.map((text, index) => {
    const vector = spoilt(expandVector(answers.embed(text), dimensions, request.model), quirk);
    const embedding = request.encoding_format === 'base64' ? base64(vector) : vector;
    return { object: 'embedding', index, embedding };
  });
  const prompt_tokens = texts.reduce((sum, text) => sum + tokensIn(text), 0);
  return json(200, {
    object: 'list',
    data,
    model: request.model,
    usage: { prompt_tokens, total_tokens: prompt_tokens },
  });
}

function base64(vector: readonly number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString('base64');
}

function noModel(model: string): OpenAiRefusal {
  return new OpenAiRefusal(
    404,
    'model_not_found',
    `The model \`${model}\` does not exist or you do not have access to it.`,
  );
}

function badRequest(code: string | null, message: string): OpenAiRefusal {
  return new OpenAiRefusal(400, code, message);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
