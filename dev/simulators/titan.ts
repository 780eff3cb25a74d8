/** Titan Text Embeddings V2 as InvokeModel answers it. */
import { requestId } from './aws-errors';
import type { SimReply, SimulatedAnswers } from './exchange';
import { json, Refusal } from './exchange';
import { expandVector } from './expand-vector';
import type { Quirk } from './fault';
import { spoilt, tokensIn } from './reading';

export const TITAN = 'amazon.titan-embed-text-v2:0';
const FIELDS: ReadonlySet<string> = new Set(['inputText', 'dimensions', 'normalize', 'embeddingTypes']);

/** The answer to one call. Throws Refusal with the service's own sentences. */
export function titanEmbedding(body: unknown, answers: SimulatedAnswers, quirk?: Quirk): SimReply {
  if (typeof body !== 'object' || body === null) throw malformed('expected type: JSONObject, found: String');
  const { inputText, dimensions = 1024 } = body as { inputText?: unknown; dimensions?: unknown };
  const foreign = Object.keys(body).find((field) => !FIELDS.has(field));
  if (foreign !== undefined) throw malformed(`#: extraneous key [${foreign}] is not permitted`);
  if (typeof inputText !== 'string') throw malformed('#: required key [inputText] not found');
  if (inputText.length === 0) throw malformed('#/inputText: expected minLength: 1, actual: 0');
  if (inputText.length > 50_000) throw malformed(`expected maxLength: 50000, actual: ${inputText.length}`);
  if (dimensions !== 256 && dimensions !== 512 && dimensions !== 1024) {
    throw malformed(`#/dimensions: ${String(dimensions)} is not a valid enum value`);
  }
  const inputTextTokenCount = tokensIn(inputText);
  if (inputTextTokenCount > 8_192) {
    const message = `400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: ${inputTextTokenCount}`;
    throw new Refusal(400, 'ValidationException', message);
  }
  const embedding = spoilt(expandVector(answers.embed(inputText), dimensions, TITAN), quirk);
  return json(
    200,
    { embedding, embeddingsByType: { float: embedding }, inputTextTokenCount },
    { 'x-amzn-bedrock-input-token-count': String(inputTextTokenCount), ...requestId() },
  );
}

function malformed(reason: string): Refusal {
  return new Refusal(
    400,
    'ValidationException',
    `Malformed input request: ${reason}, please reformat your input and try again.`,
  );
}
