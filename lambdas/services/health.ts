/** Shallow health for load balancers and deep health for on-call. */
import type { HealthResponse, ProvidersHealthResponse } from '../domain/requests';
import type { Call, Clock, RequestContext } from '../ports';

/** Something the service needs, and the smallest real call that shows it works; `check` null where that would cost money. */
export interface Probe {
  capability: 'text' | 'embeddings' | 'store';
  provider: string;
  model: string | null;
  check: ((call: Call) => Promise<unknown>) | null;
  /** How the breaker before it stands; null where there is none. */
  breaker: (() => Promise<NonNullable<Health['breaker']>>) | null;
}

type Health = ProvidersHealthResponse['providers'][number];

/** The process is up; nothing else is asked, so that a failing provider never takes the service out of rotation. */
export function health(ports: { clock: Clock; version: string }): HealthResponse {
  return { status: 'ok', version: ports.version, time: new Date(ports.clock.now()).toISOString() };
}

/** Every probe at the same time. `degraded` when one fails or is not asked: the service still answers, with less. */
export async function providersHealth(
  ports: { clock: Clock; probes: readonly Probe[] },
  context: RequestContext,
): Promise<ProvidersHealthResponse> {
  const providers = await Promise.all(
    ports.probes.map(async ({ check, breaker, ...probe }): Promise<Health> => {
      const [state, found] = await Promise.all([breaker?.() ?? null, tried(check, ports.clock, context)]);
      return { ...probe, ...found, breaker: state };
    }),
  );
  const isHealthy = ({ status, breaker }: Health) => status !== 'failing' && (breaker === null || breaker === 'closed');
  return { status: providers.every(isHealthy) ? 'ok' : 'degraded', providers };
}

async function tried(
  check: Probe['check'],
  clock: Clock,
  context: RequestContext,
): Promise<Pick<Health, 'status' | 'latencyMs' | 'detail'>> {
  if (check === null) return { status: 'unknown', latencyMs: null, detail: 'not asked: a call costs money' };
  const startedAt = clock.now();
  const elapsedMs = () => Math.max(0, Math.round(clock.now() - startedAt));
  try {
    await Promise.race([check(context), endOf(context.signal)]);
    return { status: 'ok', latencyMs: elapsedMs(), detail: null };
  } catch (error) {
    return { status: 'failing', latencyMs: elapsedMs(), detail: failureKind(error) };
  }
}

/** Rejects when the time of the probes is over: some of them are deaf to it. */
function endOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

/** The kind or code of a failure, never its message. */
function failureKind(error: unknown): string {
  if (typeof error === 'object' && error !== null) {
    if ('name' in error && error.name === 'TimeoutError') return 'timeout';
    if ('kind' in error && typeof error.kind === 'string') return error.kind;
    if ('code' in error && typeof error.code === 'string') return error.code;
  }
  return 'failed';
}
