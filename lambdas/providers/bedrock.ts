/** Text models on Amazon Bedrock, through Converse. */
import type { BedrockRuntimeClient, ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime';
import { type Usage, usageSchema } from '../domain/meta';
import type { TextModel } from '../ports';
import { type AwsClientOptions, awsClientSettings } from './aws-client';
import { awsFailure } from './aws-failure';
import { type Capabilities, capabilitiesOf } from './capabilities';
import { converseRequest, mostOutputTokens } from './converse-request';
import { mostForPrompt } from './estimate';
import { jsonInText } from './json-in-text';
import { lazy } from './lazy';
import { wordsOf } from './prompts/prompt';
import { promptFor, promptVersion } from './prompts/prompt-for';
import { ProviderError, type ProviderErrorKind } from './provider-error';

export interface BedrockTextOptions extends AwsClientOptions {
  /** Model id or inference profile id. */
  modelId: string;
  /** Default: the table's. */
  capabilities?: Capabilities;
}

/** One Bedrock model. Throws ProviderError; never retries. */
export function bedrockTextModel(options: BedrockTextOptions): TextModel {
  const { modelId } = options;
  const identity = { provider: 'bedrock', modelId } as const;
  const capabilities = options.capabilities ?? capabilitiesOf(modelId);
  const connect = bedrockConnection(options);
  return {
    ...identity,
    promptVersion,
    async complete(task, call, repair) {
      const prompt = promptFor(task, repair);
      const answer = await ask().catch((error: unknown) => {
        throw awsFailure(error, identity, call.signal);
      });
      const usage = usageOf(answer);
      const output = outputOf(answer, prompt.answer.name);
      if (typeof output === 'string') throw new ProviderError({ ...identity, kind: output, usage });
      return { output, usage };

      async function ask(): Promise<ConverseCommandOutput> {
        const { client, ConverseCommand } = await connect();
        const request = converseRequest(modelId, capabilities, prompt);
        return await client.send(new ConverseCommand(request), { abortSignal: call.signal });
      }
    },
    estimate(task, repair) {
      const prompt = promptFor(task, repair);
      return mostForPrompt(wordsOf(prompt), mostOutputTokens(capabilities, prompt));
    },
  };
}

/** The SDK and one client, loaded at the first call. Shared by text and embeddings. */
export function bedrockConnection(options: AwsClientOptions) {
  return lazy(async () => {
    const sdk = await import('@aws-sdk/client-bedrock-runtime');
    const client: BedrockRuntimeClient = new sdk.BedrockRuntimeClient({
      ...(await awsClientSettings(options)),
      // A bearer token in the environment would win over the credentials that are passed in.
      authSchemePreference: ['aws.auth#sigv4'],
    });
    return { client, ConverseCommand: sdk.ConverseCommand, InvokeModelCommand: sdk.InvokeModelCommand };
  });
}

/** Stop reasons that are no success, whatever the message holds. */
const STOPS: Readonly<Record<string, ProviderErrorKind>> = {
  max_tokens: 'truncated',
  model_context_window_exceeded: 'unsupported',
  guardrail_intervened: 'filtered',
  content_filtered: 'filtered',
  malformed_model_output: 'invalid-output',
  malformed_tool_use: 'invalid-output',
};

/** The answer's object, or why there is none. */
function outputOf(answer: ConverseCommandOutput, tool: string): object | ProviderErrorKind {
  const stopped = STOPS[answer.stopReason ?? ''];
  if (stopped !== undefined) return stopped;
  // The first block may be the model's reasoning: look for the block by its kind, never by its place.
  const blocks = answer.output?.message?.content ?? [];
  const use = blocks.find((block) => block.toolUse?.name === tool)?.toolUse?.input;
  if (typeof use === 'object' && use !== null) return use;
  const text = blocks.map((block) => block.text ?? '').join('\n');
  return jsonInText(text) ?? 'invalid-output';
}

/** Null for what is no count of tokens. */
function usageOf({ usage }: ConverseCommandOutput): Usage | null {
  const read = usageSchema.safeParse({
    // Without those read from a cache or written to it.
    inputTokens: usage?.inputTokens,
    outputTokens: usage?.outputTokens,
    cacheReadTokens: usage?.cacheReadInputTokens,
    cacheWriteTokens: usage?.cacheWriteInputTokens,
    cacheWriteHourTokens: usage?.cacheDetails?.find(({ ttl }) => ttl === '1h')?.inputTokens,
  });
  return read.data ?? null;
}
