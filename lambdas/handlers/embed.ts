/** POST /v1/embeddings */
import { on } from '../http/binding';
import { endpoint } from '../http/endpoint';
import { routes } from '../http/routes';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/embed';

export const handler = endpoint(
  edge,
  on(routes.embed, ({ body, context }) => services.embed(body, context)),
);
