/** GET and DELETE /v1/resumes/{id}, GET /v1/resumes/{id}/redacted */
import { on } from '../http/binding';
import { endpoint } from '../http/endpoint';
import { routes } from '../http/routes';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/resumes';

export const handler = endpoint(
  edge,
  on(routes.getResume, ({ path, query, context }) => services.getResume(path, context, query.format)),
  on(routes.getRedactedResume, async ({ path, context }) => ({
    resume: await services.getRedactedResume(path, context),
  })),
  on(routes.deleteResume, ({ path, context }) => services.deleteResume(path, context)),
);
