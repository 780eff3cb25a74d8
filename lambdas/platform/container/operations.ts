/** Long work taken on, and as its owner sees it, with its ports. */
import { inFormat, type ResumeFormat } from '../../domain/json-resume';
import type { RequestContext } from '../../ports';
import * as service from '../../services/operations';
import * as starting from '../../services/start-operation';
import { stores, workStores } from '../adapters/stores';
import { workQueue } from '../adapters/work-queue';
import { platform } from '../platform';
import type { Requested } from './requested';

export async function startBatch(request: Requested<typeof starting.startBatch>, context: RequestContext) {
  const at = platform();
  const [{ operations }, queue] = await Promise.all([workStores(at), workQueue(at)]);
  return starting.startBatch({ operations, queue, clock: at.clock }, request, context);
}

export async function getOperation(request: Requested<typeof service.getOperation>, context: RequestContext) {
  const at = platform();
  const { operations } = await workStores(at);
  return service.getOperation({ operations, clock: at.clock }, request, context);
}

export async function getOperationResult(
  request: Requested<typeof service.getOperationResult>,
  context: RequestContext,
  format: ResumeFormat,
) {
  const at = platform();
  const [{ operations }, { resumes }] = await Promise.all([workStores(at), stores(at)]);
  const result = await service.getOperationResult({ operations, resumes, clock: at.clock }, request, context);
  return 'fault' in result ? result : inFormat(result.answer, format);
}
