/** What API Gateway itself looks for before it calls a function: the parameters without which a route makes no sense. */
import type { allRoutes } from '../../lambdas/http/routes';

/** As a method takes them; whether a value is right is for the handler to say. */
export function requiredParameters({ path, queryParameters }: (typeof allRoutes)[number]): Record<string, true> {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `path.${name}`);
  const inQuery = Object.entries(queryParameters?.shape ?? {})
    .filter(([, schema]) => !schema.safeParse(undefined).success)
    .map(([name]) => `querystring.${name}`);
  return Object.fromEntries([...inPath, ...inQuery].map((place) => [`method.request.${place}`, true]));
}
