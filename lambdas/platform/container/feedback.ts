/** Ratings of answers, with their ports. */
import type { RequestContext } from '../../ports';
import * as service from '../../services/feedback';
import { ratingStores } from '../adapters/stores';
import { platform } from '../platform';
import type { Requested } from './requested';

export async function giveFeedback(request: Requested<typeof service.giveFeedback>, context: RequestContext) {
  const at = platform();
  return service.giveFeedback({ ...(await ratingStores(at)), telemetry: at.telemetry }, request, context);
}
