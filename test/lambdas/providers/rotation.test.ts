/** A rotation as the adapters live through it: the vault, the simulated vendor and its key, all on the wire. */
import { DEMO_CREDENTIALS, DEMO_SECRETS, type Simulators, startSimulators } from '../../../dev/simulators/start';
import { KEY_NOT_SET_UP } from '../../../lambdas/domain/vendor-key';
import { secrets } from '../../../lambdas/platform/secrets';
import { huggingFaceEmbedder } from '../../../lambdas/providers/huggingface';
import { openAiEmbedder, openAiTextModel } from '../../../lambdas/providers/openai';
import { sampleAnswers } from '../../dev/simulators/sample-answers';
import { callOf, failureOf, LUNA, MINILM, RESUME, resumeTask } from './wired';

let simulators: Simulators;
beforeEach(async () => {
  simulators = await startSimulators({ answers: sampleAnswers, secrets: DEMO_SECRETS });
});
afterEach(() => simulators.close());

const ask = () => ({ ...callOf(), purpose: 'query' as const });

/** Each adapter with a vault of its own, as a warm function has one, that keeps a key for five minutes. */
function adapterOf(name: string): () => Promise<unknown> {
  const aws = { region: 'us-east-1', endpoint: simulators.endpoints.secretsManager, credentials: DEMO_CREDENTIALS };
  const vault = secrets({ aws, clock: { now: () => 0 }, timeoutMs: 10_000 });
  const key = (id: string) => (options?: { refresh: boolean }) => vault.get(id, options);
  const { openai, huggingface } = simulators.endpoints;
  if (name === 'Hugging Face') {
    const model = { modelId: MINILM, dimensions: 384, baseUrl: huggingface };
    const embedder = huggingFaceEmbedder({ key: key('talent-match/huggingface'), ...model });
    return () => embedder.embed(['nurse'], ask());
  }
  const vendor = { key: key('talent-match/openai'), baseUrl: openai };
  if (name === 'OpenAI embeddings') return () => openAiEmbedder(vendor).embed(['nurse'], ask());
  const model = openAiTextModel({ ...vendor, modelId: LUNA });
  return () => model.complete(resumeTask(RESUME), callOf());
}

describe.each([
  ['OpenAI text', 'talent-match/openai', 'openai'],
  ['OpenAI embeddings', 'talent-match/openai', 'openai'],
  ['Hugging Face', 'talent-match/huggingface', 'huggingface'],
] as const)('%s in a rotation', (name, secretId, service) => {
  const calls = () => Object.values(simulators.faults.calls()[service] ?? {}).reduce((sum, count) => sum + count, 0);
  const reads = () => simulators.faults.calls().secretsManager?.GetSecretValue ?? 0;

  it('asks again with the new key when the vendor refuses the kept one, and loses no request', async () => {
    const use = adapterOf(name);
    await use();
    // The old key is revoked at the vendor at once: nobody waited.
    simulators.putSecret(secretId, 'new-key');

    await use();
    await use();

    expect(reads()).toBe(2);
    expect(calls()).toBe(4);
  });

  it('asks the vendor and the vault once more only when the key was refused and has not changed', async () => {
    const use = adapterOf(name);
    simulators.faults.set({ service, kind: 'error', status: 401 });

    const error = await failureOf(use());

    expect(error.kind).toBe('refused');
    expect(reads()).toBe(2);
    expect(calls()).toBe(1);
  });

  it('does not call the vendor before a key was put in', async () => {
    simulators.putSecret(secretId, KEY_NOT_SET_UP);

    const error = await failureOf(adapterOf(name)());

    expect(error).toMatchObject({ kind: 'refused', cause: { code: 'KeyNotSetUp' } });
    expect(calls()).toBe(0);
  });
});

describe('a key in a secret', () => {
  it('may have a line break behind it, as a shell adds one', async () => {
    const embedder = openAiEmbedder({ key: async () => 'sk-demo-openai\n', baseUrl: simulators.endpoints.openai });

    expect((await embedder.embed(['nurse'], ask())).vectors).toHaveLength(1);
  });
});
