/** Walks the tiers of a chain under one deadline until one of them answers. */
import { DomainError } from '../domain/errors';
import type { Attempt, Provider, Usage } from '../domain/meta';
import type { Call } from '../ports';
import type { Breaker } from './breaker';
import { interruption } from './interruption';
import { isProviderError, ProviderError, type ProviderErrorKind } from './provider-error';
import { fullJitterMs, pause, systemTime, type Time, within } from './resilience';

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

export interface TierOptions {
  /** Overrides of the chain's default slices. */
  slices?: Partial<Record<Provider, Slice>>;
  /** Providers to ask, first to last. Those left out are not asked, save the local ones, which always stand last. */
  order?: () => Promise<readonly Provider[]>;
  /** Kept free behind the last tier, for the reply. Default 200. */
  marginMs?: number;
  breaker?: Breaker;
  /** Told of each attempt as it ends, with the error if there was one, and what it is billed for where that is known. */
  report?: (attempt: Attempt, error?: unknown, usage?: Usage | null) => void;
  /** Marks answers of remote providers as simulated. */
  simulated?: boolean;
  time?: Time;
  /** 0 to 1, for jitter. */
  random?: () => number;
}

/** Inside this process: they cost nothing, need no network and so are neither skipped nor interrupted. */
const LOCAL: ReadonlySet<Provider> = new Set(['rules', 'embedded']);
export const isLocal = (provider: Provider): boolean => LOCAL.has(provider);

/** The same text must not go to another vendor: it was filtered, or our own request is wrong. */
const FINAL: ReadonlySet<ProviderErrorKind> = new Set(['filtered', 'invalid-request']);

/** Longest pause before the one retry, without a Retry-After. */
const BACKOFF_MS: Partial<Record<ProviderErrorKind, number>> = { throttled: 1_000, unavailable: 200, network: 50 };

export interface Answer<M, T> {
  value: T;
  model: M;
  /** Whether an earlier model in the order was passed over. */
  fallbackUsed: boolean;
  attempts: Attempt[];
  /** What each attempt that reached a model is billed for, where known. */
  spent: { model: Identity; usage: Usage | null }[];
}

/**
 * The first answer, in the order of the models.
 * @param ask one attempt, which throws ProviderError; `faults` are those of the answer before, if that is to be repaired.
 * @throws DomainError `PROVIDER_UNAVAILABLE` when no tier answered, `DEADLINE_EXCEEDED` when the caller gave up.
 */
export async function firstAnswer<M extends Identity, T>(
  models: readonly M[],
  call: Call,
  options: TierOptions & { defaults: Readonly<Record<Provider, Slice>>; repairs: boolean },
  ask: (model: M, call: Call, faults: readonly string[]) => Promise<{ value: T; usage: Usage | null }>,
): Promise<Answer<M, T>> {
  const { time = systemTime, random = Math.random, marginMs = 200, breaker } = options;
  const attempts: Attempt[] = [];
  const spent: Answer<M, T>['spent'] = [];
  const sliceOf = (model: M) => options.slices?.[model.provider] ?? options.defaults[model.provider];
  let failure: unknown;
  let localOnly = false;

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
    if (!local && breaker !== undefined && !(await breaker.allows(keyOf(model)))) {
      note(model, 'breaker-open', 0);
      continue;
    }
    const answer = await askTier(model, slice, budgetMs);
    if (answer !== undefined) {
      return { value: answer.value, model, fallbackUsed: index > 0, attempts, spent };
    }
  }
  throw new DomainError('PROVIDER_UNAVAILABLE', 'No model can answer at the moment. Try again later.', {
    cause: failure,
  });

  /** One tier with its one retry and its one repair, all within its slice. */
  async function askTier(model: M, slice: Slice, budgetMs: number): Promise<{ value: T } | undefined> {
    const end = time.now() + budgetMs;
    let faults: readonly string[] = [];
    let retried = false;
    for (;;) {
      const outcome = await attempt(model, end - time.now(), faults);
      if ('value' in outcome) return outcome;
      const { error } = outcome;
      failure = error;
      if (FINAL.has(error.kind)) localOnly = true;
      if (options.repairs && error.kind === 'invalid-output' && faults.length === 0) {
        faults = error.faults.length > 0 ? error.faults : ['It was not an object of the asked shape.'];
      } else if (error.retryable && !retried) {
        retried = true;
        const waitMs = error.retryAfterMs ?? fullJitterMs(BACKOFF_MS[error.kind] ?? 200, random);
        if (time.now() + waitMs + slice.minBudgetMs > end) return undefined;
        await pause(call, waitMs, time).catch(givenUp);
      } else return undefined;
      if (end - time.now() < slice.minBudgetMs) return undefined;
    }
  }

  async function attempt(
    model: M,
    sliceMs: number,
    faults: readonly string[],
  ): Promise<{ value: T } | { error: ProviderError }> {
    const started = time.now();
    const work = (inner: Call) => ask(model, inner, faults);
    if (call.signal.aborted) givenUp();
    const local = isLocal(model.provider);
    const outcome = await (local ? work(call) : within(call, sliceMs, time, work)).catch((thrown: unknown) => {
      // Nothing can go wrong in this process but a bug.
      if (local && !isProviderError(thrown)) throw thrown;
      const error = asProviderError(thrown, model, call.signal);
      if (error.usage !== null) spent.push({ model, usage: error.usage });
      note(model, error.kind, time.now() - started, error.usage, thrown);
      if (call.signal.aborted) givenUp();
      return { error };
    });
    if ('error' in outcome) {
      await breaker?.record(keyOf(model), outcome.error.kind);
      return outcome;
    }
    spent.push({ model, usage: outcome.usage });
    note(model, 'ok', time.now() - started, outcome.usage);
    await breaker?.record(keyOf(model), 'ok');
    return outcome;
  }

  function note(
    model: Identity,
    outcome: string,
    latencyMs: number,
    usage: Usage | null = null,
    error?: unknown,
  ): void {
    const entry = {
      provider: model.provider,
      model: model.modelId,
      outcome,
      latencyMs: Math.max(0, Math.round(latencyMs)),
    };
    attempts.push(entry);
    options.report?.(entry, error, usage);
  }
}

/** The configured models in the order that holds now. */
export async function ordered<M extends Identity>(models: readonly M[], options: TierOptions): Promise<M[]> {
  const order = await options.order?.();
  if (order === undefined) return [...models];
  const named = order.flatMap((provider) => models.filter((model) => model.provider === provider));
  return [...named, ...models.filter((model) => isLocal(model.provider) && !named.includes(model))];
}

function givenUp(): never {
  throw new DomainError('DEADLINE_EXCEEDED', 'The request ended before an answer was there.');
}

function keyOf(model: Identity): string {
  return `${model.provider}|${model.modelId}`;
}

/** What an attempt threw, as a ProviderError; a bug in an adapter is a fault of its tier, and the next one is asked. */
function asProviderError(thrown: unknown, { provider, modelId }: Identity, signal: AbortSignal): ProviderError {
  if (isProviderError(thrown)) return thrown;
  const kind = interruption(thrown, signal) ?? 'unavailable';
  return new ProviderError({ provider, modelId, kind, retryable: false });
}
