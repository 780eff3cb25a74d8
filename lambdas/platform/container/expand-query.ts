/** Saying a search phrase in other words, with its ports. */
import type { RequestContext } from '../../ports';
import * as service from '../../services/expand-query';
import { knowledge } from '../adapters/knowledge';
import { shadowOf } from '../adapters/shadows';
import { expandChain } from '../adapters/text-models';
import { platform } from '../platform';
import type { Requested } from './requested';

export async function expandQuery(request: Requested<typeof service.expandQuery>, context: RequestContext) {
  const at = platform();
  const [text, known, shadow] = await Promise.all([expandChain(at), knowledge(at), shadowOf(at, 'expand', context)]);
  const answer = await service.expandQuery({ text, knowledge: known, clock: at.clock }, request, context);
  await shadow?.({ input: request, answer });
  return answer;
}
