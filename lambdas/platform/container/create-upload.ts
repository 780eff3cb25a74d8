/** Taking an upload, with its ports. */
import type { RequestContext } from '../../ports';
import * as service from '../../services/create-upload';
import { uploads } from '../adapters/uploads';
import { platform } from '../platform';
import type { Requested } from './requested';

export async function createUpload(request: Requested<typeof service.createUpload>, context: RequestContext) {
  return service.createUpload({ uploads: await uploads(platform()) }, request, context);
}
