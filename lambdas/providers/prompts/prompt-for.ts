/** Which prompt a task gets, and how a rejected answer is asked for again. */
import type { TextTask } from '../../domain/text-task';
import { EXPAND_QUERY_VERSION, expandQueryPrompt } from './expand-query';
import { EXPLAIN_MATCH_VERSION, explainMatchPrompt } from './explain-match';
import { PARSE_RESUME_VERSION, parseResumePrompt } from './parse-resume';
import type { Prompt } from './prompt';

/** By kind of task; part of provenance, of keys of kept answers and of feedback. */
const VERSIONS: Readonly<Record<TextTask['kind'], string>> = {
  'parse-resume': PARSE_RESUME_VERSION,
  'explain-match': EXPLAIN_MATCH_VERSION,
  'expand-query': EXPAND_QUERY_VERSION,
};

export const promptVersion = (kind: TextTask['kind']): string => VERSIONS[kind];

/** A task is asked for its price, then asked; each model it goes to says the same. */
const prompts = new WeakMap<TextTask, Prompt>();

/** The prompt for a task; `repair` says what was wrong with the model's answer before. */
export function promptFor(task: TextTask, repair: readonly string[] = []): Prompt {
  const prompt = prompts.get(task) ?? written(task);
  prompts.set(task, prompt);
  if (repair.length === 0) return prompt;
  const faults = repair.slice(0, 20).map((fault) => `- ${fault}`);
  return {
    ...prompt,
    system: `${prompt.system}\n\nAn answer to this request was rejected. Answer again without these faults:\n${faults.join('\n')}`,
  };
}

function written(task: TextTask): Prompt {
  switch (task.kind) {
    case 'parse-resume':
      return parseResumePrompt(task);
    case 'explain-match':
      return explainMatchPrompt(task);
    case 'expand-query':
      return expandQueryPrompt(task);
  }
}
