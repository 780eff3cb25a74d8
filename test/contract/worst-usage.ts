/** What a call was billed for, held against what it was said to be billed for at most. */
import type { Usage } from '../../lambdas/domain/meta';

/** Words of scripts that tokenizers cut finely, and some that were made to be cut finely. */
export const SCRIPTS: [string, string][] = [
  ['English', 'Led a team of five engineers. '],
  ['German', 'Leitete Geschäftsprozessoptimierungen. '],
  ['Greek', 'Διηύθυνε ομάδα μηχανικών. '],
  ['Arabic', 'قاد فريقا من المهندسين. '],
  ['Hindi', 'इंजीनियरों की टीम का नेतृत्व किया। '],
  ['Japanese', 'エンジニアのチームを率いた。'],
  ['emoji', '👩‍💻🧑🏽‍🔬🏴󠁧󠁢󠁳󠁣󠁴󠁿 '],
  ['signs', '^~`|\\¬¦§¶†‡•… '],
];

/** Whether no kind of token was used more of. Kinds that differ in price may not make up for each other. */
export function within(used: Usage | null, most: Usage | null): boolean {
  if (used === null || most === null) return used === most;
  const input = (usage: Usage) => usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  return input(used) <= input(most) && used.outputTokens <= most.outputTokens;
}
