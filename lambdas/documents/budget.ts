/** What one document may take: the request's own deadline, a shorter one for documents built to take long, and characters. */
import { DomainError } from '../domain/errors';
import { MAX_TEXT_CHARACTERS } from '../domain/limits';
import type { Call } from '../ports';
import { refusals } from './refusals';

export interface Budget {
  /** Throws when the request was given up, or `DOCUMENT_TOO_COMPLEX` when the document has had its time. */
  check(): void;
  /** Starts the document's own time again: what loading code took is not the document's doing. */
  restart(): void;
  /** Counts characters of text as they are found; throws `DOCUMENT_TOO_LARGE` at the first one too many. */
  spend(characters: number): void;
  /** Milliseconds left, 0 at least. */
  remainingMs(): number;
}

/** @param now milliseconds since the epoch, as in `Clock` */
export function startBudget(call: Call, timeoutMs: number, now: () => number): Budget {
  let end = now() + timeoutMs;
  let characters = 0;
  return {
    check() {
      if (call.signal.aborted || now() >= call.deadline)
        throw new DomainError('DEADLINE_EXCEEDED', 'The document could not be read in the time the request had left.');
      if (now() >= end) throw refusals.tooComplex();
    },
    restart() {
      end = now() + timeoutMs;
    },
    spend(more) {
      characters += more;
      if (characters > MAX_TEXT_CHARACTERS) throw refusals.tooMuchText();
    },
    remainingMs: () => Math.max(0, Math.min(end, call.deadline) - now()),
  };
}
