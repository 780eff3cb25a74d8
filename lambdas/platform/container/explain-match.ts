/** Explaining a match, with its ports. */
import type { RequestContext } from '../../ports';
import * as service from '../../services/explain-match';
import { documents } from '../adapters/documents';
import { knowledge } from '../adapters/knowledge';
import { phoneReader } from '../adapters/phone-reader';
import { rules } from '../adapters/rules';
import { shadowOf } from '../adapters/shadows';
import { stores } from '../adapters/stores';
import { textChain } from '../adapters/text-models';
import { platform } from '../platform';
import type { Requested } from './requested';

export async function explainMatch(request: Requested<typeof service.explainMatch>, context: RequestContext) {
  const at = platform();
  const [{ jobs, resumes }, reader, model, text, known, readPhone, shadow] = await Promise.all([
    stores(at),
    documents(at),
    rules(at),
    textChain(at),
    knowledge(at),
    phoneReader(at),
    shadowOf(at, 'explain', context),
  ]);
  const ports = { jobs, resumes, documents: reader, rules: model, text, knowledge: known, readPhone, clock: at.clock };
  const answer = await service.explainMatch(ports, request, context);
  await shadow?.({ input: request, answer });
  return answer;
}
