import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import type { Simulators } from '../../../dev/simulators/start';
import { awsFailure } from '../../../lambdas/providers/aws-failure';
import { neverLeft } from '../../../lambdas/providers/interruption';
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

/** Every vendor at one address. */
const at = (port: number) => {
  const url = `http://127.0.0.1:${port}`;
  return { endpoints: { bedrock: url, openai: url, sagemaker: url, huggingface: url } } as unknown as Simulators;
};
const listen = (server: Server) =>
  new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

const text = (wired: typeof wiredBedrock) => (vendors: Simulators) =>
  wired(vendors).complete(resumeTask(RESUME), callOf());
const texts = (wired: typeof wiredTitan) => (vendors: Simulators) =>
  wired(vendors).embed(['a'], { ...callOf(), purpose: 'query' });
const CALLS: [string, (vendors: Simulators) => Promise<unknown>][] = [
  ['Bedrock', text(wiredBedrock)],
  ['OpenAI', text(wiredOpenAi)],
  ['Titan', texts(wiredTitan)],
  ['SageMaker', texts((vendors) => wiredSageMaker(vendors, 'job-embed-hf'))],
  ['OpenAI for embeddings', texts(wiredOpenAiEmbedder)],
  ['Hugging Face', texts(wiredHuggingFace)],
];

const ON_AWS = new Set(['Bedrock', 'Titan', 'SageMaker']);

describe('a call that nobody can bill', () => {
  // The SDK of AWS wraps the socket's error in jest, whose contexts have an Error of their own, and its code is lost.
  it.each(CALLS.filter(([name]) => !ON_AWS.has(name)))(
    'is one to %s where no connection is taken',
    async (_name, call) => {
      const server = createServer();
      const port = await listen(server);
      await new Promise((resolve) => server.close(resolve));
      expect(await failureOf(call(at(port)))).toMatchObject({ kind: 'network', unsent: true });
    },
  );

  it.each(CALLS)('is not one to %s that was sent and then cut off', async (_name, call) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.resetAndDestroy());
    });
    const port = await listen(server);
    expect(await failureOf(call(at(port)))).toMatchObject({ kind: 'network', unsent: false });
    await new Promise((resolve) => server.close(resolve));
  });

  it('is one to AWS where no connection is taken', () => {
    const thrown = Object.assign(new Error('connect'), { code: 'ECONNREFUSED', $metadata: { attempts: 1 } });
    const model = { provider: 'bedrock', modelId: 'm' } as const;
    expect(awsFailure(thrown, model, callOf().signal)).toMatchObject({ kind: 'network', unsent: true });
  });

  it.each([
    ['ENOTFOUND', true],
    ['EAI_AGAIN', true],
    ['CERT_HAS_EXPIRED', true],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', true],
    ['ERR_TLS_CERT_ALTNAME_INVALID', true],
    ['ECONNRESET', false],
    ['EPIPE', false],
    ['ETIMEDOUT', false],
  ])('knows %s, however deep it lies', (code, isUnsent) => {
    const cause = Object.assign(new Error('socket'), { code });
    expect(neverLeft(new Error('fetch failed', { cause: new Error('inner', { cause }) }))).toBe(isUnsent);
  });
});
