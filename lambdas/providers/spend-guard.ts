/** The seam for the day's budget: what a call may cost at most is set aside before it, and paid or given back after it. */
import type { Usage } from '../domain/meta';
import type { Call } from '../ports';

export interface SpendGuard {
  /** Null when the day's budget does not hold what the call may cost at most, or nobody can say: then it is not made. */
  reserve(modelId: string, worst: Usage | null, call: Call): Promise<SpendGrant | null>;
}

export interface SpendGrant {
  /** `usage` as the vendor billed it; null: unknown (aborted, timed out), so the worst is taken. `unsent`: nothing is billed and all of it is given back. */
  settle(outcome: { usage: Usage | null } | 'unsent'): void | Promise<void>;
}
