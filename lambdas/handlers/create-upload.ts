/** POST /v1/uploads */
import { on } from '../http/binding';
import { endpoint } from '../http/endpoint';
import { routes } from '../http/routes';
import * as services from '../platform/container/create-upload';
import { edge } from '../platform/container/edge';

export const handler = endpoint(
  edge,
  on(routes.createUpload, ({ body, context }) => services.createUpload(body, context)),
);
