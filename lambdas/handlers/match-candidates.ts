/** POST /v1/jobs/{id}/candidates */
import { on } from '../http/binding';
import { endpoint } from '../http/endpoint';
import { routes } from '../http/routes';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/match-candidates';

export const handler = endpoint(
  edge,
  on(routes.matchCandidates, ({ path, body, context }) => services.matchCandidates({ ...body, id: path.id }, context)),
);
