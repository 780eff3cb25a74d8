/** Tells an end of time from a caller who left and from a broken connection; common to every wire. */
import { ANSWER_TOO_LARGE } from './answer-limit';
import type { ProviderErrorKind } from './provider-error';

const NETWORK_CODES =
  /^(ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPROTO|ERR_TLS\w*|ERR_SSL\w*|CERT_\w+|UND_ERR_\w+|\w*_CERT\w*)$/;
const TIMEOUT_CODES = /^(ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_\w*TIMEOUT)$/;

/** Why a call ended without an answer that was read, or null when the cause is neither time, caller, connection nor size. */
export function interruption(error: unknown, signal: AbortSignal): ProviderErrorKind | null {
  // Whatever the client library makes of our abort, the signal knows the reason.
  if (signal.aborted) return isTimeout(signal.reason) ? 'timeout' : 'aborted';
  // Codes before names: the AWS SDK calls a connection that was reset a TimeoutError too.
  for (const code of codes(error)) {
    if (code === ANSWER_TOO_LARGE) return 'invalid-output';
    if (TIMEOUT_CODES.test(code)) return 'timeout';
    if (NETWORK_CODES.test(code)) return 'network';
  }
  if (isTimeout(error)) return 'timeout';
  if (isNamed(error, 'TypeError') && messageOf(error) === 'fetch failed') return 'network';
  if (/^(terminated|aborted|socket hang up|other side closed)$/i.test(messageOf(error))) return 'network';
  return null;
}

/** No name, no connection, or no trust in who answered it: each comes before the first byte of a request. */
const BEFORE_SENDING = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|\w*_CERT\w*)$/;

/** Whether a call failed before its request could leave this machine. */
export function neverLeft(error: unknown): boolean {
  return codes(error).some((code) => BEFORE_SENDING.test(code));
}

/** Abort reason for a slice of time that is used up. */
export function timeUp(): DOMException {
  return new DOMException('the time for this call is used up', 'TimeoutError');
}

function isTimeout(error: unknown): boolean {
  return isNamed(error, 'TimeoutError');
}

function isNamed(error: unknown, name: string): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === name;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

/** The `code` of an error and of its causes: fetch hides the socket's error three levels down. */
function codes(error: unknown): string[] {
  const found: string[] = [];
  let at: unknown = error;
  // By shape and not by class: what Node throws is no Error of a context that a tool has made.
  for (let depth = 0; typeof at === 'object' && at !== null && depth < 5; depth++) {
    if ('code' in at && typeof at.code === 'string') found.push(at.code);
    at = 'cause' in at ? at.cause : undefined;
  }
  return found;
}
