/** Matching jobs, with its ports. */
import type { RequestContext } from '../../ports';
import * as service from '../../services/match-jobs';
import { documents } from '../adapters/documents';
import { embedChains } from '../adapters/embedders';
import { knowledge } from '../adapters/knowledge';
import { phoneReader } from '../adapters/phone-reader';
import { rules } from '../adapters/rules';
import { shadowOf } from '../adapters/shadows';
import { stores } from '../adapters/stores';
import { platform } from '../platform';
import type { Requested } from './requested';

export async function matchJobs(request: Requested<typeof service.matchJobs>, context: RequestContext) {
  const at = platform();
  const [tables, reader, model, { embed: embedders }, known, readPhone, shadow] = await Promise.all([
    stores(at),
    documents(at),
    rules(at),
    embedChains(at),
    knowledge(at),
    phoneReader(at),
    shadowOf(at, 'match', context),
  ]);
  const ports = { ...tables, documents: reader, rules: model, embedders, knowledge: known, readPhone, clock: at.clock };
  const answer = await service.matchJobs(ports, request, context);
  await shadow?.({ input: request, answer });
  return answer;
}
