/** PUT, GET and DELETE /v1/jobs/{id}, POST /v1/jobs/batch */
import { on, WithStatus } from '../http/binding';
import { endpoint } from '../http/endpoint';
import { rejectedItems } from '../http/problem';
import { routes } from '../http/routes';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/jobs';

const putJob = on(routes.putJob, async ({ path, body: job }) => {
  const { created, body } = await services.putJob({ id: path.id, job });
  return new WithStatus(created ? 201 : 200, body);
});
const putJobsBatch = on(routes.putJobsBatch, async ({ body }) => rejectedItems(await services.putJobsBatch(body)));
const getJob = on(routes.getJob, ({ path, context }) => services.getJob(path, context));
const deleteJob = on(routes.deleteJob, ({ path }) => services.deleteJob(path));

export const handler = endpoint(edge, putJob, getJob, deleteJob, putJobsBatch);
