/** OpenAI's client, loaded at the first call and without its own retries; its errors as ProviderErrors. */
import type { Provider } from '../domain/meta';
import { fetchWithin, TEXT_ANSWER_BYTES } from './answer-limit';
import { type ApiKey, withKey } from './api-key';
import { kindOfStatus } from './http-status';
import { interruption, neverLeft } from './interruption';
import { lazy } from './lazy';
import { ProviderError, type ProviderErrorKind } from './provider-error';
import { retryAfterMs } from './retry-after';

export interface OpenAiOptions {
  key: ApiKey;
  /** Default: OpenAI's own address. */
  baseUrl?: string;
  /** Bytes of one answer, at most. Default: what no text model's answer has. */
  maxAnswerBytes?: number;
}

const importSdk = () => import('openai');
type Client = InstanceType<Awaited<ReturnType<typeof importSdk>>['OpenAI']>;

/** The caller's signal ends a call long before this; it is the SDK's own ten minutes that must not stand. */
const TIMEOUT_MS = 30_000;

/** Runs one request with a valid key; throws ProviderError. */
export function openAiConnection(options: OpenAiOptions, identity: { provider: Provider; modelId: string }) {
  const load = lazy(importSdk);
  return <T>(signal: AbortSignal, request: (client: Client) => Promise<T>): Promise<T> =>
    withKey(options.key, identity, async (apiKey) => {
      const { OpenAI } = await load();
      // Explicit nulls: the SDK would read these from the environment.
      const client = new OpenAI({
        apiKey,
        baseURL: options.baseUrl ?? 'https://api.openai.com/v1',
        organization: null,
        project: null,
        fetch: fetchWithin(options.maxAnswerBytes ?? TEXT_ANSWER_BYTES),
        maxRetries: 0,
        timeout: TIMEOUT_MS,
      });
      try {
        return await request(client);
      } catch (error) {
        throw openAiFailure(error, identity, signal);
      }
    });
}

/** A request that is too large for this model, said with status 400. */
const MODEL_LIMITS: ReadonlySet<string> = new Set(['context_length_exceeded', 'string_above_max_length']);

/** Reads an error of the SDK; the vendor's sentence is left out, as it may quote the input. */
export function openAiFailure(
  error: unknown,
  identity: { provider: Provider; modelId: string },
  signal: AbortSignal,
): ProviderError {
  if (error instanceof ProviderError) return error;
  const { status, code, headers, requestID, name } = error as Thrown;
  return new ProviderError({
    ...identity,
    kind: interruption(error, signal) ?? kindOf(name, status, code),
    unsent: neverLeft(error),
    retryAfterMs: headers === undefined ? undefined : retryAfterMs(headers),
    fault: {
      ...(status === undefined ? {} : { status }),
      ...(typeof code === 'string' ? { code } : {}),
      ...(requestID ? { requestId: requestID } : {}),
    },
  });
}

interface Thrown {
  name?: string;
  status?: number;
  code?: string | null;
  headers?: Headers;
  requestID?: string | null;
}

function kindOf(name: string | undefined, status: number | undefined, code: unknown): ProviderErrorKind {
  if (code === 'insufficient_quota' || code === 'billing_hard_limit_reached') return 'quota';
  if (code === 'content_filter' || code === 'content_policy_violation') return 'filtered';
  if (code === 'model_not_found') return 'not-found';
  if (typeof code === 'string' && MODEL_LIMITS.has(code)) return 'unsupported';
  if (name === 'SyntaxError') return 'invalid-output';
  return kindOfStatus(status);
}
