/** Stored resumes, with their ports. */
import { inFormat, type ResumeFormat } from '../../domain/json-resume';
import type { RequestContext } from '../../ports';
import * as service from '../../services/resumes';
import { stores } from '../adapters/stores';
import { platform } from '../platform';
import type { Requested } from './requested';

export async function getResume(
  request: Requested<typeof service.getResume>,
  context: RequestContext,
  format: ResumeFormat,
) {
  return inFormat({ resume: await service.getResume(await stores(platform()), request, context) }, format);
}

export async function getRedactedResume(request: Requested<typeof service.getRedactedResume>, context: RequestContext) {
  return service.getRedactedResume(await stores(platform()), request, context);
}

export async function deleteResume(request: Requested<typeof service.deleteResume>, context: RequestContext) {
  return service.deleteResume(await stores(platform()), request, context);
}
