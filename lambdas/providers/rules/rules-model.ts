/** The rules behind the TextModel port: the last tier of the chain, which costs nothing and is always up. */
import { NO_TOKENS } from '../../domain/meta';
import type { TextTask } from '../../domain/text-task';
import type { TextModel } from '../../ports';
import { expandQuery } from './expand-query';
import { explainByTemplate } from './explain-match';
import { extractResume } from './extract-resume';
import type { TaskKnowledge } from './knowledge';

/** Changes whenever the same document may be read differently. */
const MODEL_ID = 'rules-2';

export function rulesModel(knowledge: TaskKnowledge): TextModel {
  return {
    provider: 'rules',
    modelId: MODEL_ID,
    promptVersion: () => null,
    complete: (task) => Promise.resolve({ output: answerOf(task, knowledge), usage: null }),
    estimate: () => NO_TOKENS,
  };
}

function answerOf(task: TextTask, knowledge: TaskKnowledge): object {
  switch (task.kind) {
    case 'parse-resume':
      return extractResume(task.document, knowledge);
    case 'explain-match':
      return explainByTemplate(task.facts);
    case 'expand-query':
      return expandQuery(task, knowledge);
  }
}
