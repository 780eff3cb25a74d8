/** Remembers, per container, which models are failing, so that requests do not wait for them in turn. */
import type { Clock } from '../ports';
import type { ProviderErrorKind } from './provider-error';

/** The seam for a breaker that containers share; a key is `provider|model`. */
export interface Breaker {
  /** Whether the model may be asked now. Who is told so calls `record` once, also if the model was not asked after all. */
  allows(key: string): boolean | Promise<boolean>;
  record(
    key: string,
    outcome: BreakerOutcome,
    facts?: { slow: boolean; retryAfterMs?: number | undefined },
  ): void | Promise<void>;
}

export type BreakerOutcome = 'ok' | 'unasked' | ProviderErrorKind;

/** Failures that speak against the model's health. */
const UNHEALTHY: ReadonlySet<string> = new Set([
  'unavailable',
  'timeout',
  'network',
  'not-ready',
  'refused',
  'not-found',
  'quota',
]);

/** These speak neither for it nor against it: throttling has its own remedy, Retry-After, and a caller may leave. */
const SILENT: ReadonlySet<string> = new Set(['throttled', 'aborted', 'unasked']);

/**
 * Opens after `threshold` failures in a row and lets one call through each `recoveryMs` until one succeeds. Counts time
 * with the clock only: timers stand still while a Lambda is frozen.
 */
export function memoryBreaker(options: { clock: Clock; threshold?: number; recoveryMs?: number }): Breaker {
  const { clock, threshold = 5, recoveryMs = 30_000 } = options;
  const states = new Map<string, { failures: number; nextProbe: number }>();
  return {
    async allows(key) {
      const state = states.get(key);
      if (state === undefined || state.failures < threshold) return true;
      if (clock.now() < state.nextProbe) return false;
      state.nextProbe = clock.now() + recoveryMs;
      return true;
    },
    async record(key, outcome) {
      if (UNHEALTHY.has(outcome)) {
        const failures = (states.get(key)?.failures ?? 0) + 1;
        states.set(key, { failures, nextProbe: clock.now() + recoveryMs });
      } else if (!SILENT.has(outcome)) {
        // A model that refuses, cuts or spoils an answer is up.
        states.delete(key);
      }
    },
  };
}
