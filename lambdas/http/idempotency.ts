/** One effect for one Idempotency-Key: the first request does the work, the same one again gets the same answer. */
import { createHash } from 'node:crypto';
import { DomainError } from '../domain/errors';
import type { Clock, IdempotencyStore, StoredReply } from '../ports';
import { withDeadline } from './deadline';
import { problemKinds } from './problem';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;
const RETRY_AFTER_SECONDS = 2;
/** For writing down what became of a request: less than is kept of a Lambda's time behind the work. */
const SETTLE_MS = 500;

/** What makes two requests the same one. */
export interface Sameness {
  owner: string;
  operationId: string;
  /** Path and query as they came. */
  target: string;
  body: Uint8Array;
}

/**
 * The key of the request, undefined when it has none.
 * @throws DomainError `INVALID_REQUEST`
 */
export function idempotencyKeyOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (VISIBLE_ASCII.test(header)) return header;
  const detail = 'The header Idempotency-Key must be 1 to 255 visible ASCII characters without blanks.';
  throw new DomainError('INVALID_REQUEST', detail, { errors: [{ pointer: '', code: 'invalid_header', detail }] });
}

/**
 * Runs `work` once for the key. A reply that may turn out better next time (any from 500 up, and what is retryable)
 * frees the key; every other reply is kept, refusals too.
 * @throws DomainError `IDEMPOTENCY_KEY_REUSED` or `IDEMPOTENCY_IN_PROGRESS`
 */
export async function once(
  { store, clock }: { store: IdempotencyStore; clock: Clock },
  key: string,
  request: Sameness,
  work: () => Promise<StoredReply>,
  onStoreFailure: (error: unknown) => void,
): Promise<StoredReply> {
  const id = sha256(request.owner, request.operationId, key);
  const claim = await store.begin(id, sha256(request.target, request.body));
  switch (claim.state) {
    case 'replay':
      return { ...claim.reply, headers: { ...claim.reply.headers, 'idempotent-replayed': 'true' } };
    case 'reused':
      throw new DomainError(
        'IDEMPOTENCY_KEY_REUSED',
        'This Idempotency-Key was used for a request with another body. Use a new key for a new request.',
      );
    case 'in-progress':
      throw new DomainError(
        'IDEMPOTENCY_IN_PROGRESS',
        'The first request with this Idempotency-Key is still being answered. Send it again in a moment.',
        { retryAfterSeconds: RETRY_AFTER_SECONDS },
      );
    case 'claimed':
  }
  const reply = await work();
  // The work is done: a store that fails or stalls now must not turn its answer into an error, nor make it late.
  const settle = () => (mayTurnOutBetter(reply) ? store.release(id) : store.complete(id, reply));
  await withDeadline(clock, SETTLE_MS, settle).catch(onStoreFailure);
  return reply;
}

function mayTurnOutBetter(reply: StoredReply): boolean {
  return (
    reply.status >= 500 || Object.values(problemKinds).some((kind) => kind.retryable && kind.status === reply.status)
  );
}

/** Parts are length-prefixed, so that no two lists of parts hash alike. */
function sha256(...parts: (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = Buffer.from(part as string);
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest('hex');
}
