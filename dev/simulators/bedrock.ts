/** Amazon Bedrock Runtime: Converse, and InvokeModel for Titan embeddings. */
import { MODEL_SERVICE_CODES, requireSignature, restError } from './aws-errors';
import { converse } from './converse';
import { Refusal, type SimService, type SimulatedAnswers } from './exchange';
import { TITAN, titanEmbedding } from './titan';

export function bedrockSimulator(answers: SimulatedAnswers): SimService {
  return {
    refuse: (status, code, message, originalStatusCode = 500) =>
      restError(
        status,
        code ?? MODEL_SERVICE_CODES[status] ?? 'InternalServerException',
        message,
        status === 424 ? { originalStatusCode, resourceName: 'simulated' } : {},
      ),
    route({ method, path, headers, body }) {
      const [, id = '', verb] = /^\/model\/([^/]+)\/(converse|invoke)$/.exec(path) ?? [];
      if (method !== 'POST' || verb === undefined) return undefined;
      const model = decodeURIComponent(id);
      return {
        operation: verb === 'converse' ? 'Converse' : 'InvokeModel',
        model,
        answer(quirk) {
          requireSignature(headers);
          const request = parsed(body);
          if (verb === 'converse') return converse(model, request, answers, quirk);
          if (model !== TITAN)
            throw new Refusal(400, 'ValidationException', 'The provided model identifier is invalid.');
          return titanEmbedding(request, answers, quirk);
        },
      };
    },
  };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal(400, 'ValidationException', 'Malformed input request, please reformat your input and try again.');
  }
}
