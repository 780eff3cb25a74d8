/** Calls the API as one of its three kinds of caller: nobody, a user with a token, a machine that signs. */
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { signedHeaders } from '../sign-request';

export interface ApiTarget {
  /** Without a slash at its end. */
  url: string;
  /** Bearer token for the routes of users. */
  token?: string | undefined;
  /** For the routes of machines. */
  signer?: { credentials: AwsCredentialIdentity | AwsCredentialIdentityProvider; region: string } | undefined;
  /** Of a usage plan, for routes of machines that ask for one. */
  apiKey?: string | undefined;
  /** No call takes longer; above API Gateway's own limit. */
  timeoutMs: number;
}

export interface ApiRequest {
  method: string;
  path: string;
  as: 'nobody' | 'user' | 'machine';
  headers?: Record<string, string>;
  body?: unknown;
}

export interface ApiAnswer {
  request: ApiRequest;
  status: number;
  headers: Headers;
  /** Undefined when the body is not JSON. */
  json: unknown;
  latencyMs: number;
}

/** @throws NoAnswer when nothing comes back */
export async function callApi(target: ApiTarget, request: ApiRequest): Promise<ApiAnswer> {
  const url = new URL(`${target.url}${request.path}`);
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const headers = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(request.as === 'user' && target.token !== undefined && { authorization: `Bearer ${target.token}` }),
    ...(request.as === 'machine' && target.apiKey !== undefined && { 'x-api-key': target.apiKey }),
    ...request.headers,
  };
  const { method } = request;
  const toSign = { method, url, headers, ...(body !== undefined && { body }) };
  const signed =
    request.as === 'machine' && target.signer !== undefined
      ? await signedHeaders(toSign, { service: 'execute-api', ...target.signer })
      : headers;
  const started = performance.now();
  try {
    const response = await fetch(url, {
      method,
      headers: signed,
      redirect: 'manual',
      signal: AbortSignal.timeout(target.timeoutMs),
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const latencyMs = Math.round(performance.now() - started);
    return { request, status: response.status, headers: response.headers, json: parsed(text), latencyMs };
  } catch (error) {
    throw new NoAnswer(url, error as Error);
  }
}

export class NoAnswer extends Error {
  constructor(url: URL, { name, message, cause }: Error) {
    const code = (cause as NodeJS.ErrnoException | undefined)?.code;
    super(`${url.origin} did not answer: ${name === 'TimeoutError' ? 'too late' : (code ?? message)}.`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
