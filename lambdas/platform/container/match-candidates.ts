/** Ranking candidates for a job, with its ports. */
import type { RequestContext } from '../../ports';
import * as service from '../../services/match-candidates';
import { knowledge } from '../adapters/knowledge';
import { candidateStore, stores } from '../adapters/stores';
import { platform } from '../platform';
import type { Requested } from './requested';

export async function matchCandidates(request: Requested<typeof service.matchCandidates>, context: RequestContext) {
  const at = platform();
  const [{ jobs }, candidates, known] = await Promise.all([stores(at), candidateStore(at), knowledge(at)]);
  return service.matchCandidates({ jobs, candidates, knowledge: known, clock: at.clock }, request, context);
}
