/** GET /v1/openapi.json */
import { on } from '../http/binding';
import { endpoint } from '../http/endpoint';
import { apiDocument } from '../http/openapi';
import { routes } from '../http/routes';
import { edge } from '../platform/container/edge';

export const handler = endpoint(
  edge,
  on(routes.openApi, async () => apiDocument()),
);
