/** What a request must look like from outside when a vendor fails in a place, and how what was seen is written. */
import type { Provider } from '../../lambdas/domain/meta';
import { faultMatrix } from './fault-matrix';
import type { FaultRow, Place, Vendor } from './fault-row';

/** One request, as far as it is checked. */
export interface Seen {
  answeredBy: Provider;
  /** `bedrock throttled`, in order. */
  attempts: string[];
  /** Requests at each vendor that had any. */
  calls: Partial<Record<Provider, number>>;
  keyReads: number;
  fallbackUsed: boolean;
  degraded: boolean;
  costEstimated: boolean;
  isFree: boolean;
  /** Sums over the attempts at each provider, those of 0 left out: `bedrock ProviderErrors`. */
  metrics: Record<string, number>;
}

/** What counts of an attempt beside its duration. */
const METRICS: Readonly<Record<string, readonly string[]>> = {
  ok: [],
  unsupported: [],
  filtered: [],
  throttled: ['ProviderErrors', 'ProviderThrottles'],
  timeout: ['ProviderErrors', 'ProviderTimeouts'],
  'invalid-output': ['ProviderErrors', 'ProviderInvalidAnswers'],
};
const metricsOf = (outcome: string) => METRICS[outcome] ?? ['ProviderErrors'];

/** Refused at the door, so that what is second is asked. */
export const SHUT: FaultRow = {
  name: 'forbidden',
  wrong: { kind: 'error', status: 403 },
  outcomes: ['refused'],
  bill: 'none',
  breaker: 'open',
};
const WELL: FaultRow = { name: 'well', wrong: SHUT.wrong, outcomes: ['ok'], bill: 'said', breaker: 'closed' };

/** What fails at the other vendor when both do: the same, or an error of the kind that each of them has. */
export function twinOf(vendor: Vendor, row: FaultRow): FaultRow {
  const other = faultMatrix.find(({ provider, work }) => provider === vendor.other && work === vendor.work);
  const named = (name: string) => other?.rows.find((one) => one.name === name);
  return named(row.name) ?? named('internal error') ?? SHUT;
}

/** In the order of being asked; none behind one that answers. */
function asked(vendor: Vendor, row: FaultRow, place: Place): { provider: Provider; row: FaultRow }[] {
  const own = { provider: vendor.provider, row };
  const other = (one: FaultRow) => ({ provider: vendor.other, row: one });
  const order = {
    first: [own, other(WELL)],
    second: [other(SHUT), own],
    both: [own, other(twinOf(vendor, row))],
  }[place];
  const last = order.findIndex((one) => answers(one.row) || one.row.next === 'local');
  return last === -1 ? order : order.slice(0, last + 1);
}

const answers = (row: FaultRow) => row.outcomes.at(-1) === 'ok';

export function expected(vendor: Vendor, row: FaultRow, place: Place): Seen {
  const walked = asked(vendor, row, place);
  const last = walked.at(-1);
  const local = vendor.work === 'text' ? 'rules' : 'embedded';
  const answeredBy = last !== undefined && answers(last.row) ? last.provider : local;
  const first = place === 'second' ? vendor.other : vendor.provider;
  const ended = walked.flatMap(({ provider, row: one }) => one.outcomes.map((outcome) => ({ provider, outcome })));
  const everyOne = answeredBy === local ? [...ended, { provider: local, outcome: 'ok' } as const] : ended;
  const metrics: Record<string, number> = {};
  const count = (key: string) => {
    metrics[key] = (metrics[key] ?? 0) + 1;
  };
  for (const { provider, outcome } of everyOne) {
    for (const metric of ['ProviderDuration', ...metricsOf(outcome)]) count(`${provider} ${metric}`);
  }
  return {
    answeredBy,
    attempts: everyOne.map(({ provider, outcome }) => `${provider} ${outcome}`),
    calls: Object.fromEntries(
      walked
        .map(({ provider, row: one }) => [provider, one.calls ?? one.outcomes.length] as const)
        .filter(([, calls]) => calls > 0),
    ),
    keyReads: walked.reduce((sum, { row: one }) => sum + (one.keyReads ?? 0), 0),
    fallbackUsed: answeredBy !== first,
    degraded: answeredBy === local,
    costEstimated: walked.some(({ row: one }) => one.bill === 'most'),
    isFree: answeredBy === local && walked.every(({ row: one }) => one.bill === 'none'),
    metrics,
  };
}
