/** What a call passes before it reaches a model: the model's breaker, a slot at its provider, the day's budget. */
import type { Provider, Usage } from '../domain/meta';
import type { Call } from '../ports';
import type { Breaker, BreakerOutcome } from './breaker';
import type { Bulkhead } from './bulkhead';
import { type Time, within } from './resilience';
import type { SpendGrant, SpendGuard } from './spend-guard';

/** In the order in which they are passed; one that is left out lets all through. */
export interface Gates {
  breaker?: Breaker;
  bulkhead?: Bulkhead;
  spend?: SpendGuard;
}

export type Refusal = 'breaker-open' | 'busy' | 'over-budget' | 'budget-unknown';

/** How a call ended, for those who let it through. */
export interface Ending {
  outcome: BreakerOutcome;
  /** It took longer than is usual for its tier. */
  slow: boolean;
  retryAfterMs?: number | undefined;
  bill: { usage: Usage | null } | 'unsent';
}

/** Gives back what was taken; to be called once. What it returns is work that goes on at a store, and does not reject. */
export type Leave = (ending: Ending) => Promise<unknown> | undefined;

/** The longest a store behind a gate is waited for: the breaker then opens the gate, the budget keeps it shut. */
const GATE_MS = 300;
/** The budget minds its own time; this is the end of what a guard may take that does not. */
const BUDGET_GATE_MS = 1_200;

const UNASKED: Ending = { outcome: 'unasked', slow: false, bill: 'unsent' };

/** @param end epoch milliseconds by which the gates must have answered · @param worst what the call is billed for at most */
export async function admit(
  model: { provider: Provider; modelId: string },
  call: Call,
  gates: Gates,
  { worst, end, time }: { worst: Usage | null; end: number; time: Time },
): Promise<Leave | Refusal> {
  const { breaker, bulkhead, spend } = gates;
  const key = breakerKey(model);
  /** A gate that can answer from memory costs no turn of the event loop. */
  const inTime = <T>(answer: T | Promise<T>, otherwise: T, mostMs = GATE_MS): T | Promise<T> =>
    answer instanceof Promise
      ? within(call, Math.min(mostMs, end - time.now()), time, () => answer).catch(() => otherwise)
      : answer;

  if (breaker !== undefined && !(await inTime(breaker.allows(key), true))) return 'breaker-open';
  const unslot = bulkhead?.enter(model.provider);
  if (unslot === null) {
    void breaker?.record(key, 'unasked');
    return 'busy';
  }
  let grant: SpendGrant | null = null;
  const leave: Leave = ({ outcome, slow, retryAfterMs, bill }) => {
    unslot?.();
    const work = [breaker?.record(key, outcome, { slow, retryAfterMs }), grant?.settle(bill)];
    const atStores = work.filter((one) => one instanceof Promise);
    return atStores.length === 0 ? undefined : Promise.allSettled(atStores);
  };
  if (spend !== undefined) {
    const granting = spend.reserve(model.modelId, worst, call);
    const granted = await inTime<SpendGrant | null | undefined>(granting, undefined, BUDGET_GATE_MS);
    if (!granted) {
      // What is granted too late is given back.
      granting.then((late) => late?.settle('unsent')).catch(() => undefined);
      void leave(UNASKED);
      return granted === null ? 'over-budget' : 'budget-unknown';
    }
    grant = granted;
  }
  return leave;
}

/** The call was let through and then not made. */
export function turnBack(leave: Leave): Promise<unknown> | undefined {
  return leave(UNASKED);
}

export function breakerKey({ provider, modelId }: { provider: Provider; modelId: string }): string {
  return `${provider}|${modelId}`;
}
