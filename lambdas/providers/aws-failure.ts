/** Reads an error of Bedrock Runtime or SageMaker Runtime as a ProviderError. */
import type { Provider } from '../domain/meta';
import { kindOfStatus } from './http-status';
import { interruption, neverLeft } from './interruption';
import { ProviderError, type ProviderErrorKind } from './provider-error';
import { retryAfterMs } from './retry-after';

/** Exception names of the two services and what they mean; anything else goes by its HTTP status. */
const KINDS: Readonly<Record<string, ProviderErrorKind>> = {
  ThrottlingException: 'throttled',
  TooManyRequestsException: 'throttled',
  ModelNotReadyException: 'not-ready',
  ServiceUnavailableException: 'unavailable',
  ServiceUnavailable: 'unavailable',
  InternalServerException: 'unavailable',
  InternalFailure: 'unavailable',
  InternalDependencyException: 'unavailable',
  // The model took too long for this input: the same again would take as long.
  ModelTimeoutException: 'timeout',
  ModelErrorException: 'unavailable',
  ModelError: 'unavailable',
  ServiceQuotaExceededException: 'quota',
  AccessDeniedException: 'refused',
  UnrecognizedClientException: 'refused',
  ExpiredTokenException: 'refused',
  InvalidSignatureException: 'refused',
  CredentialsProviderError: 'refused',
  ResourceNotFoundException: 'not-found',
  ValidationException: 'invalid-request',
  ValidationError: 'invalid-request',
};

/** Sentences of a ValidationException that speak of the model, not of a mistake of ours: another model may do it. */
const MODEL_LIMITS =
  /on-demand throughput|too many (input )?tokens|input is too long|too long for (the )?(requested )?model|maxLength|tool_choice|toolChoice|tool use|does(n't| not) support|not supported|is deprecated for this model/i;
const UNKNOWN_MODEL = /endpoint .* not found|model identifier is invalid/i;

/** The failure of one call; `error` is whatever the SDK threw, `signal` the one the call was given. */
export function awsFailure(
  error: unknown,
  model: { provider: Provider; modelId: string },
  signal: AbortSignal,
): ProviderError {
  const thrown = error as Thrown;
  const status = thrown.$metadata?.httpStatusCode ?? thrown.$response?.statusCode;
  const kind = interruption(error, signal) ?? kindOf(thrown, status);
  const original = thrown.originalStatusCode ?? thrown.OriginalStatusCode;
  return new ProviderError({
    ...model,
    kind,
    unsent: neverLeft(error),
    // A model container that answered 4xx will answer the same again.
    ...(thrown.name?.startsWith('ModelError') && (original ?? 500) < 500 ? { retryable: false } : {}),
    retryAfterMs: retryAfterMs(thrown.$response?.headers ?? {}),
    fault: {
      ...(status === undefined ? {} : { status }),
      ...(thrown.name === undefined ? {} : { code: thrown.name }),
      ...(thrown.$metadata?.requestId === undefined ? {} : { requestId: thrown.$metadata.requestId }),
    },
  });
}

/** The fields of a Smithy exception that matter here; all may be missing. */
interface Thrown {
  name?: string;
  message?: string;
  originalStatusCode?: number;
  OriginalStatusCode?: number;
  $metadata?: { httpStatusCode?: number; requestId?: string };
  $response?: { statusCode?: number; headers?: Record<string, string> };
}

function kindOf(error: Thrown, status: number | undefined): ProviderErrorKind {
  const known = error.name === undefined ? undefined : KINDS[error.name];
  if (known === 'invalid-request' && MODEL_LIMITS.test(error.message ?? '')) return 'unsupported';
  if (known === 'invalid-request' && UNKNOWN_MODEL.test(error.message ?? '')) return 'not-found';
  if (known !== undefined) return known;
  // A body that cannot be read arrives as a SyntaxError, with the status of a success.
  if (error.name === 'SyntaxError' || (status !== undefined && status < 300)) return 'invalid-output';
  return kindOfStatus(status);
}
