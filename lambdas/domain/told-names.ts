/** Names that a caller wrote, kept out of a prompt: what our tables know is told by their own name, the rest by a token. */
import { contactSigns } from './contact-signs';
import { injectionPlaces } from './injection';
import type { Knowledge } from './knowledge';

/** Stands for a name in the text of facts; the name is put in when the answer is there. */
export interface ToldName {
  /** `[N1]` */
  token: string;
  /** What kind of name it is, in words of ours. */
  meaning: string;
}

/** With the words that take the token's place. */
export interface FilledName extends ToldName {
  text: string;
}

export const TOKENS = /\[N\d{1,3}\]/g;

const LONGEST_NAME = 100;
/** From this confidence on the occupation of a title is told. */
const SURE = 0.9;

export interface NameTable {
  /** A skill or certificate, or several: "Java or Kotlin". */
  thing(name: string): string;
  title(text: string, whose: 'candidate' | 'job'): string;
  all(): FilledName[];
}

export function nameTable({ taxonomy, occupations }: Pick<Knowledge, 'taxonomy' | 'occupations'>): NameTable {
  const names = new Map<string, FilledName>();
  const isKnown = (name: string) => taxonomy.normalise(name)?.name === name;

  /** @param inGeneral what is said where the name is none that can be shown */
  function token(name: string, meaning: string, inGeneral: string): string {
    const key = `${meaning} ${name}`;
    const given = names.get(key) ?? {
      token: `[N${names.size + 1}]`,
      meaning,
      text: isShowable(name, isKnown) ? `“${name}”` : inGeneral,
    };
    names.set(key, given);
    return given.token;
  }

  return {
    thing(name) {
      const parts = name.split(/, | or /);
      if (isKnown(name) || parts.every(isKnown)) return name;
      return token(name, 'something that the job names and our tables do not know', 'something that the job names');
    },
    title(text, whose) {
      const found = occupations.find(text);
      const label = found !== undefined && found.confidence >= SURE ? `, occupation: ${found.label}` : '';
      return token(text, `title of the ${whose}${label}`, `the title of the ${whose}`);
    },
    all: () => [...names.values()],
  };
}

/** Text with the names in the places of their tokens; names are not searched for tokens again. */
export function withNames(text: string, names: readonly FilledName[]): string {
  const filled = text.replace(TOKENS, (token) => names.find((one) => one.token === token)?.text ?? token);
  return filled.replace(/^\p{Ll}/u, (letter) => (text.startsWith('[') ? letter.toUpperCase() : letter));
}

/** What speaks to a model or tells how to reach someone is not repeated, nor is what is too long for a name. */
function isShowable(name: string, isTerm: (text: string) => boolean): boolean {
  return name.length <= LONGEST_NAME && contactSigns(name, isTerm).length === 0 && injectionPlaces(name).length === 0;
}
