/** GET /v1/health and /v1/health/providers */
import { on } from '../http/binding';
import { endpoint } from '../http/endpoint';
import { routes } from '../http/routes';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/health';

export const handler = endpoint(
  edge,
  on(routes.health, () => services.health()),
  on(routes.providersHealth, ({ context }) => services.providersHealth(context)),
);
