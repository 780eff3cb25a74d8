/** Errors as the AWS services here word them: header, body and request id. */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { json, Refusal, type SimReply } from './exchange';

/** The exceptions of Bedrock Runtime and SageMaker Runtime by status, for faults that give no code. */
export const MODEL_SERVICE_CODES: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  408: 'ModelTimeoutException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
  503: 'ServiceUnavailableException',
};

const SENTENCES: Readonly<Record<string, string>> = {
  ThrottlingException: 'Too many requests, please wait before trying again.',
  ServiceUnavailableException: 'Bedrock is unable to process your request.',
  AccessDeniedException: 'You do not have access to this resource.',
  ModelNotReadyException: 'The model is not ready for inference. Please wait and try again.',
};

/** REST services: the code in `x-amzn-errortype`, the sentence in `message`. */
export function restError(status: number, code: string, message?: string, more: object = {}): SimReply {
  return json(
    status,
    { message: message ?? SENTENCES[code] ?? `Simulated ${code}.`, ...more },
    { 'x-amzn-errortype': `${code}:http://internal.amazon.com/coral/com.amazon.coral.service/`, ...requestId() },
  );
}

/** JSON 1.1 services: the code in `__type`. */
export function json11Error(status: number, code: string, message?: string): SimReply {
  return json(
    status,
    { __type: code, Message: message ?? SENTENCES[code] ?? `Simulated ${code}.` },
    { 'content-type': 'application/x-amz-json-1.1', ...requestId() },
  );
}

export function requestId(): Record<string, string> {
  return { 'x-amzn-requestid': randomUUID() };
}

/** An access key whose session is over, as one of a role is after some hours. */
export const EXPIRED_KEY_ID = 'ASIAEXPIREDEXPIREDEX';

/** Any SigV4 signature or bearer token will do, save one of a session that is over; none will not. */
export function requireSignature(headers: IncomingHttpHeaders): void {
  if (headers.authorization?.includes(`Credential=${EXPIRED_KEY_ID}/`)) {
    throw new Refusal(403, 'ExpiredTokenException', 'The security token included in the request is expired');
  }
  if (!/^(AWS4-HMAC-SHA256 Credential=|Bearer .)/.test(headers.authorization ?? '')) {
    throw new Refusal(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
}
