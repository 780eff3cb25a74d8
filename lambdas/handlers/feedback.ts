/** POST /v1/feedback */
import { on, WithStatus } from '../http/binding';
import { endpoint } from '../http/endpoint';
import { routes } from '../http/routes';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/feedback';

export const handler = endpoint(
  edge,
  on(routes.giveFeedback, async ({ body, context }) => {
    const { isNew, ...given } = await services.giveFeedback(body, context);
    return new WithStatus(isNew ? 201 : 200, given);
  }),
);
