/** Walks the tiers of a chain under one deadline until one of them answers. */
import { DomainError, OverBudget } from '../domain/errors';
import type { Attempt, Provider, Usage } from '../domain/meta';
import type { Call } from '../ports';
import { admit, breakerKey, type Gates, turnBack } from './admission';
import { billOf, type Spent } from './bill';
import { interruption } from './interruption';
import { isProviderError, ProviderError, type ProviderErrorKind } from './provider-error';
import { fullJitterMs, pause, systemTime, type Time, within } from './resilience';
import type { RetryBudget } from './retry-budget';

interface Identity {
  readonly provider: Provider;
  readonly modelId: string;
}

/** The time a tier may take of a request. */
export interface Slice {
  /** With less than this left the tier is not started; as much is kept free for each tier that comes later. */
  readonly minBudgetMs: number;
  readonly maxMs: number;
}

export interface TierOptions extends Gates {
  /** Overrides of the chain's default slices. */
  slices?: Partial<Record<Provider, Slice>>;
  /** Providers to ask, first to last. Those left out are not asked, save the local ones, which always stand last. */
  order?: (call: Call) => Promise<readonly string[]>;
  /** Kept free behind the last tier, for the reply. Default 200. */
  marginMs?: number;
  /** Without one each tier may use its one retry. */
  retries?: RetryBudget;
  /** Told of each attempt as it ends, also of those that were not made. */
  report?: (attempt: Attempt, facts: AttemptFacts) => void;
  /** Marks answers of remote providers as simulated. */
  simulated?: boolean;
  time?: Time;
  /** 0 to 1, for jitter. */
  random?: () => number;
}

/** Of one attempt, for those who keep books. */
export interface AttemptFacts {
  call: Call;
  /** 1 for the first of this walk. */
  number: number;
  /** What was thrown. */
  error: unknown;
  /** What it is billed for; null where nothing is or nobody knows. */
  usage: Usage | null;
  /** The vendor did not say, and it is the most it can be. */
  estimated: boolean;
}

/** Inside this process: they cost nothing, need no network and so are neither skipped nor interrupted. */
const LOCAL: ReadonlySet<Provider> = new Set(['rules', 'embedded']);
export const isLocal = (provider: Provider): boolean => LOCAL.has(provider);

/** The same text must not go to another vendor: it was filtered, or our own request is wrong. */
const FINAL: ReadonlySet<ProviderErrorKind> = new Set(['filtered', 'invalid-request']);

/** Longest pause before the one retry, without a Retry-After. */
const BACKOFF_MS: Partial<Record<ProviderErrorKind, number>> = { throttled: 1_000, unavailable: 200, network: 50 };

/** A call that takes more than this share of its tier's time is slow: it still answers, but hardly leaves room for others. */
const SLOW_SHARE = 0.75;

/** The longest an answer waits for what its breakers and budgets still write; later it is done behind the answer. */
const SETTLE_MS = 250;

/** When a provider without a free slot may have one again. */
const BUSY_MS = 1_000;

export interface Answer<M, T> {
  value: T;
  model: M;
  /** Whether an earlier model in the order was passed over. */
  fallbackUsed: boolean;
  attempts: Attempt[];
  /** What each attempt that reached a model is billed for, where known. */
  spent: Spent<Identity>[];
}

interface Given<T> {
  value: T;
  usage: Usage | null;
  estimated?: boolean;
}

/** Undefined: the call was not made. */
type Outcome<T> = { value: T } | { error: ProviderError } | undefined;

/**
 * The first answer, in the order of the models.
 * @param options.worstOf what one attempt is billed for at most; null where nobody can say
 * @param ask one attempt, which throws ProviderError; `faults` are those of the answer before, if that is to be repaired.
 * @throws DomainError `PROVIDER_UNAVAILABLE` when no tier answered, `DEADLINE_EXCEEDED` when the caller gave up.
 */
export async function firstAnswer<M extends Identity, T>(
  models: readonly M[],
  call: Call,
  options: TierOptions & {
    defaults: Readonly<Record<Provider, Slice>>;
    repairs: boolean;
    worstOf?: (model: M, faults: readonly string[]) => Usage | null;
  },
  ask: (model: M, call: Call, faults: readonly string[]) => Promise<Given<T>>,
): Promise<Answer<M, T>> {
  const { time = systemTime, random = Math.random, marginMs = 200, retries, worstOf = () => null } = options;
  const attempts: Attempt[] = [];
  const spent: Spent<Identity>[] = [];
  /** Work at stores that goes on beside the walk. */
  const settling: Promise<unknown>[] = [];
  const waitsMs: number[] = [];
  const sliceOf = (model: M) => options.slices?.[model.provider] ?? options.defaults[model.provider];
  let failure: unknown;
  let localOnly = false;

  try {
    for (const [index, model] of models.entries()) {
      const local = isLocal(model.provider);
      if (!local && localOnly) continue;
      const slice = sliceOf(model);
      const reserved = models.slice(index + 1).reduce((sum, later) => sum + sliceOf(later).minBudgetMs, marginMs);
      const budgetMs = local ? Number.POSITIVE_INFINITY : Math.min(slice.maxMs, call.deadline - time.now() - reserved);
      if (budgetMs < slice.minBudgetMs) {
        note(model, 'no-time', 0);
        continue;
      }
      const answer = await askTier(model, slice, budgetMs);
      if (answer !== undefined) return { value: answer.value, model, fallbackUsed: index > 0, attempts, spent };
    }
  } finally {
    await settled();
  }
  throw new DomainError('PROVIDER_UNAVAILABLE', 'No model can answer at the moment. Try again later.', {
    cause: failure,
    ...(waitsMs.length > 0 && { retryAfterSeconds: Math.max(1, Math.ceil(Math.min(...waitsMs) / 1_000)) }),
  });

  /** One tier with its one retry and its one repair, all within its slice. */
  async function askTier(model: M, slice: Slice, budgetMs: number): Promise<{ value: T } | undefined> {
    const end = time.now() + budgetMs;
    let faults: readonly string[] = [];
    let retried = false;
    for (let first = true; ; first = false) {
      const outcome = await attempt(model, slice, end, faults, first);
      if (outcome === undefined || 'value' in outcome) return outcome;
      const { error } = outcome;
      failure = error;
      if (FINAL.has(error.kind)) localOnly = true;
      if (options.repairs && error.kind === 'invalid-output' && faults.length === 0) {
        faults = error.faults.length > 0 ? error.faults : ['It was not an object of the asked shape.'];
      } else if (error.retryable && !retried) {
        retried = true;
        const waitMs = error.retryAfterMs ?? fullJitterMs(BACKOFF_MS[error.kind] ?? 200, random);
        if (time.now() + waitMs + slice.minBudgetMs > end) return undefined;
        if (retries?.spend(breakerKey(model)) === false) return undefined;
        await pause(call, waitMs, time).catch(givenUp);
      } else return undefined;
      if (end - time.now() < slice.minBudgetMs) return undefined;
    }
  }

  async function attempt(
    model: M,
    slice: Slice,
    end: number,
    faults: readonly string[],
    first: boolean,
  ): Promise<Outcome<T>> {
    const local = isLocal(model.provider);
    const worst = local ? null : worstOf(model, faults);
    const entry = local ? undefined : await admit(model, call, options, { worst, end, time });
    if (typeof entry === 'string') {
      if (entry === 'busy') waitsMs.push(BUSY_MS);
      if (entry === 'over-budget') failure = new OverBudget();
      // A model that has failed already was not passed over.
      if (first) note(model, entry, 0);
      return undefined;
    }
    const turnedBack = call.signal.aborted || end - time.now() < slice.minBudgetMs;
    if (turnedBack && entry !== undefined) keep(turnBack(entry));
    if (call.signal.aborted) givenUp();
    if (turnedBack) {
      if (first) note(model, 'no-time', 0);
      return undefined;
    }
    if (first && !local) retries?.earn(breakerKey(model));
    const started = time.now();
    const work = (inner: Call) => ask(model, inner, faults);
    const elapsedMs = () => time.now() - started;
    const slow = () => elapsedMs() > slice.maxMs * SLOW_SHARE;
    const outcome = await (local ? work(call) : within(call, end - started, time, work)).then(
      (given) => ({ given }),
      (thrown: unknown) => ({ thrown }),
    );
    if ('given' in outcome) {
      const { value, usage, estimated = false } = outcome.given;
      keep(entry?.({ outcome: 'ok', slow: slow(), bill: { usage } }));
      spent.push({ model, usage, estimated });
      note(model, 'ok', elapsedMs(), usage, undefined, estimated);
      return { value };
    }
    const { thrown } = outcome;
    if (local && call.signal.aborted) givenUp();
    // Nothing else can go wrong in this process but a bug.
    if (local && !isProviderError(thrown)) throw thrown;
    const error = asProviderError(thrown, model, call.signal);
    const { kind, retryAfterMs } = error;
    const { usage, estimated, bill } = billOf(error, worst);
    keep(entry?.({ outcome: kind, slow: slow(), retryAfterMs, bill }));
    if (usage !== null) spent.push({ model, usage, estimated });
    note(model, kind, elapsedMs(), usage, thrown, estimated);
    if (retryAfterMs !== undefined) waitsMs.push(retryAfterMs);
    if (call.signal.aborted) givenUp();
    return { error };
  }

  function keep(work: Promise<unknown> | undefined): void {
    if (work !== undefined) settling.push(work);
  }

  async function settled(): Promise<void> {
    const leftMs = Math.min(SETTLE_MS, call.deadline - marginMs - time.now());
    if (settling.length === 0 || leftMs <= 0) return;
    await within(call, leftMs, time, () => Promise.all(settling)).catch(() => undefined);
  }

  function note(
    model: Identity,
    outcome: string,
    latencyMs: number,
    usage: Usage | null = null,
    error?: unknown,
    estimated = false,
  ): void {
    const entry = {
      provider: model.provider,
      model: model.modelId,
      outcome,
      latencyMs: Math.max(0, Math.round(latencyMs)),
    };
    attempts.push(entry);
    options.report?.(entry, { call, number: attempts.length, error, usage, estimated });
  }
}

function givenUp(): never {
  throw new DomainError('DEADLINE_EXCEEDED', 'The request ended before an answer was there.');
}

/** What an attempt threw, as a ProviderError; a bug in an adapter is a fault of its tier, and the next one is asked. */
function asProviderError(thrown: unknown, { provider, modelId }: Identity, signal: AbortSignal): ProviderError {
  if (isProviderError(thrown)) return thrown;
  const kind = interruption(thrown, signal) ?? 'unavailable';
  return new ProviderError({ provider, modelId, kind, retryable: false });
}
