/** POST and GET /v1/webhooks, DELETE /v1/webhooks/{id}, POST /v1/webhooks/{id}/test */
import { on } from '../http/binding';
import { endpoint } from '../http/endpoint';
import { routes } from '../http/routes';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/webhooks';

export const handler = endpoint(
  edge,
  on(routes.createWebhook, ({ body, context }) => services.createWebhook(body, context)),
  on(routes.listWebhooks, ({ context }) => services.listWebhooks(context)),
  on(routes.deleteWebhook, ({ path, context }) => services.deleteWebhook(path, context)),
  on(routes.testWebhook, ({ path, context }) => services.testWebhook(path, context)),
);
