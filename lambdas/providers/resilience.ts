/** Time as the chain uses it: slices that end on time whatever the work does, pauses, and jitter. */
import type { Call, Clock } from '../ports';
import { timeUp } from './interruption';

/** Why the signal of work that has ended is aborted. */
const OVER = 'the work is over';

/** A clock that can also call back; tests pass a virtual one. */
export interface Time extends Clock {
  /** Calls `fire` once after `delayMs`; the function it gives back cancels that. */
  after(delayMs: number, fire: () => void): () => void;
}

export const systemTime: Time = {
  now: () => Date.now(),
  after(delayMs, fire) {
    const timer = setTimeout(fire, delayMs);
    return () => clearTimeout(timer);
  },
};

/**
 * Runs `work` for at most `sliceMs`, never beyond the call's own deadline. At the end of the slice, or when the caller
 * gives up, the promise rejects at once, even if the work is deaf to its signal. However it ends, the work's signal is
 * aborted, so that nothing that it has begun goes on.
 */
export function within<T>(call: Call, sliceMs: number, time: Time, work: (call: Call) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const deadline = Math.min(call.deadline, time.now() + sliceMs);
  return new Promise<T>((resolve, reject) => {
    const end = (reason: unknown) => {
      stop.abort(reason);
      finish(() => reject(reason));
    };
    const leave = () => end(call.signal.reason);
    const cancel = time.after(Math.max(0, deadline - time.now()), () => end(timeUp()));
    const finish = (settle: () => void) => {
      cancel();
      call.signal.removeEventListener('abort', leave);
      // A reason of its own spares the making of an error with its stack for each call that went well.
      stop.abort(OVER);
      settle();
    };
    if (call.signal.aborted) return leave();
    call.signal.addEventListener('abort', leave, { once: true });
    work({ ...call, signal: stop.signal, deadline }).then(
      (value) => finish(() => resolve(value)),
      (error: unknown) => finish(() => reject(error)),
    );
  });
}

/** Waits; rejects when the call ends first. */
export function pause(call: Call, delayMs: number, time: Time): Promise<void> {
  return within(call, Number.POSITIVE_INFINITY, time, ({ signal }) => {
    return new Promise((resolve) => {
      const cancel = time.after(delayMs, resolve);
      signal.addEventListener('abort', cancel, { once: true });
    });
  });
}

/** Full jitter: anything from nothing to `baseMs`, so that clients that failed together do not return together. */
export function fullJitterMs(baseMs: number, random: () => number): number {
  return Math.floor(random() * baseMs);
}
