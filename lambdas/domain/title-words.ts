/** The words of a job title that say what the work is, without level, employer, place and terms of employment. */
import { fold } from './skill-tokens';
import { plainWords, spellWords } from './title-short-forms';

const FILLERS = new Set(
  'of the and a an for in to at on with by or de en y der die und la le du des del di da im fur pour aux van het dos'.split(
    ' ',
  ),
);

const LEVELS = new Set(
  'senior sr snr junior jr jnr lead principal entry level mid ii iii iv i v 1 2 3 4 trainee intern internship apprentice graduate certified licensed registered experienced contract contractor temporary temp permanent full part time freelance remote volunteer interim acting former current seasonal casual global regional national international'.split(
    ' ',
  ),
);
const RANKS = new Set('assistant associate staff head chief deputy executive'.split(' '));

/** How much a word says of the work: words of level and terms hardly any, words of rank some. */
export function titleWeight(word: string): number {
  return LEVELS.has(word) ? 0.1 : RANKS.has(word) ? 0.6 : 1;
}

/** Words in order, abbreviations spelled out, plurals and fillers gone. */
export function titleWords(title: string): string[] {
  return spellWords(plainWords(title))
    .filter((word) => !FILLERS.has(word))
    .map(fold);
}

/** Words in a fixed order, each once: "Director of Sales" and "Sales Director" are one key. */
export function titleKey(words: readonly string[]): string {
  return [...new Set(words)].sort().join(' ');
}

/** The title and its parts, most telling first: "Nurse - St Mary's Hospital" also counts as "Nurse". */
export function titleParts(title: string): string[] {
  const bare = title.replace(/\([^)]*\)|\[[^\]]*\]/g, ' ');
  const parts = bare.split(/\s+(?:at|@|-|–|—|with|for)\s+|[|;:•·/]|\s[–—]|,\s/i).map((part) => part.trim());
  const inside = [...title.matchAll(/\(([^)]{3,60})\)/g)].map((match) => match[1] ?? '');
  // "Pittsburgh, PA" is no physician assistant.
  const telling = [...parts, ...inside].filter((part) => part.length > 3);
  return [...new Set([bare.trim(), ...telling])].filter((part) => part !== '');
}
