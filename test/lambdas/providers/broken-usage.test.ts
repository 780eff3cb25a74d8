import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TextModel } from '../../../lambdas/ports';
import { bedrockTextModel } from '../../../lambdas/providers/bedrock';
import { openAiTextModel } from '../../../lambdas/providers/openai';
import { aws, callOf, HAIKU, LUNA, openAiKey, RESUME, resumeTask } from './wired';

let answer: object;
let server: Server;
let endpoint: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const usageFrom = async (model: TextModel) => (await model.complete(resumeTask(RESUME), callOf())).usage;

describe('a bill that is no number of tokens', () => {
  it.each([
    {},
    null,
    { prompt_tokens: 12 },
    { prompt_tokens: 12, completion_tokens: -3 },
    { prompt_tokens: 12, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 13 } },
  ])('is unknown to us when OpenAI sends %j', async (usage) => {
    answer = { choices: [{ finish_reason: 'stop', message: { content: '{"name":"Ada"}' } }], usage };
    const model = openAiTextModel({ key: openAiKey, baseUrl: endpoint, modelId: LUNA });
    expect(await usageFrom(model)).toBeNull();
  });

  it.each([
    { inputTokens: 12 },
    { inputTokens: 12, outputTokens: -3 },
    { inputTokens: 12, outputTokens: 3.5 },
    { inputTokens: 12, outputTokens: 3, cacheWriteInputTokens: -1 },
  ])('is unknown to us when Bedrock sends %j', async (usage) => {
    const content = [{ text: '{"name":"Ada"}' }];
    answer = { output: { message: { role: 'assistant', content } }, stopReason: 'end_turn', usage };
    const model = bedrockTextModel({ ...aws(endpoint), modelId: HAIKU });
    expect(await usageFrom(model)).toBeNull();
  });
});
