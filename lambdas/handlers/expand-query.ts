/** POST /v1/queries/expand */
import { on } from '../http/binding';
import { endpoint } from '../http/endpoint';
import { routes } from '../http/routes';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/expand-query';

export const handler = endpoint(
  edge,
  on(routes.expandQuery, ({ body, context }) => services.expandQuery(body, context)),
);
