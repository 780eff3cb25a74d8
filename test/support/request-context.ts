/** The context of a request as the endpoint would make it. */
import type { RequestContext } from '../../lambdas/ports';

/** A clock that stands still at the 1st of March 2026, noon UTC. */
export const clock = { now: () => Date.UTC(2026, 2, 1, 12) };

export function aContext(overrides: Partial<RequestContext> = {}): RequestContext {
  return {
    requestId: 'req-1',
    owner: 'tenant-a/user-1',
    signal: new AbortController().signal,
    deadline: clock.now() + 27_000,
    ...overrides,
  };
}
