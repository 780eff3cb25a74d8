/** The embedders on the wire: shapes of answers, batches, and answers that are no vectors. */
import type { SimServiceName } from '../../../dev/simulators/fault';
import { type Simulators, startSimulators } from '../../../dev/simulators/start';
import { NO_TOKENS } from '../../../lambdas/domain/meta';
import type { Embedder } from '../../../lambdas/ports';
import { bedrockEmbedder } from '../../../lambdas/providers/bedrock-embedder';
import { huggingFaceEmbedder } from '../../../lambdas/providers/huggingface';
import { openAiEmbedder } from '../../../lambdas/providers/openai';
import { sageMakerEmbedder } from '../../../lambdas/providers/sagemaker';
import { sampleAnswers } from '../../dev/simulators/sample-answers';
import {
  aws,
  callOf,
  failureOf,
  huggingFaceKey,
  openAiKey,
  wiredHuggingFace,
  wiredOpenAiEmbedder,
  wiredSageMaker,
  wiredTitan,
} from './wired';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators({ answers: sampleAnswers });
});
afterAll(() => simulators.close());
afterEach(() => simulators.faults.clear());

const ask = () => ({ ...callOf(), purpose: 'document' as const });

describe.each([
  ['Titan', 'bedrock', wiredTitan],
  ['a Hugging Face container', 'sagemaker', (s: Simulators) => wiredSageMaker(s, 'job-embed-hf')],
  ['a TEI container', 'sagemaker', (s: Simulators) => wiredSageMaker(s, 'job-embed-tei')],
  ['a container that speaks as OpenAI', 'sagemaker', (s: Simulators) => wiredSageMaker(s, 'job-embed-openai')],
  ['OpenAI', 'openai', wiredOpenAiEmbedder],
  ['Hugging Face', 'huggingface', wiredHuggingFace],
] as [string, SimServiceName, (simulators: Simulators) => Embedder][])(
  'an embedder over %s',
  (_name, service, wire) => {
    it.each(['empty', 'wrong-dimension'] as const)('refuses %s vectors', async (answer) => {
      simulators.faults.set({ service, kind: 'answer', answer });
      const error = await failureOf(wire(simulators).embed(['nurse', 'cook'], ask()));
      expect(error.kind).toBe('invalid-output');
    });

    it('keeps the order of many texts', async () => {
      const embedder = wire(simulators);
      const words = ['nurse', 'cook', 'pilot', 'welder', 'tutor', 'clerk', 'baker', 'judge', 'actor', 'miner', 'smith'];
      const { vectors } = await embedder.embed(words, ask());
      const alone = await embedder.embed(['smith'], ask());
      expect(vectors).toHaveLength(words.length);
      expect(vectors[10]).toEqual(alone.vectors[0]);
      expect(vectors[0]).not.toEqual(vectors[1]);
    });
  },
);

describe('bedrockEmbedder', () => {
  it('makes one call a text and adds up their tokens', async () => {
    simulators.faults.clearCalls();
    const { usage } = await wiredTitan(simulators).embed(['abcd', 'abcdefgh'], ask());
    expect(usage).toEqual({ ...NO_TOKENS, inputTokens: 3 });
    expect(simulators.faults.calls().bedrock).toEqual({ InvokeModel: 2 });
  });

  it.each([256, 512, 1024] as const)('makes vectors of %d numbers', async (dimensions) => {
    const embedder = bedrockEmbedder({ ...aws(simulators.endpoints.bedrock), dimensions });
    const { vectors } = await embedder.embed(['nurse'], ask());
    expect(vectors[0]).toHaveLength(dimensions);
    expect(embedder.space).toEqual({
      provider: 'bedrock',
      model: 'amazon.titan-embed-text-v2:0',
      dimensions,
      version: 'v1',
    });
  });

  it.each([
    ['50,001 characters', 'a'.repeat(50_001)],
    ['more tokens than 8,192', 'word '.repeat(8_000)],
  ])('leaves a text of %s to another model', async (_sentence, text) => {
    expect((await failureOf(wiredTitan(simulators).embed([text], ask()))).kind).toBe('unsupported');
  });

  it('fails as a whole when one text fails', async () => {
    simulators.faults.set({ service: 'bedrock', kind: 'error', status: 429, rate: 0.5 });
    const error = await failureOf(wiredTitan(simulators).embed(['a', 'b', 'c', 'd'], ask()));
    expect(error.kind).toBe('throttled');
    expect(error.retryable).toBe(true);
  });
});

describe('sageMakerEmbedder', () => {
  it('puts the prefix of the purpose before each text', async () => {
    const options = {
      ...aws(simulators.endpoints.sagemaker),
      endpointName: 'job-embed-tei',
      model: 'm',
      dimensions: 768,
    };
    const plain = sageMakerEmbedder(options);
    const prefixed = sageMakerEmbedder({ ...options, prefix: { query: 'query: ', document: 'passage: ' } });
    const [asQuery, asDocument, spelled] = await Promise.all([
      prefixed.embed(['nurse'], { ...ask(), purpose: 'query' }),
      prefixed.embed(['nurse'], ask()),
      plain.embed(['passage: nurse'], ask()),
    ]);
    expect(asDocument.vectors).toEqual(spelled.vectors);
    expect(asQuery.vectors).not.toEqual(asDocument.vectors);
  });

  it('says that an endpoint is not there', async () => {
    const embedder = wiredSageMaker(simulators, 'job-embed-none');
    expect((await failureOf(embedder.embed(['nurse'], ask()))).kind).toBe('not-found');
  });

  it.each([
    [{ status: 424 }, 'unavailable', true],
    [{ status: 530 }, 'unavailable', true],
    [{ status: 429, code: 'ModelNotReadyException' }, 'not-ready', false],
  ] as const)('reads %j as %s', async (fault, kind, retryable) => {
    simulators.faults.set({ service: 'sagemaker', kind: 'error', ...fault });
    const error = await failureOf(wiredSageMaker(simulators, 'job-embed-hf').embed(['nurse'], ask()));
    expect(error).toMatchObject({ kind, retryable });
  });

  it('does not retry what the container itself refused', async () => {
    const options = {
      ...aws(simulators.endpoints.sagemaker),
      endpointName: 'job-embed-openai',
      model: 'm',
      dimensions: 1024,
    };
    const error = await failureOf(sageMakerEmbedder({ ...options, request: 'inputs' }).embed(['nurse'], ask()));
    expect(error).toMatchObject({ kind: 'unavailable', retryable: false });
  });
});

describe('openAiEmbedder', () => {
  it('asks for the dimensions it is given', async () => {
    const options = { key: openAiKey, baseUrl: simulators.endpoints.openai, dimensions: 512 };
    const { vectors, usage } = await openAiEmbedder(options).embed(['nurse'], ask());
    expect(vectors[0]).toHaveLength(512);
    expect(usage?.inputTokens).toBe(2);
  });

  it.each([
    [{ status: 429 }, 'throttled', true],
    [{ status: 429, code: 'insufficient_quota' }, 'quota', false],
    [{ status: 409 }, 'unavailable', true],
  ] as const)('reads %j as %s', async (fault, kind, retryable) => {
    simulators.faults.set({ service: 'openai', kind: 'error', ...fault });
    expect(await failureOf(wiredOpenAiEmbedder(simulators).embed(['nurse'], ask()))).toMatchObject({ kind, retryable });
  });

  it('hands on how long the vendor asks to wait', async () => {
    simulators.faults.set({ service: 'openai', kind: 'error', status: 429, retryAfterSeconds: 3 });
    expect((await failureOf(wiredOpenAiEmbedder(simulators).embed(['nurse'], ask()))).retryAfterMs).toBe(3_000);
  });
});

describe('huggingFaceEmbedder', () => {
  it('says how long a model takes to load', async () => {
    simulators.faults.set({ service: 'huggingface', kind: 'error', status: 503 });
    const error = await failureOf(wiredHuggingFace(simulators).embed(['nurse'], ask()));
    expect(error).toMatchObject({ kind: 'not-ready', retryAfterMs: 20_000, retryable: false });
  });

  it.each([
    [{ status: 402, code: 'no credit' }, 'quota'],
    [{ status: 503, code: 'overloaded' }, 'unavailable'],
    [{ status: 413 }, 'unsupported'],
  ] as const)('reads %j as %s', async (fault, kind) => {
    simulators.faults.set({ service: 'huggingface', kind: 'error', ...fault });
    expect((await failureOf(wiredHuggingFace(simulators).embed(['nurse'], ask()))).kind).toBe(kind);
  });

  it('says that a model is not there', async () => {
    const options = {
      key: huggingFaceKey,
      modelId: 'none/none',
      dimensions: 384,
      baseUrl: simulators.endpoints.huggingface,
    };
    expect((await failureOf(huggingFaceEmbedder(options).embed(['nurse'], ask()))).kind).toBe('not-found');
  });
});
