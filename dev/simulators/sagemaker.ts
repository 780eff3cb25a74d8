/** Amazon SageMaker Runtime: InvokeEndpoint on embedding containers of the kinds people deploy. */
import { requestId, requireSignature, restError } from './aws-errors';
import { json, Refusal, type SimReply, type SimService, type SimulatedAnswers } from './exchange';
import { expandVector } from './expand-vector';
import type { Quirk } from './fault';
import { spoilt, tokensIn } from './reading';

export interface SimEndpoint {
  /** `tokens`: Hugging Face container, a vector a token · `tei`: pooled · `openai`: OpenAI's envelope. */
  shape: 'tokens' | 'tei' | 'openai';
  model: string;
  dimensions: number;
}

export const SIM_ENDPOINTS: Readonly<Record<string, SimEndpoint>> = {
  'job-embed-hf': { shape: 'tokens', model: 'sentence-transformers/all-MiniLM-L6-v2', dimensions: 384 },
  'job-embed-tei': { shape: 'tei', model: 'BAAI/bge-base-en-v1.5', dimensions: 768 },
  'job-embed-openai': { shape: 'openai', model: 'intfloat/e5-large-v2', dimensions: 1024 },
};

const CODES: Readonly<Record<number, string>> = {
  400: 'ValidationError',
  403: 'AccessDeniedException',
  424: 'ModelError',
  429: 'ThrottlingException',
  500: 'InternalFailure',
  503: 'ServiceUnavailable',
  530: 'InternalDependencyException',
};

export function sageMakerSimulator(answers: SimulatedAnswers, endpoints = SIM_ENDPOINTS): SimService {
  return {
    refuse(status, code, message, originalStatus = 500) {
      const name = code ?? CODES[status] ?? 'InternalFailure';
      // The container's own answer travels inside the error.
      const original =
        name === 'ModelError'
          ? { OriginalStatusCode: originalStatus, OriginalMessage: 'simulated', LogStreamArn: 'arn:aws:logs:simulated' }
          : {};
      return restError(status, name, message, original);
    },
    route({ method, path, headers, body }) {
      const [, name] = /^\/endpoints\/([^/]+)\/invocations$/.exec(path) ?? [];
      if (method !== 'POST' || name === undefined) return undefined;
      return {
        operation: 'InvokeEndpoint',
        model: name,
        answer(quirk) {
          requireSignature(headers);
          const endpoint = endpoints[name];
          if (endpoint === undefined) {
            throw new Refusal(400, 'ValidationError', `Endpoint ${name} of account 123456789012 not found.`);
          }
          return invoke(name, endpoint, body, answers, quirk);
        },
      };
    },
  };
}

function invoke(name: string, endpoint: SimEndpoint, body: Buffer, answers: SimulatedAnswers, quirk?: Quirk): SimReply {
  const inputs = textsIn(body, endpoint.shape === 'openai' ? 'input' : 'inputs');
  if (inputs === undefined) return containerError(name);
  const vectors = inputs.map((text) =>
    spoilt(expandVector(answers.embed(text), endpoint.dimensions, endpoint.model), quirk),
  );
  const headers = { 'x-amzn-invoked-production-variant': 'AllTraffic', ...requestId() };
  if (endpoint.shape === 'tei') return json(200, vectors, headers);
  if (endpoint.shape === 'tokens')
    return json(
      200,
      vectors.map((vector) => [tokenVectors(vector)]),
      headers,
    );
  const tokens = inputs.reduce((sum, text) => sum + tokensIn(text), 0);
  const data = vectors.map((embedding, index) => ({ object: 'embedding', index, embedding }));
  return json(
    200,
    { object: 'list', data, model: endpoint.model, usage: { prompt_tokens: tokens, total_tokens: tokens } },
    headers,
  );
}

/** Three tokens whose mean is the vector. */
function tokenVectors(vector: readonly number[]): number[][] {
  const shifted = (by: number) => vector.map((value) => value + by);
  return [shifted(0.25), [...vector], shifted(-0.25)];
}

function textsIn(body: Buffer, field: string): string[] | undefined {
  try {
    const value: unknown = (JSON.parse(body.toString('utf8')) as Record<string, unknown>)[field];
    const texts = typeof value === 'string' ? [value] : value;
    return Array.isArray(texts) && texts.length > 0 && texts.every((text) => typeof text === 'string')
      ? texts
      : undefined;
  } catch {
    return undefined;
  }
}

/** A container's 4xx comes back as the service's 424. */
function containerError(name: string): SimReply {
  return restError(
    424,
    'ModelError',
    `Received client error (400) from primary with message "Bad input". See the log of ${name}.`,
    {
      OriginalStatusCode: 400,
      OriginalMessage: 'Bad input',
      LogStreamArn: `arn:aws:logs:us-east-1:123456789012:log-group:/aws/sagemaker/Endpoints/${name}`,
    },
  );
}
