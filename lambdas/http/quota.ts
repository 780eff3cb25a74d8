/** How many requests a caller may make in a day to routes that may cost money, counted at the door, and the headers that tell of it. */
import { DomainError } from '../domain/errors';
import type { Call, CallerQuota, Clock, Telemetry } from '../ports';
import { withDeadline } from './deadline';
import type { Bucket, Route } from './route';

export interface Quota {
  /** Requests of one caller in a UTC day. */
  limit: number;
  store: () => Promise<CallerQuota>;
}

/** The throttling groups whose routes may ask a model. */
const COUNTED: ReadonlySet<Bucket> = new Set(['parse', 'match', 'embed']);
export const isCounted = ({ bucket }: Pick<Route, 'bucket'>): boolean => COUNTED.has(bucket);

const DAY_SECONDS = 86_400;
/** The longest that a request waits to be counted. */
const COUNT_MS = 500;

/** The policy of a quota, as each answer of a counted route says it (draft-ietf-httpapi-ratelimit-headers-11). */
export function policyHeader({ limit }: Quota): Record<string, string> {
  return { 'ratelimit-policy': `"daily";q=${limit};w=${DAY_SECONDS}` };
}

/**
 * Counts the request of a caller. Where it cannot be counted in time, it passes: who pays is limited by the budget, and
 * the quota is only there to share it out.
 * @returns the headers of the answer, and the refusal when the quota is used up
 */
export async function countRequest(
  quota: Quota,
  request: { owner: string; body: unknown },
  at: { clock: Clock; telemetry: Telemetry },
): Promise<{ headers: Record<string, string>; refusal: DomainError | undefined }> {
  const { limit } = quota;
  const now = at.clock.now();
  const day = new Date(now).toISOString().slice(0, 10);
  const ask = { owner: request.owner, day, limit, requests: requestsIn(request.body) };
  try {
    const store = await quota.store();
    const { allowed, used } = await withDeadline(at.clock, COUNT_MS, (call: Call) => store.count(ask, call));
    const resetSeconds = Math.max(1, Math.ceil((Date.parse(day) + DAY_SECONDS * 1_000 - now) / 1_000));
    const headers = { ratelimit: `"daily";r=${Math.max(0, limit - used)};t=${resetSeconds}` };
    return { headers, refusal: allowed ? undefined : usedUp(ask, used, resetSeconds) };
  } catch {
    at.telemetry.count('QuotaUnchecked', 1);
    return { headers: {}, refusal: undefined };
  }
}

/** A batch counts as the requests that it spares. */
function requestsIn(body: unknown): number {
  const items = typeof body === 'object' && body !== null && 'items' in body ? body.items : undefined;
  return Array.isArray(items) ? Math.max(1, items.length) : 1;
}

function usedUp(ask: { limit: number; requests: number }, used: number, retryAfterSeconds: number): DomainError {
  const wanted =
    ask.requests === 1 ? '' : ` ${Math.max(0, ask.limit - used)} are left, and this one counts as ${ask.requests}.`;
  const detail = `You may make ${ask.limit} such requests in a day, which begins at midnight UTC.${wanted}`;
  return new DomainError('QUOTA_EXCEEDED', detail, { retryAfterSeconds });
}
