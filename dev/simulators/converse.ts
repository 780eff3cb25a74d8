/** Converse as Bedrock answers it: the request is checked as the service checks it, the model's mind is passed in. */
import * as z from 'zod';
import { requestId } from './aws-errors';
import { type SimModel, simModel } from './bedrock-models';
import { json, Refusal, type SimReply, type SimulatedAnswers } from './exchange';
import type { Quirk } from './fault';
import { handedOver, tokensIn } from './reading';

const text = z.object({ text: z.string() });
const requestSchema = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.array(text).min(1) })).min(1),
  system: z.array(text).optional(),
  inferenceConfig: z.object({ maxTokens: z.int().min(1).optional(), temperature: z.number().optional() }).optional(),
  toolConfig: z
    .object({
      tools: z
        .array(
          z.object({ toolSpec: z.object({ name: z.string(), inputSchema: z.object({ json: z.looseObject({}) }) }) }),
        )
        .min(1),
      toolChoice: z
        .union([
          z.object({ auto: z.object() }),
          z.object({ any: z.object() }),
          z.object({ tool: z.object({ name: z.string() }) }),
        ])
        .optional(),
    })
    .optional(),
  outputConfig: z.object({ textFormat: z.object({ type: z.literal('json_schema') }).optional() }).optional(),
  additionalModelRequestFields: z.object({ thinking: z.object({ type: z.string() }).optional() }).optional(),
});
type ConverseBody = z.infer<typeof requestSchema>;

/** Reasons to stop with nothing said. */
const STOPPED: Readonly<Record<string, string>> = {
  filtered: 'content_filtered',
  guardrail: 'guardrail_intervened',
  'context-full': 'model_context_window_exceeded',
  'malformed-tool': 'malformed_tool_use',
};

/** The answer to one Converse call. Throws Refusal. */
export function converse(modelId: string, body: unknown, answers: SimulatedAnswers, quirk?: Quirk): SimReply {
  const model = known(modelId);
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) throw invalid('The format of the request is not valid. Check the messages and try again.');
  const request = parsed.data;
  check(request, model);
  const inputTokens = tokensIn(JSON.stringify([request.system, request.messages, request.toolConfig]));
  const said = speak(request, answers, quirk);
  const maxTokens = request.inferenceConfig?.maxTokens ?? model.maxTokens;
  const needed = tokensIn(JSON.stringify(said.content));
  const cut = quirk === 'max-tokens' || needed > maxTokens;
  const stopped = STOPPED[quirk ?? ''];
  const outputTokens = Math.min(needed, maxTokens);
  const usage = { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
  return json(
    200,
    {
      output: {
        message: { role: 'assistant', content: stopped ? [] : cut ? said.content.map(halved) : said.content },
      },
      stopReason: stopped ?? (cut ? 'max_tokens' : said.stopReason),
      usage: { ...usage, cacheReadInputTokens: 0, cacheWriteInputTokens: 0 },
      metrics: { latencyMs: 1 },
    },
    requestId(),
  );
}

function known(modelId: string): SimModel {
  const model = simModel(modelId);
  if (model === undefined) throw invalid('The provided model identifier is invalid.');
  if (model === 'ended') {
    const message =
      'This model version has reached the end of its life. Please refer to the AWS documentation for more details.';
    throw new Refusal(404, 'ResourceNotFoundException', message);
  }
  if (model === 'needs-profile') {
    throw invalid(
      `Invocation of model ID ${modelId} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
    );
  }
  return model;
}

function check(request: ConverseBody, model: SimModel): void {
  const { toolConfig, inferenceConfig, outputConfig } = request;
  const forced = toolConfig?.toolChoice !== undefined && !('auto' in toolConfig.toolChoice);
  const thinkingOff = request.additionalModelRequestFields?.thinking?.type === 'disabled';
  if (request.messages.some((message) => message.content.some((block) => block.text.trim() === ''))) {
    throw invalid(
      'The text field in the ContentBlock object at messages.0.content.0 is blank. Add text to the text field, and try again.',
    );
  }
  if (request.system !== undefined && !model.system) throw invalid("This model doesn't support the system field.");
  if (toolConfig !== undefined && !model.tools) throw invalid("This model doesn't support tool use.");
  if (forced && !model.forcedTool) {
    throw upstream('tool_choice: forced tool use is not supported for this model. Use "auto".');
  }
  if (forced && model.thinking === 'on' && !thinkingOff) {
    throw upstream('Thinking may not be enabled when tool_choice forces tool use.');
  }
  if (thinkingOff && model.thinking === 'always') throw upstream('thinking.type: "disabled" is not accepted.');
  if (inferenceConfig?.temperature !== undefined && !model.temperature) {
    throw upstream('`temperature` is deprecated for this model.');
  }
  if (outputConfig?.textFormat !== undefined && !model.textFormat) {
    throw invalid("This model doesn't support the outputConfig.textFormat field.");
  }
  if ((inferenceConfig?.maxTokens ?? 0) > model.maxTokens) {
    throw invalid(
      `The maximum tokens you requested exceeds the model limit of ${model.maxTokens}. Try again with a maximum tokens value that is lower than ${model.maxTokens}.`,
    );
  }
}

type Block =
  | { text: string }
  | { toolUse: { toolUseId: string; name: string; input: object } }
  | { reasoningContent: object };

function speak(request: ConverseBody, answers: SimulatedAnswers, quirk: Quirk | undefined) {
  const prompt = request.messages.flatMap((message) => message.content.map((block) => block.text)).join('\n');
  const read = handedOver(prompt, answers, quirk);
  const tool = quirk === 'no-tool' ? undefined : request.toolConfig?.tools[0]?.toolSpec.name;
  const reasoning: Block[] =
    quirk === 'reasoning-first'
      ? [{ reasoningContent: { reasoningText: { text: 'A {"resume"} to read.', signature: 'c2ln' } } }]
      : [];
  if (quirk === 'empty') return { content: [] as Block[], stopReason: 'end_turn' };
  if (read === undefined || quirk === 'no-tool') {
    return { content: [...reasoning, { text: 'There is nothing to read here.' }], stopReason: 'end_turn' };
  }
  if (tool === undefined) {
    const bare = JSON.stringify(read);
    // Without a schema to hold them, models wrap their JSON in words.
    const said = request.outputConfig?.textFormat ? bare : `Here is the resume:\n\`\`\`json\n${bare}\n\`\`\``;
    return { content: [...reasoning, { text: said }], stopReason: 'end_turn' };
  }
  const name = quirk === 'wrong-tool' ? `${tool}_v2` : tool;
  const use = { toolUse: { toolUseId: 'tooluse_simulated', name, input: read } };
  return { content: [...reasoning, use], stopReason: 'tool_use' };
}

/** What is left of a block when the tokens ran out. */
function halved(block: Block): Block {
  if ('text' in block) return { text: block.text.slice(0, block.text.length / 2) };
  return 'toolUse' in block ? { toolUse: { ...block.toolUse, input: {} } } : block;
}

function invalid(message: string): Refusal {
  return new Refusal(400, 'ValidationException', message);
}

function upstream(message: string): Refusal {
  return invalid(`The model returned the following errors: ${message}`);
}
