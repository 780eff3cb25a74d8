/** Every remote adapter meets every fault on the wire, and names it rightly. */
import { type Fault, type SimServiceName, simServices } from '../../../dev/simulators/fault';
import { type Simulators, startSimulators } from '../../../dev/simulators/start';
import type { Call } from '../../../lambdas/ports';
import { sampleAnswers } from '../../dev/simulators/sample-answers';
import {
  callOf,
  failureOf,
  RESUME,
  resumeTask,
  wiredBedrock,
  wiredHuggingFace,
  wiredOpenAi,
  wiredOpenAiEmbedder,
  wiredSageMaker,
  wiredTitan,
} from './wired';

interface Adapter {
  service: SimServiceName;
  ask: (simulators: Simulators, call: Call) => Promise<unknown>;
}

const embedded = (call: Call) => ({ ...call, purpose: 'document' as const });
const adapters: Record<string, Adapter> = {
  'Bedrock text': { service: 'bedrock', ask: (s, call) => wiredBedrock(s).complete(resumeTask(RESUME), call) },
  'Bedrock embeddings': { service: 'bedrock', ask: (s, call) => wiredTitan(s).embed(['nurse'], embedded(call)) },
  SageMaker: {
    service: 'sagemaker',
    ask: (s, call) => wiredSageMaker(s, 'job-embed-hf').embed(['nurse'], embedded(call)),
  },
  'OpenAI text': { service: 'openai', ask: (s, call) => wiredOpenAi(s).complete(resumeTask(RESUME), call) },
  'OpenAI embeddings': { service: 'openai', ask: (s, call) => wiredOpenAiEmbedder(s).embed(['nurse'], embedded(call)) },
  'Hugging Face': { service: 'huggingface', ask: (s, call) => wiredHuggingFace(s).embed(['nurse'], embedded(call)) },
};

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators({ answers: sampleAnswers });
});
afterAll(() => simulators.close());
afterEach(() => simulators.faults.clear());

describe.each(Object.entries(adapters))('%s on a faulty wire', (_name, { service, ask }) => {
  const answers: [string, Omit<Fault, 'service'>, string][] = [
    ['429 as throttled', { kind: 'error', status: 429 }, 'throttled'],
    ['500 as unavailable', { kind: 'error', status: 500 }, 'unavailable'],
    ['403 as refused', { kind: 'error', status: 403 }, 'refused'],
    ['a reset connection as network', { kind: 'reset' }, 'network'],
    ['a body that ends early as network', { kind: 'truncate' }, 'network'],
    ['200 with broken JSON as invalid output', { kind: 'malformed' }, 'invalid-output'],
  ];

  it.each(answers)('reads %s', async (_sentence, fault, kind) => {
    simulators.faults.set({ ...fault, service });
    const error = await failureOf(ask(simulators, callOf()));
    expect(error.kind).toBe(kind);
  });

  it.each([
    ['nobody listens', () => 'http://127.0.0.1:1'],
    ['the other side speaks no TLS', () => new URL(simulators.endpoints.s3).origin.replace('http:', 'https:')],
  ])('reads as network that %s', async (_sentence, origin) => {
    const elsewhere = Object.fromEntries(simServices.map((name) => [name, `${origin()}/${name}`]));
    const endpoints = elsewhere as Simulators['endpoints'];
    const error = await failureOf(ask({ ...simulators, endpoints }, callOf()));
    expect(error).toMatchObject({ kind: 'network', retryable: true });
  });

  it('hands on how long the vendor asks to wait', async () => {
    simulators.faults.set({ service, kind: 'error', status: 429, retryAfterSeconds: 2 });
    expect(await failureOf(ask(simulators, callOf()))).toMatchObject({ kind: 'throttled', retryAfterMs: 2_000 });
  });

  it('asks once: retries belong to the chain', async () => {
    simulators.faults.clearCalls();
    simulators.faults.set({ service, kind: 'error', status: 503 });
    await failureOf(ask(simulators, callOf()));
    expect(Object.values(simulators.faults.calls()[service] ?? {})).toEqual([1]);
  });

  it.each(['stall-headers', 'stall-body', 'drip', 'delay'] as const)('stops a %s at its deadline', async (kind) => {
    await ask(simulators, callOf());
    // Longer than any test may take: that it ends at all is what is shown.
    simulators.faults.set({ service, kind, delayMs: kind === 'drip' || kind === 'delay' ? 600_000 : 0 });
    expect(await failureOf(ask(simulators, callOf(150)))).toMatchObject({ kind: 'timeout' });
  });

  it('tells a caller who left from a slow model', async () => {
    simulators.faults.set({ service, kind: 'stall-headers' });
    const caller = new AbortController();
    const failing = failureOf(ask(simulators, { signal: caller.signal, deadline: callOf().deadline }));
    setImmediate(() => caller.abort());
    expect((await failing).kind).toBe('aborted');
  });

  it('keeps the input out of its errors', async () => {
    simulators.faults.set({ service, kind: 'error', status: 400, code: 'ValidationException' });
    const error = await failureOf(ask(simulators, callOf()));
    const told = `${error.message} ${JSON.stringify(error)} ${JSON.stringify(error.cause)}`;
    expect(told).not.toMatch(/Ada|nurse|example\.com/);
  });
});
