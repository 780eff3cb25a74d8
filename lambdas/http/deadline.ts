/** The time one request may take, as a signal that reaches every socket and as an end that comes whatever the work does. */
import { DomainError } from '../domain/errors';
import type { Call, Clock } from '../ports';

/** Kept of the Lambda's time for writing the answer down and sending it. */
const RESERVE_MS = 700;

/** What is left for the work, in milliseconds, at most `mostMs`; never less than 1. */
export function budgetMs(remainingMs: number, mostMs: number): number {
  return Math.max(1, Math.min(remainingMs - RESERVE_MS, mostMs));
}

/**
 * Runs the work and ends it in time, also when the work does not listen to its signal.
 * @throws DomainError `DEADLINE_EXCEEDED`
 */
export async function withDeadline<T>(clock: Clock, ms: number, work: (call: Call) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const late = new DomainError('DEADLINE_EXCEEDED', `The work did not end within ${ms} ms.`);
      reject(late);
      controller.abort(late);
    }, ms);
  });
  try {
    return await Promise.race([work({ signal: controller.signal, deadline: clock.now() + ms }), end]);
  } finally {
    clearTimeout(timer);
  }
}
