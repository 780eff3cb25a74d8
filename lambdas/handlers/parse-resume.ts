/** POST /v1/resumes/parse */
import { on } from '../http/binding';
import { endpoint } from '../http/endpoint';
import { accepted } from '../http/operation-reply';
import { routes } from '../http/routes';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/parse-resume';

export const handler = endpoint(
  edge,
  on(routes.parseResume, async ({ body, query, context, prefersAsync }) => {
    const operation = prefersAsync ? await services.startParse(body, context) : null;
    return operation === null ? services.parseResume(body, context, query.format) : accepted(operation);
  }),
);
