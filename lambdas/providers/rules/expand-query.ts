/** A search phrase in other words without a model: what the taxonomy and the occupations know. */
import { type Suggestions, suggestionsOf } from '../../domain/expansion';
import { relatedWork } from '../../domain/related-work';
import type { ExpandQueryTask } from '../../domain/text-task';
import type { TaskKnowledge } from './knowledge';

/** Never fails, whatever the phrase. */
export function expandQuery({ query }: Pick<ExpandQueryTask, 'query'>, knowledge: TaskKnowledge): Suggestions {
  return suggestionsOf(relatedWork(query, knowledge));
}
