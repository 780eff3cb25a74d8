/** Shallow health for load balancers and deep health for on-call. */
import type { HealthResponse, ProvidersHealthResponse } from '../domain/requests';
import type { Call, Clock, RequestContext } from '../ports';

/** Something the service needs, and the smallest real call that shows it works; `check` null where that would cost money. */
export interface Probe {
  capability: 'text' | 'embeddings' | 'store';
  provider: string;
  model: string | null;
  check: ((call: Call) => Promise<unknown>) | null;
}

/** The process is up; nothing else is asked, so that a failing provider never takes the service out of rotation. */
export function health(ports: { clock: Clock; version: string }): HealthResponse {
  return { status: 'ok', version: ports.version, time: new Date(ports.clock.now()).toISOString() };
}

/** Every probe at the same time. `degraded` when one fails: the service still answers, with less. */
export async function providersHealth(
  ports: { clock: Clock; probes: readonly Probe[] },
  context: RequestContext,
): Promise<ProvidersHealthResponse> {
  const providers = await Promise.all(
    ports.probes.map(async ({ check, ...probe }): Promise<ProvidersHealthResponse['providers'][number]> => {
      if (check === null)
        return { ...probe, status: 'unknown', latencyMs: null, detail: 'not asked: a call costs money' };
      const startedAt = ports.clock.now();
      try {
        await check(context);
        return { ...probe, status: 'ok', latencyMs: Math.round(ports.clock.now() - startedAt), detail: null };
      } catch (error) {
        return {
          ...probe,
          status: 'failing',
          latencyMs: Math.round(ports.clock.now() - startedAt),
          detail: failureKind(error),
        };
      }
    }),
  );
  return { status: providers.some((provider) => provider.status === 'failing') ? 'degraded' : 'ok', providers };
}

/** The kind or code of a failure, never its message. */
function failureKind(error: unknown): string {
  if (typeof error === 'object' && error !== null) {
    if ('kind' in error && typeof error.kind === 'string') return error.kind;
    if ('code' in error && typeof error.code === 'string') return error.code;
  }
  return 'failed';
}
