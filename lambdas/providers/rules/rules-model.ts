/** The rules behind the TextModel port: the last tier of the chain, which costs nothing and is always up. */
import { NO_TOKENS } from '../../domain/meta';
import type { TextModel } from '../../ports';
import { extractResume } from './extract-resume';
import type { RulesKnowledge } from './knowledge';

/** Changes whenever the same document may be read differently. */
const MODEL_ID = 'rules-2';

export function rulesModel(knowledge: RulesKnowledge): TextModel {
  return {
    provider: 'rules',
    modelId: MODEL_ID,
    promptVersion: () => null,
    complete: (task) => Promise.resolve({ output: extractResume(task.document, knowledge), usage: null }),
    estimate: () => NO_TOKENS,
  };
}
