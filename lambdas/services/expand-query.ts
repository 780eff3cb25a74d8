/** Says a search phrase in other words: related titles and skills, for people who search and for forms that suggest. */
import {
  type ExpandQueryRequest,
  type ExpandQueryResponse,
  expansionOf,
  isCommonPhrase,
  suggestionsSchema,
} from '../domain/expansion';
import type { Knowledge } from '../domain/knowledge';
import { setAsideText } from '../domain/set-aside';
import { putRight } from '../domain/spelling';
import type { Clock, RequestContext, TextChain } from '../ports';
import { answerMeta, NO_PROVIDER } from './answer-meta';

export interface ExpandPorts {
  text: TextChain;
  knowledge: Knowledge;
  clock: Clock;
}

/** A model suggests, code decides what of it is taken. Neither place nor level is added to the phrase. */
export async function expandQuery(
  ports: ExpandPorts,
  request: ExpandQueryRequest,
  context: RequestContext,
): Promise<ExpandQueryResponse> {
  const { knowledge, clock } = ports;
  const startedAt = clock.now();
  const { rest, signals } = setAsideText(request.query, knowledge.taxonomy);
  const query = putRight(rest.replace(/\s+/g, ' ').trim(), knowledge);
  const task = {
    kind: 'expand-query',
    query,
    language: request.language ?? null,
    isCommon: isCommonPhrase(query, knowledge),
  } as const;
  const { value, provenance } =
    query === ''
      ? { value: { titles: [], skills: [] }, provenance: NO_PROVIDER }
      : await ports.text.run(task, suggestionsSchema, context);
  const byModel = provenance.provider !== 'rules';
  const warnings =
    signals.length === 0 ? [] : ['Text of the phrase that speaks to a model, or repeats keywords, was not read.'];
  return {
    query: request.query,
    ...expansionOf(query, value, { knowledge, limit: request.limit, byModel }),
    meta: answerMeta({ clock, startedAt, provenance, warnings }, context),
  };
}
