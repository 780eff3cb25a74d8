/** Errors in OpenAI's envelope. */
import { randomUUID } from 'node:crypto';
import { json, Refusal, type SimReply } from './exchange';

const CODES: Readonly<Record<number, string>> = {
  401: 'invalid_api_key',
  404: 'model_not_found',
  429: 'rate_limit_exceeded',
};

/** OpenAI's codes may be null. */
export class OpenAiRefusal extends Refusal {
  constructor(status: number, code: string | null, message: string) {
    super(status, code ?? '', message);
  }
}

export function openAiError(status: number, code?: string, message?: string): SimReply {
  const named = code ?? CODES[status];
  const error = {
    message:
      message ?? (status === 503 ? 'The engine is currently overloaded, please try again later' : 'Simulated error.'),
    type: typeOf(status, named),
    param: null,
    code: named === undefined || named === '' ? null : named,
  };
  return json(status, { error }, { 'x-request-id': `req_${randomUUID().replaceAll('-', '')}` });
}

function typeOf(status: number, code: string | undefined): string {
  if (code === 'insufficient_quota') return 'insufficient_quota';
  if (status === 429) return 'requests';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}
