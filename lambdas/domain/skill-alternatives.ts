/** Skills of which one will do: "Java or Kotlin", "AWS/Azure", "one of the following: …". */
import type { SkillMention, SkillTaxonomy } from './skills';

/** What stands between two skills of one choice; a comma only joins when the list has an "or" or opens with "one of". */
const OR = /^[ ,]*(?:\b(?:and ?\/ ?or|or|oder|ou|bzw\.?)\b[ ]*(?:an? |in |with )?|\/)[ ]*$/i;
const COMMA = /^ ?,[ ]*$/;
const AND = /^[ ,]*(?:and|und|et|y|&)[ ]*$/i;
/** "At least one of the following languages:", "any of", "either". */
const ONE_OF = /\b(?:one|any|either)(?: or more)?(?: (?:of|the|these|following|\p{L}+)){0,5}[:(]?\s*$/iu;
const OF_OR_EITHER = /\b(?:(?:one|any)(?: or more)? of|either|one or more|following)\b/i;

/** Written with a slash and used together: one alone would not do. */
const TOGETHER = new Set(['html', 'css', 'javascript', 'html5', 'css3', 'sass', 'jquery']);

type Mention = Pick<SkillMention, 'skill' | 'start' | 'end'>;

/** The mentions of one sentence in order, those that stand for one choice together. */
export function alternatives<T extends Mention>(text: string, mentions: readonly T[]): T[][] {
  const found: T[][] = [];
  for (let at = 0; at < mentions.length; ) {
    const size = choiceAt(text, mentions, at);
    found.push(mentions.slice(at, at + size));
    at += size;
  }
  return found;
}

/** How many mentions from here on are one choice; 1 where each is asked for by itself. */
function choiceAt(text: string, mentions: readonly Mention[], from: number): number {
  const before = text.slice(Math.max(0, from > 0 ? (mentions[from - 1]?.end ?? 0) : 0), mentions[from]?.start);
  const oneOf = ONE_OF.test(before) && OF_OR_EITHER.test(before);
  let chosen = oneOf ? Number.POSITIVE_INFINITY : 1;
  let to = from + 1;
  for (; to < mentions.length; to++) {
    const [left, right] = [mentions[to - 1], mentions[to]];
    if (!left || !right || !canReplace(left) || !canReplace(right)) break;
    const between = text.slice(left.end, right.start);
    if (OR.test(between)) {
      if (between.includes('/') && TOGETHER.has(left.skill.id) && TOGETHER.has(right.skill.id)) break;
      chosen = Math.max(chosen, to - from + 1);
    } else if (!COMMA.test(between) && !(oneOf && AND.test(between))) break;
    else if (chosen > 1 && !oneOf) break;
  }
  return Math.min(chosen, to - from);
}

/** A language or a certificate is asked for as itself, and a soft skill stands in every list. */
function canReplace({ skill }: Mention): boolean {
  return skill.kind === 'hard' || skill.kind === 'tool';
}

/** The names in an item of a skill list: "Java or Kotlin" holds two, "CI/CD" is one skill. */
export function splitAlternatives(item: string, taxonomy: SkillTaxonomy): string[] {
  if (!/\bor\b|\boder\b|\bou\b|\//i.test(item) || taxonomy.normalise(item)) return [item];
  const mentions = taxonomy.find(item);
  const [choice, ...more] = alternatives(item, mentions);
  const whole = choice && more.length === 0 && choice[0]?.start === 0 && choice.at(-1)?.end === item.length;
  return whole && choice.length > 1 ? choice.map(({ skill }) => skill.name) : [item];
}
