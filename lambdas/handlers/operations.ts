/** POST /v1/resumes/batch, GET /v1/operations/{id}, GET /v1/operations/{id}/results/{index} */
import { on } from '../http/binding';
import { endpoint } from '../http/endpoint';
import { accepted, operationReply, resultBody } from '../http/operation-reply';
import { routes } from '../http/routes';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/operations';

export const handler = endpoint(
  edge,
  on(routes.parseResumesBatch, async ({ body, context }) => accepted(await services.startBatch(body, context))),
  on(routes.getOperation, async ({ path, context }) => operationReply(await services.getOperation(path, context))),
  on(routes.getOperationResult, async ({ path, query, context }) =>
    resultBody(await services.getOperationResult(path, context, query.format)),
  ),
);
