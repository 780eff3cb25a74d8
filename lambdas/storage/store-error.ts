/** What DynamoDB's failures mean to the service: come again soon, or a bug of ours. */
import { setMaxListeners } from 'node:events';
import { ConditionalCheckFailedException, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { DomainError } from '../domain/errors';
import type { Ending } from '../ports';

const THROTTLED = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'LimitExceededException',
]);

/** A search has more than ten requests under way, each of which listens: Node would take them for a leak and warn. */
const MAX_LISTENERS = 200;

/**
 * Awaits a call of the client.
 * @throws DomainError STORE_UNAVAILABLE when the store is throttled, failing, unreachable or too slow; conditions that
 * failed and requests that the service calls wrong are thrown as they are.
 */
export async function answerOf<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw isPassing(error) ? storeUnavailable(error) : error;
  }
}

/**
 * Awaits a conditional write.
 * @returns whether its condition held
 * @throws DomainError as `answerOf`
 */
export async function conditionHeld(call: Promise<unknown>): Promise<boolean> {
  try {
    await answerOf(call);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Options of `client.send` that end the request, and close its connection, with the call that it is for. */
export function endingWith(call: Ending | undefined): { abortSignal?: AbortSignal } {
  if (call === undefined) return {};
  setMaxListeners(MAX_LISTENERS, call.signal);
  return { abortSignal: call.signal };
}

export function storeUnavailable(cause?: unknown): DomainError {
  return new DomainError('STORE_UNAVAILABLE', 'The store did not answer. Try again in a moment.', {
    cause,
    retryAfterSeconds: 1,
  });
}

function isPassing(error: unknown): boolean {
  if (error instanceof DynamoDBServiceException) return error.$fault === 'server' || THROTTLED.has(error.name);
  if (!(error instanceof Error) || error instanceof RangeError || error instanceof TypeError) return false;
  // What has no answer of the service to it is the network, a timeout or an abort.
  return 'code' in error || error.name === 'TimeoutError' || error.name === 'AbortError' || '$metadata' in error;
}
