/** Hugging Face's inference router: feature extraction. */
import { randomUUID } from 'node:crypto';
import { json, Refusal, type SimReply, type SimService, type SimulatedAnswers } from './exchange';
import { expandVector } from './expand-vector';
import { spoilt } from './reading';

const MODELS: Readonly<Record<string, number>> = {
  'sentence-transformers/all-MiniLM-L6-v2': 384,
  'BAAI/bge-small-en-v1.5': 384,
  'intfloat/multilingual-e5-large': 1024,
};

/** @param isKey whether a bearer token is valid at the moment */
export function huggingFaceSimulator(answers: SimulatedAnswers, isKey: (key: string) => boolean): SimService {
  return {
    refuse,
    route({ method, path, headers, body }) {
      const [, model] = /^\/hf-inference\/models\/(.+)\/pipeline\/feature-extraction$/.exec(path) ?? [];
      if (method !== 'POST' || model === undefined) return undefined;
      return {
        operation: 'FeatureExtraction',
        model,
        answer(quirk) {
          const key = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
          if (key === undefined || !isKey(key)) throw new Refusal(401, '', 'Invalid username or password.');
          const dimensions = MODELS[model];
          if (dimensions === undefined) throw new Refusal(404, '', `Model ${model} does not exist`);
          const vectors = textsIn(body).map((text) =>
            spoilt(expandVector(answers.embed(text), dimensions, model), quirk),
          );
          return json(200, vectors, { 'x-request-id': randomUUID() });
        },
      };
    },
  };
}

/** A 503 is a model that is being loaded, unless a code says otherwise. */
function refuse(status: number, code?: string, message?: string): SimReply {
  const loading = status === 503 && code === undefined;
  const error = message ?? (loading ? 'Model is currently loading' : (code ?? 'Simulated error'));
  return json(status, loading ? { error, estimated_time: 20 } : { error }, { 'x-request-id': randomUUID() });
}

function textsIn(body: Buffer): string[] {
  try {
    const { inputs } = JSON.parse(body.toString('utf8')) as { inputs?: unknown };
    const texts = typeof inputs === 'string' ? [inputs] : inputs;
    if (Array.isArray(texts) && texts.length > 0 && texts.every((text) => typeof text === 'string')) return texts;
  } catch {
    // Said below.
  }
  throw new Refusal(422, '', 'Failed to deserialize the JSON body into the target type: inputs');
}
