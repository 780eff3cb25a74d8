/** Remembers which models fail or have become slow, so that requests do not wait for them in turn; containers share it. */
import type { BreakerStore, Clock, OpenBreaker } from '../ports';
import type { ProviderErrorKind } from './provider-error';

/** A key is `provider|model`. Nothing here rejects. */
export interface Breaker {
  /** Whether the model may be asked now. Who is told so calls `record` once, also if the model was not asked after all. */
  allows(key: string): boolean | Promise<boolean>;
  /** What it returns is the writing down of a change, if there was one. */
  record(
    key: string,
    outcome: BreakerOutcome,
    facts?: { slow: boolean; retryAfterMs?: number | undefined },
  ): Promise<void> | undefined;
  /** How it stands, after a look at what other containers know. */
  look(key: string): Promise<BreakerState>;
}

export type BreakerOutcome = 'ok' | 'unasked' | ProviderErrorKind;

/** `capacity`: the model is well and says that it is asked too often; only this container minds. */
export type BreakerState = 'closed' | 'open' | 'half-open' | 'capacity';

export interface BreakerOptions {
  clock: Clock;
  /** Without one each container finds out by itself. */
  store?: BreakerStore | undefined;
  /** Told once for all containers that share the store. */
  onOpen?: (key: string) => void;
  /** Failures in a row that open it. Default 5. */
  threshold?: number;
  /** From opening to the first probe, and from probe to probe, up to a fifth more by chance. Default 30 s. */
  recoveryMs?: number;
  /** The same after failures that somebody has to mend. Default 5 minutes. */
  lastingMs?: number;
  /** Between two looks at the store. Default 5 s. */
  lookMs?: number;
  /** 0 to 1, for jitter. */
  random?: () => number;
}

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
/** Those of them that no waiting mends: rights, end of life, a limit of the account. */
const LASTING: ReadonlySet<string> = new Set(['refused', 'not-found', 'quota']);
/** These say nothing of the model: nobody asked, or nobody waited for the answer. */
const SILENT: ReadonlySet<string> = new Set(['unasked', 'aborted', 'withheld']);

/** Of the last calls so many must have been slow to open it: one long resume is no reason, a slow hour is. */
const SLOW_WINDOW = 20;
const SLOW_SHARE = 0.8;

/** Timers fire up to a few milliseconds early, and a retry that has waited as long as it was told must not be late for it. */
const TIMER_SLACK_MS = 5;

/** Cool-down without a Retry-After: from the first, doubled by each refusal in a row, to the last. */
const COOL_DOWN_MS = { first: 5_000, most: 30_000 };

interface State {
  failures: number;
  throttles: number;
  /** Whether the last calls were slow, newest last. */
  slow: boolean[];
  open: OpenBreaker | null;
  /** Counts the changes of `open` here, so that an answer of the store that was asked before one is not used. */
  changes: number;
  /** `leased`: the right to probe is here and not used yet. */
  probe: 'none' | 'leased' | 'under-way';
  coolUntil: number;
  lookedAt: number;
}

/**
 * Closed, it writes nothing and looks at the store beside a call, never before it. Open, it lets one call a window
 * through: the container that moves the window on in the store makes it, and its answer closes it for all. A store that
 * fails changes nothing: each container then decides by what it has seen. Counts time with the clock only: timers stand
 * still while a Lambda is frozen.
 */
export function circuitBreaker(options: BreakerOptions): Breaker {
  const { clock, store, onOpen, threshold = 5, recoveryMs = 30_000, lastingMs = 300_000 } = options;
  const { lookMs = 5_000, random = Math.random } = options;
  const states = new Map<string, State>();

  return {
    allows(key) {
      const state = stateOf(key);
      const now = clock.now();
      if (now - state.lookedAt >= lookMs) void refresh(key, state);
      if (now < state.coolUntil - TIMER_SLACK_MS) return false;
      if (state.open === null) return true;
      if (now < state.open.probeAt) {
        if (state.probe !== 'leased') return false;
        state.probe = 'under-way';
        return true;
      }
      return lease(key, state, state.open);
    },

    record(key, outcome, { slow = false, retryAfterMs } = { slow: false }) {
      const state = stateOf(key);
      // A call that began before the opening has ended before the first probe begins: the window is the longer of the two.
      const wasProbe = state.probe === 'under-way';
      if (wasProbe) state.probe = SILENT.has(outcome) ? 'leased' : 'none';
      if (SILENT.has(outcome)) return undefined;
      if (outcome === 'throttled') {
        coolDown(state, retryAfterMs);
        return undefined;
      }
      const failed = UNHEALTHY.has(outcome);
      const windowMs = LASTING.has(outcome) ? lastingMs : recoveryMs;
      if (!failed) state.throttles = 0;
      if (state.open !== null) {
        if (!wasProbe) return undefined;
        // An answer that is slow is no sign of recovery.
        if (failed || slow) return windowMs === state.open.windowMs ? undefined : change(key, state, windowMs);
        return close(key, state, state.open);
      }
      // A model that refuses, cuts or spoils an answer is up.
      state.failures = failed ? state.failures + 1 : 0;
      state.slow = [...state.slow, slow].slice(-SLOW_WINDOW);
      const isSlow = state.slow.filter(Boolean).length >= SLOW_WINDOW * SLOW_SHARE;
      return state.failures >= threshold || isSlow ? change(key, state, windowMs) : undefined;
    },

    async look(key) {
      const state = stateOf(key);
      await refresh(key, state);
      const now = clock.now();
      if (state.open !== null) return state.probe !== 'none' || now >= state.open.probeAt ? 'half-open' : 'open';
      return now < state.coolUntil ? 'capacity' : 'closed';
    },
  };

  function stateOf(key: string): State {
    const known = states.get(key);
    if (known !== undefined) return known;
    const state: State = {
      failures: 0,
      throttles: 0,
      slow: [],
      open: null,
      changes: 0,
      probe: 'none',
      coolUntil: Number.NEGATIVE_INFINITY,
      lookedAt: Number.NEGATIVE_INFINITY,
    };
    states.set(key, state);
    return state;
  }

  function windowFromNow(windowMs: number): OpenBreaker {
    return { probeAt: Math.round(clock.now() + windowMs * (1 + random() / 5)), windowMs };
  }

  function set(state: State, open: OpenBreaker | null): void {
    state.open = open;
    state.changes++;
  }

  /** Takes over what the store says. */
  function adopt(state: State, standing: OpenBreaker | null): void {
    if (standing?.probeAt === state.open?.probeAt) return;
    state.probe = 'none';
    state.slow = [];
    // Another container has seen it answer; here one more failure is enough to doubt that.
    if (standing === null) state.failures = threshold - 1;
    set(state, standing);
  }

  async function refresh(key: string, state: State): Promise<void> {
    if (store === undefined) return;
    state.lookedAt = clock.now();
    const { changes } = state;
    const standing = await store.read(key).catch(() => undefined);
    if (standing !== undefined && state.changes === changes) adopt(state, standing);
  }

  /** Moves the window on. Who does so first, of all containers, makes the probe. */
  async function lease(key: string, state: State, seen: OpenBreaker): Promise<boolean> {
    const next = windowFromNow(seen.windowMs);
    state.probe = 'under-way';
    set(state, next);
    const outcome = await store?.swap(key, seen, next).catch(() => undefined);
    if (outcome === undefined || outcome.swapped) return true;
    state.probe = 'none';
    adopt(state, outcome.standing);
    return state.open === null;
  }

  /** Opens it, or sets another window after a probe that failed for another reason. */
  async function change(key: string, state: State, windowMs: number): Promise<void> {
    const seen = state.open;
    const next = windowFromNow(windowMs);
    state.slow = [];
    set(state, next);
    const outcome = await store?.swap(key, seen, next).catch(() => undefined);
    if (outcome !== undefined && !outcome.swapped) adopt(state, outcome.standing);
    else if (seen === null) onOpen?.(key);
  }

  async function close(key: string, state: State, seen: OpenBreaker): Promise<void> {
    state.failures = 0;
    set(state, null);
    await store?.swap(key, seen, null).catch(() => undefined);
  }

  /** Without a Retry-After the first refusal may be chance, and the chain asks once more. */
  function coolDown(state: State, retryAfterMs: number | undefined): void {
    const { first, most } = COOL_DOWN_MS;
    const usual = state.throttles === 0 ? 0 : Math.min(most, first * 2 ** (state.throttles - 1));
    state.throttles++;
    state.coolUntil = Math.max(state.coolUntil, clock.now() + (retryAfterMs ?? usual));
  }
}
