/** What the caller wants of kept answers: the directives of a request's `Cache-Control` (RFC 9111) that this service knows. */
import type { Call } from '../ports';

/**
 * Other directives are left aside, as the RFC asks.
 * @param header the values of all Cache-Control headers as one list; undefined without one
 */
export function cachingWishes(header: string | undefined): Pick<Call, 'fresh' | 'noStore'> {
  const directives = (header ?? '').split(',').map((directive) => directive.trim().toLowerCase());
  const noStore = directives.includes('no-store');
  return {
    ...((noStore || directives.includes('no-cache')) && { fresh: true }),
    ...(noStore && { noStore }),
  };
}
