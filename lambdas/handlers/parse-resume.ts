/** POST /v1/resumes/parse */
import { on } from '../http/binding';
import { endpoint } from '../http/endpoint';
import { routes } from '../http/routes';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/parse-resume';

export const handler = endpoint(
  edge,
  on(routes.parseResume, ({ body, query, context }) => services.parseResume(body, context, query.format)),
);
