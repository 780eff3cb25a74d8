/** POST /v1/matches/explain */
import { on } from '../http/binding';
import { endpoint } from '../http/endpoint';
import { routes } from '../http/routes';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/explain-match';

export const handler = endpoint(
  edge,
  on(routes.explainMatch, ({ body, context }) => services.explainMatch(body, context)),
);
