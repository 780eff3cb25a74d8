/** Which names of skills are a claim when prose names them, and which are words that people use of anything. */
import type { SkillMention } from './skills';

/** One word without a capital, as it stands in a sentence; a capital tells a name from it, but at the start of a line. */
const isPlainWord = ({ text, start }: SkillMention) =>
  !/[\s\d+#.]/.test(text) &&
  (start === 0 ? text.slice(1) === text.slice(1).toLowerCase() : text === text.toLowerCase());

/**
 * Lines of prose that must name it. A tool, a certificate, a name ("Perl") or a trade of several words ("patient care")
 * counts from one; a plain word ("sales", "accounting") from two; a soft skill or a language never, as "led the team"
 * and "in English" claim nothing.
 */
export function linesToTell(mention: SkillMention): number {
  const { kind } = mention.skill;
  if (kind === 'soft' || kind === 'language') return Number.POSITIVE_INFINITY;
  return kind === 'hard' && isPlainWord(mention) ? 2 : 1;
}
