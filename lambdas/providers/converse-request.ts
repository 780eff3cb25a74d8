/** A prompt as a Converse request, in the form the model can take. */
import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime';
import type { AnswerMode, Capabilities } from './capabilities';
import { type Prompt, schemaText } from './prompts/prompt';

/** The SDK's word for free JSON; our schemas are such by construction. */
type Document = NonNullable<ConverseCommandInput['additionalModelRequestFields']>;

/** The same prompt always makes the same request. */
export function converseRequest(modelId: string, capabilities: Capabilities, prompt: Prompt): ConverseCommandInput {
  const { answer, thinking } = capabilities;
  const system = `${prompt.system}${manner(prompt, answer)}`;
  const outputConfig = {
    ...(answer === 'json-schema' ? { textFormat: textFormat(prompt) } : {}),
    ...(thinking === 'low-effort' ? { effort: 'low' as const } : {}),
  };
  return {
    modelId,
    ...(capabilities.system ? { system: [{ text: system }] } : {}),
    messages: [
      { role: 'user', content: [{ text: capabilities.system ? prompt.user : `${system}\n\n${prompt.user}` }] },
    ],
    inferenceConfig: {
      maxTokens: mostOutputTokens(capabilities, prompt),
      ...(capabilities.temperature ? { temperature: 0 } : {}),
    },
    ...(answer === 'forced-tool' || answer === 'auto-tool' ? { toolConfig: toolConfig(prompt, answer) } : {}),
    ...(Object.keys(outputConfig).length > 0 ? { outputConfig } : {}),
    ...(thinking === 'disable' ? { additionalModelRequestFields: { thinking: { type: 'disabled' } } } : {}),
    // For the account's invocation log, if it has one. Names of ours only.
    requestMetadata: { promptVersion: prompt.version },
  };
}

/** The limit that is sent along. */
export function mostOutputTokens({ maxOutputTokens, tokenFactor }: Capabilities, { outputTokens }: Prompt): number {
  return Math.min(maxOutputTokens, Math.ceil(outputTokens * tokenFactor));
}

function toolConfig({ answer }: Prompt, mode: 'forced-tool' | 'auto-tool'): ConverseCommandInput['toolConfig'] {
  const { name, description, schema } = answer;
  return {
    tools: [{ toolSpec: { name, description, inputSchema: { json: schema as Document } } }],
    toolChoice: mode === 'forced-tool' ? { tool: { name } } : { auto: {} },
  };
}

function textFormat({ answer }: Prompt) {
  const { name, description } = answer;
  return {
    type: 'json_schema' as const,
    structure: { jsonSchema: { name, description, schema: schemaText(answer) } },
  };
}

/** What must be said about the form of the answer where the request itself cannot demand it. */
function manner({ answer }: Prompt, mode: AnswerMode): string {
  if (mode === 'auto-tool') return `\n\nHand over the result by calling the tool ${answer.name}, once.`;
  if (mode !== 'json-text') return '';
  return `\n\nAnswer with one JSON object and nothing else. It follows this JSON Schema:\n${schemaText(answer)}`;
}
