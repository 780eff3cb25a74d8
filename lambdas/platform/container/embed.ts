/** Embedding texts, with its ports. */
import type { RequestContext } from '../../ports';
import * as service from '../../services/embed';
import { embedChains } from '../adapters/embedders';
import { shadowOf } from '../adapters/shadows';
import { platform } from '../platform';
import type { Requested } from './requested';

export async function embed(request: Requested<typeof service.embed>, context: RequestContext) {
  const at = platform();
  const [{ embed: embedders }, shadow] = await Promise.all([embedChains(at), shadowOf(at, 'embed', context)]);
  const answer = await service.embed({ embedders, clock: at.clock }, request, context);
  await shadow?.({ input: request, answer });
  return answer;
}
