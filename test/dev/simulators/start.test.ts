/** The simulated services seen from outside, as a client without an SDK sees them. */
import { DEMO_SECRETS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { sampleAnswers } from './sample-answers';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators({ answers: sampleAnswers, flags: { a: 1 } });
});
afterAll(() => simulators.close());
afterEach(() => simulators.faults.clear());

const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=AKIADEMO/x' };
const OPENAI_KEY = { authorization: `Bearer ${DEMO_SECRETS['talent-match/openai']}` };

async function send(url: string, body?: unknown, headers: Record<string, string> = SIGNED) {
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
}

const MARKED = '<resume-0123456789abcdef>\nAda Example\n</resume-0123456789abcdef>';
const converse = (model: string, more: object = {}, text = MARKED) =>
  send(`${simulators.endpoints.bedrock}/model/${encodeURIComponent(model)}/converse`, {
    messages: [{ role: 'user', content: [{ text }] }],
    ...more,
  });
const tool = { tools: [{ toolSpec: { name: 'emit', inputSchema: { json: {} } } }] };
const forced = { toolConfig: { ...tool, toolChoice: { tool: { name: 'emit' } } } };
const HAIKU = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';

describe('the Bedrock simulator', () => {
  it('answers Converse with usage, metrics and a stop reason', async () => {
    const { status, body, headers } = await converse(HAIKU, forced);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      output: {
        message: { role: 'assistant', content: [{ toolUse: { name: 'emit', input: { name: 'Ada Example' } } }] },
      },
      stopReason: 'tool_use',
      usage: { totalTokens: body.usage.inputTokens + body.usage.outputTokens },
      metrics: { latencyMs: expect.any(Number) },
    });
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('counts the schema of a tool among the input', async () => {
    const long = { toolSpec: { name: 'emit', inputSchema: { json: { description: 'x'.repeat(4_000) } } } };
    const [short, more] = [await converse(HAIKU, forced), await converse(HAIKU, { toolConfig: { tools: [long] } })];
    expect(more.body.usage.inputTokens - short.body.usage.inputTokens).toBeGreaterThan(900);
  });

  it('answers in text when no tool is offered, and stops at maxTokens', async () => {
    expect((await converse(HAIKU)).body).toMatchObject({ stopReason: 'end_turn' });
    const cut = await converse(HAIKU, { inferenceConfig: { maxTokens: 10 } });
    expect(cut.body).toMatchObject({ stopReason: 'max_tokens', usage: { outputTokens: 10 } });
  });

  it.each([
    ['a base id', 'anthropic.claude-haiku-5-5', {}, 400, /on-demand throughput isn’t supported/],
    ['a dead model', 'anthropic.claude-3-sonnet-20240229-v1:0', {}, 404, /end of its life/],
    ['an unknown model', 'x', {}, 400, /model identifier is invalid/],
    ['a forced tool on Sonnet 5.5', 'us.anthropic.claude-sonnet-5-5', forced, 400, /tool_choice/],
    ['a forced tool while Haiku 5.5 thinks', 'us.anthropic.claude-haiku-5-5', forced, 400, /Thinking may not/],
    [
      'a temperature on Haiku 5.5',
      'us.anthropic.claude-haiku-5-5',
      { inferenceConfig: { temperature: 0 } },
      400,
      /deprecated/,
    ],
    ['a tool on Mistral 7B', 'mistral.mistral-7b-instruct-v0:2', forced, 400, /tool use/],
    ['a system prompt on Mistral 7B', 'mistral.mistral-7b-instruct-v0:2', { system: [{ text: 'x' }] }, 400, /system/],
    ['more tokens than there are', HAIKU, { inferenceConfig: { maxTokens: 64_001 } }, 400, /exceeds the model limit/],
    ['no messages', HAIKU, { messages: [] }, 400, /format of the request/],
  ] as const)('refuses %s', async (_sentence, model, more, status, message) => {
    const reply = await converse(model, more);
    expect(reply.status).toBe(status);
    expect(reply.body.message).toMatch(message);
    expect(reply.headers.get('x-amzn-errortype')).toMatch(/^(ValidationException|ResourceNotFoundException):/);
  });

  it('refuses a blank message and a call that nobody signed', async () => {
    expect((await converse(HAIKU, {}, ' ')).body.message).toMatch(/is blank/);
    const url = `${simulators.endpoints.bedrock}/model/${encodeURIComponent(HAIKU)}/converse`;
    expect((await send(url, {}, {})).status).toBe(403);
  });

  it.each([
    [{ inputText: 'a'.repeat(50_001) }, /expected maxLength: 50000, actual: 50001/],
    [{ inputText: 'a'.repeat(40_000) }, /Too many input tokens/],
    [{ inputText: '' }, /minLength: 1/],
    [{}, /required key \[inputText\]/],
    [{ inputText: 'a', dimensions: 300 }, /dimensions/],
    [{ inputText: 'a', model: 'x' }, /extraneous key \[model\]/],
  ])('refuses a Titan request that the service refuses', async (body, message) => {
    const url = `${simulators.endpoints.bedrock}/model/amazon.titan-embed-text-v2%3A0/invoke`;
    const reply = await send(url, body);
    expect(reply.status).toBe(400);
    expect(reply.body.message).toMatch(message);
  });
});

describe('the OpenAI simulator', () => {
  const chat = (more: object) =>
    send(
      `${simulators.endpoints.openai}/chat/completions`,
      { model: 'gpt-5.6-luna', messages: [{ role: 'user', content: MARKED }], ...more },
      OPENAI_KEY,
    );

  it('answers in the envelope of Chat Completions', async () => {
    const { body, headers } = await chat({});
    expect(body).toMatchObject({
      object: 'chat.completion',
      choices: [{ finish_reason: 'stop', message: { role: 'assistant' } }],
    });
    expect(headers.get('x-request-id')).toMatch(/^req_/);
  });

  it.each([
    ['a temperature', { temperature: 0 }, 'unsupported_value'],
    ['max_tokens', { max_tokens: 5 }, 'unsupported_parameter'],
    [
      'a loose schema under strict',
      {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'x', strict: true, schema: { type: 'object', properties: {} } },
        },
      },
      'invalid_json_schema',
    ],
    ['an unknown model', { model: 'gpt-0' }, 'model_not_found'],
  ])('refuses %s', async (_sentence, more, code) => {
    expect((await chat(more)).body.error).toMatchObject({ code, message: expect.any(String) });
  });

  it('speaks base64 where a client asks for it', async () => {
    const ask = (encoding_format: string) =>
      send(
        `${simulators.endpoints.openai}/embeddings`,
        { model: 'text-embedding-3-small', input: 'nurse', encoding_format },
        OPENAI_KEY,
      );
    const [floats, base64] = [await ask('float'), await ask('base64')];
    const bytes = Buffer.from(base64.body.data[0].embedding, 'base64');
    const decoded = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    expect([...decoded]).toEqual([...Float32Array.from(floats.body.data[0].embedding as number[])]);
  });
});

describe('the AppConfig simulator', () => {
  it('takes each token once', async () => {
    const { body } = await send(`${simulators.endpoints.appConfig}/configurationsessions`, {});
    const look = async (token: string) =>
      await fetch(`${simulators.endpoints.appConfig}/configuration?configuration_token=${token}`, { headers: SIGNED });
    const first = await look(body.InitialConfigurationToken);
    expect(await first.text()).toBe('{"a":1}');
    expect((await look(body.InitialConfigurationToken)).status).toBe(400);
    const second = await look(first.headers.get('next-poll-configuration-token') ?? '');
    expect(await second.text()).toBe('');
  });
});

describe('the Secrets Manager simulator', () => {
  const read = (VersionStage: string) =>
    send(
      `${simulators.endpoints.secretsManager}/`,
      { SecretId: 'talent-match/openai', VersionStage },
      {
        ...SIGNED,
        'x-amz-target': 'secretsmanager.GetSecretValue',
      },
    );

  it('moves the stages when a secret is rotated', async () => {
    expect((await read('AWSPREVIOUS')).body).toMatchObject({ __type: 'ResourceNotFoundException' });
    simulators.putSecret('talent-match/openai', 'sk-new');
    expect((await read('AWSCURRENT')).body.SecretString).toBe('sk-new');
    expect((await read('AWSPREVIOUS')).body.SecretString).toBe(DEMO_SECRETS['talent-match/openai']);
    simulators.putSecret('talent-match/openai', DEMO_SECRETS['talent-match/openai'] ?? '');
  });
});

describe('the simulators together', () => {
  it('answer a request twice in the same way', async () => {
    const [first, second] = [await converse(HAIKU, forced), await converse(HAIKU, forced)];
    expect(second.body).toEqual(first.body);
  });

  it('take faults over HTTP', async () => {
    const url = new URL('/__sim/faults', simulators.endpoints.bedrock);
    const fault = { service: 'bedrock', kind: 'error', status: 429, retryAfterSeconds: 2, count: 1 };
    await fetch(url, { method: 'PUT', body: JSON.stringify(fault) });
    const reply = await converse(HAIKU);
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '2']);
    expect((await converse(HAIKU)).status).toBe(200);
    const calls = (await (await fetch(new URL('/__sim/calls', url))).json()) as { calls: { bedrock: object } };
    expect(calls.calls.bedrock).toHaveProperty('Converse');
  });

  it('end every stall when they close', async () => {
    const closing = await startSimulators({ answers: sampleAnswers });
    const kinds = ['stall-headers', 'stall-body', 'drip', 'delay'] as const;
    for (const [i, kind] of kinds.entries()) {
      closing.faults.set({
        service: 'sagemaker',
        kind,
        // Longer than any test may take.
        delayMs: kind === 'stall-headers' ? 0 : 600_000,
        model: `e${i}`,
      });
    }
    const waiting = kinds.map((_kind, i) =>
      send(`${closing.endpoints.sagemaker}/endpoints/e${i}/invocations`, {}).catch(() => 'cut'),
    );
    while ((await closing.connections()) < kinds.length) await new Promise((resolve) => setImmediate(resolve));
    await closing.close();
    expect(await Promise.all(waiting)).toEqual(['cut', 'cut', 'cut', 'cut']);
  });

  it('say that a port is taken', async () => {
    const port = Number(new URL(simulators.endpoints.s3).port);
    await expect(startSimulators({ answers: sampleAnswers, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
