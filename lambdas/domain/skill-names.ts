/** A name as people write it to the place of its skill: with levels, versions, brackets and blanks it does not have. */
import type { NameIndex } from './skill-mentions';
import { fold, nameKey } from './skill-tokens';

const LEVEL =
  /^(?:advanced|basic|intermediate|proficient(?: in| with)?|expert(?: in)?|knowledge of|experience (?:in|with)|fluent(?: in)?|native|working knowledge of|strong|good|excellent)\s+/i;
const VERSION = /[\s-]*\(?v?\d+(?:[.x]\d*)*[a-z]?\)?$/i;
const GENERIC =
  /\s+(?:skills?|software|programming|language|framework|applications?|systems?|tools?|certified|certification|database)$/i;

/** Longer texts are no names. */
const LONGEST_NAME = 200;

/** Looks names up; the index without blanks is made when a name is first not found as it is. */
export function nameLookup(index: NameIndex): (name: string) => number | undefined {
  let squashed: Map<string, number> | undefined;
  const withoutBlanks = (key: string) => {
    if (!squashed) {
      squashed = new Map();
      for (const [known, position] of index.names) {
        const short = known.replaceAll(' ', '');
        if (!squashed.has(short)) squashed.set(short, position);
      }
    }
    return squashed.get(key.replaceAll(' ', ''));
  };
  const lookup = (name: string) => {
    const key = nameKey(name);
    return index.names.get(key) ?? index.names.get(fold(key)) ?? index.names.get(`${key}s`) ?? withoutBlanks(key);
  };

  return (name) => {
    if (name.length > LONGEST_NAME) return undefined;
    const bare = name
      .trim()
      .replace(/\s*\([^)]*\)\s*$/, '')
      .replace(LEVEL, '');
    const plain = bare.replace(VERSION, '');
    for (const attempt of [name, bare, plain, bare.replace(GENERIC, ''), plain.replace(GENERIC, '')]) {
      const position = lookup(attempt);
      if (position !== undefined) return position;
    }
    const verb = /^\s*([a-z]+)(\s.+)$/i.exec(name);
    const lemma = verb ? index.verbs.get((verb[1] ?? '').toLowerCase()) : undefined;
    return lemma ? lookup(`${lemma}${verb?.[2] ?? ''}`) : undefined;
  };
}
