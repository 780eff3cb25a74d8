/** The words of a job title that tell one trade from another. */
import { tokenise } from './skill-tokens';

/** Levels, contracts and fillers: they say how the work is held, not what it is. */
const EMPTY = new Set(
  'a an and at by for from in of on or the to with senior sr junior jr lead principal staff mid level entry intern internship trainee associate assistant head chief vice president i ii iii iv v remote hybrid onsite full part time contract temporary permanent m f d w x all genders new grad graduate job position role team'.split(
    ' ',
  ),
);

/** Folded words in order, each once; all words when every one is empty ("Assistant"). */
export function titleWords(title: string): string[] {
  const words = [...new Set(tokenise(title).map((token) => token.folded))];
  const telling = words.filter((word) => !EMPTY.has(word));
  return telling.length > 0 ? telling : words;
}
