/** POST /v1/matches */
import { on } from '../http/binding';
import { endpoint } from '../http/endpoint';
import { routes } from '../http/routes';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/match-jobs';

export const handler = endpoint(
  edge,
  on(routes.matchJobs, ({ body, context }) => services.matchJobs(body, context)),
);
