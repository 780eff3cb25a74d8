/** Matching jobs, with its ports. */
import type { RequestContext } from '../../ports';
import * as service from '../../services/match-jobs';
import { documents } from '../adapters/documents';
import { embedChains } from '../adapters/embedders';
import { knowledge } from '../adapters/knowledge';
import { phoneReader } from '../adapters/phone-reader';
import { rules } from '../adapters/rules';
import { stores } from '../adapters/stores';
import { platform } from '../platform';
import type { Requested } from './requested';

export async function matchJobs(request: Requested<typeof service.matchJobs>, context: RequestContext) {
  const at = platform();
  const ports = {
    ...(await stores(at)),
    documents: await documents(at),
    rules: await rules(at),
    embedders: (await embedChains(at)).embed,
    knowledge: await knowledge(at),
    readPhone: await phoneReader(at),
    clock: at.clock,
  };
  return service.matchJobs(ports, request, context);
}
