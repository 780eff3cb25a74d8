/** The catalogue of jobs, with its ports. */
import type { RequestContext } from '../../ports';
import * as service from '../../services/jobs';
import { knowledge } from '../adapters/knowledge';
import { stores } from '../adapters/stores';
import { type Platform, platform } from '../platform';
import type { Requested } from './requested';

async function catalogue(at: Platform) {
  const [{ jobs }, known] = await Promise.all([stores(at), knowledge(at)]);
  return { jobs, knowledge: known };
}

export async function putJob(request: Requested<typeof service.putJob>) {
  return service.putJob(await catalogue(platform()), request);
}

export async function putJobsBatch(request: Requested<typeof service.putJobsBatch>) {
  return service.putJobsBatch(await catalogue(platform()), request);
}

export async function getJob(request: Requested<typeof service.getJob>, context: RequestContext) {
  return service.getJob(await stores(platform()), request, context);
}

export async function deleteJob(request: Requested<typeof service.deleteJob>) {
  return service.deleteJob(await stores(platform()), request);
}
