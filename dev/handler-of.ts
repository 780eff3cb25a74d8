/** The handler module of a slug, loaded when its first request comes, as a Lambda would. */
import type { Handler } from '../lambdas/http/endpoint';

/** @throws Error when a route of the table has no handler file */
export async function handlerOf(slug: string): Promise<Handler> {
  const { handler } = (await import(`../lambdas/handlers/${slug}`)) as { handler: Handler };
  return handler;
}
