/** POST /v1/compare */
import { on } from '../http/binding';
import { comparedSides } from '../http/compare-reply';
import { endpoint } from '../http/endpoint';
import { routes } from '../http/routes';
import * as services from '../platform/container/compare';
import { edge } from '../platform/container/edge';

export const handler = endpoint(
  edge,
  on(routes.compare, async ({ body, context }) => comparedSides(await services.compare(body, context))),
);
