/** The time one document may take: the request's own deadline, and a shorter one for documents built to take long. */
import { DomainError } from '../domain/errors';
import type { Call } from '../ports';
import { refusals } from './refusals';

export interface Budget {
  /** Throws when the request was given up, or `DOCUMENT_TOO_COMPLEX` when the document has had its time. */
  check(): void;
  /** Milliseconds left, 0 at least. */
  remainingMs(): number;
}

/** @param now milliseconds since the epoch, as in `Clock` */
export function startBudget(call: Call, timeoutMs: number, now: () => number): Budget {
  const end = now() + timeoutMs;
  return {
    check() {
      if (call.signal.aborted || now() >= call.deadline)
        throw new DomainError('DEADLINE_EXCEEDED', 'The document could not be read in the time the request had left.');
      if (now() >= end) throw refusals.tooComplex();
    },
    remainingMs: () => Math.max(0, Math.min(end, call.deadline) - now()),
  };
}
