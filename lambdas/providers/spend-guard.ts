/** The day's budget for models: what a call may cost at most is set aside before it, and paid or given back after it. */
import { DomainError, OverBudget } from '../domain/errors';
import type { Usage } from '../domain/meta';
import type { Call, Clock, SpendLedger, Telemetry } from '../ports';
import { costMicroUsd } from './pricing';
import { systemTime, type Time, within } from './resilience';

export interface SpendGuard {
  /**
   * Null when the day's budget does not hold what the call may cost at most: then it is not made.
   * @param worst null for a model that is not billed by the token: it passes, and is not counted
   * @throws DomainError `STORE_UNAVAILABLE` when nobody can say what is left: then it is not made either
   */
  reserve(modelId: string, worst: Usage | null, call: Call): Promise<SpendGrant | null>;
}

export interface SpendGrant {
  /** `usage` as the vendor billed it; null: unknown (aborted, timed out), so the worst is taken. `unsent`: nothing is billed and all of it is given back. */
  settle(outcome: { usage: Usage | null } | 'unsent'): void;
}

export interface SpendGuardOptions {
  ledger: SpendLedger;
  /** Whole micro-USD for a UTC day. */
  dailyBudgetMicroUsd: number;
  telemetry: Pick<Telemetry, 'count' | 'event'>;
  time?: Time;
}

/** The longest that a call waits for the ledger. */
const LEDGER_MS = 250;
/** Until it has answered once: a new container has to connect first, and its first answer must not be a poor one for that. */
const FIRST_LEDGER_MS = 1_000;
/** So long after a ledger that did not answer it is not asked again. */
const REST_MS = 1_000;

/** What this container may still spend of one day's budget. */
interface Pot {
  readonly day: string;
  /** Taken from the ledger, and neither set aside nor spent. Below nothing when a call has cost more than its worst. */
  microUsd: number;
  /** What the ledger can still hand out, at most: others take too, and nothing comes back. */
  leftMicroUsd: number;
  /** The ledger is asked once at a time. */
  filling: Promise<void> | undefined;
}

const UNCOUNTED: SpendGrant = { settle() {} };

/**
 * Takes the budget from the ledger in small shares and spends them from memory, so that not each call writes. What a
 * container holds when it ends stays counted as spent. No answer of the ledger is no permission to spend.
 */
export function spendGuard(options: SpendGuardOptions): SpendGuard {
  const { ledger, dailyBudgetMicroUsd: budget, telemetry, time = systemTime } = options;
  const unpriced = new Set<string>();
  let current = newPot('');
  let restsUntil = 0;
  let hasAnswered = false;

  function newPot(day: string): Pot {
    return { day, microUsd: 0, leftMicroUsd: budget, filling: undefined };
  }

  function today(clock: Clock): Pot {
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    if (current.day !== day) current = newPot(day);
    return current;
  }

  /** Adds to the pot what is missing or more. Never rejects; afterwards the pot knows better what is left. */
  async function fill(pot: Pot, missing: number): Promise<void> {
    const nobody: Call = { signal: new AbortController().signal, deadline: Number.POSITIVE_INFINITY };
    // A thousandth, and less towards the end, so that the last of the budget is not spread over idle containers.
    const share = Math.ceil(Math.min(budget / 1_000, pot.leftMicroUsd / 100));
    const amount = Math.max(missing, Math.min(share, pot.leftMicroUsd));
    try {
      const ask = { day: pot.day, amount, limit: budget };
      const waitMs = hasAnswered ? LEDGER_MS : FIRST_LEDGER_MS;
      const { taken, handedOut } = await within(nobody, waitMs, time, (call) => ledger.take(ask, call));
      hasAnswered = true;
      pot.leftMicroUsd = Math.min(pot.leftMicroUsd, Math.max(0, budget - handedOut));
      if (taken) pot.microUsd += amount;
      telemetry.count('BudgetSpentShare', Math.min(1, handedOut / budget));
    } catch (error) {
      restsUntil = time.now() + REST_MS;
      telemetry.count('BudgetUnknown', 1);
      telemetry.event('warn', 'the ledger of the budget did not answer', { error: nameOf(error) });
    }
  }

  /** False when the budget does not hold the amount. */
  async function setAside(pot: Pot, amount: number, call: Call): Promise<boolean> {
    while (pot.microUsd < amount) {
      const missing = amount - pot.microUsd;
      if (missing > pot.leftMicroUsd) return false;
      if (time.now() < restsUntil || call.signal.aborted) {
        throw new DomainError('STORE_UNAVAILABLE', 'The ledger of the budget did not answer.');
      }
      pot.filling ??= fill(pot, missing).finally(() => {
        pot.filling = undefined;
      });
      await pot.filling;
    }
    pot.microUsd -= amount;
    return true;
  }

  function grantOf(pot: Pot, modelId: string, worst: number, at: number): SpendGrant {
    let isOpen = true;
    return {
      settle(outcome) {
        if (!isOpen) return;
        isOpen = false;
        const cost = outcome === 'unsent' ? 0 : outcome.usage && costMicroUsd(modelId, outcome.usage, at);
        // A number that is none would end the counting, and so the budget.
        const isKnown = cost !== null && cost >= 0;
        pot.microUsd += worst - (isKnown ? cost : worst);
      },
    };
  }

  return {
    async reserve(modelId, worst, call) {
      if (worst === null) return UNCOUNTED;
      const at = time.now();
      const most = costMicroUsd(modelId, worst, at);
      if (most === null) {
        if (!unpriced.has(modelId)) telemetry.event('error', 'no price: not asked under a budget', { model: modelId });
        unpriced.add(modelId);
      }
      const pot = today(time);
      if (most !== null && (await setAside(pot, most, call))) return grantOf(pot, modelId, most, at);
      telemetry.count('CallsOverBudget', 1);
      return null;
    },
  };
}

/**
 * One call that no chain makes, under the same budget.
 * @throws OverBudget when it was not made for its cost
 */
export async function underBudget<T extends { usage: Usage | null }>(
  spend: SpendGuard | undefined,
  { modelId, worst }: { modelId: string; worst: Usage | null },
  call: Call,
  work: () => Promise<T>,
): Promise<T> {
  const grant = await spend?.reserve(modelId, worst, call);
  if (grant === null) throw new OverBudget();
  let usage: Usage | null = null;
  try {
    const answer = await work();
    usage = answer.usage;
    return answer;
  } finally {
    grant?.settle({ usage });
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
