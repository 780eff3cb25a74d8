/** Puts one slip of the finger right in a word of a search phrase that nothing else explains. */
import type { Knowledge } from './knowledge';
import { isPlaceWord } from './places';
import { titleWeight } from './title-words';

/** Shorter words are too near to too many others. */
const SHORTEST = 5;
const LONGEST = 20;
/** Words put right, at most: a phrase with more of them is in no language that we know. */
const MOST = 3;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The phrase with each unknown word replaced by the town, skill or occupation one slip away from it; else as it was. */
export function putRight(phrase: string, knowledge: Knowledge): string {
  let left = MOST;
  return phrase.replace(/(?<![\p{L}\p{N}.#+])\p{L}+(?![\p{L}\p{N}#+])/gu, (word) => {
    const folded = word.toLowerCase();
    if (left === 0 || word.length < SHORTEST || word.length > LONGEST || !/^[a-z]+$/.test(folded)) return word;
    if (isKnown(folded, knowledge)) return word;
    left--;
    return meant(folded, knowledge) ?? word;
  });
}

function isKnown(word: string, { taxonomy, occupations, words }: Knowledge): boolean {
  return (
    isPlaceWord(word) ||
    titleWeight(word) < 1 ||
    words.embed(word).some((value) => value !== 0) ||
    taxonomy.normalise(word) !== undefined ||
    occupations.find(word) !== undefined
  );
}

function meant(word: string, { taxonomy, occupations }: Knowledge): string | undefined {
  const near = [...oneSlipAway(word)];
  return (
    near.find(isPlaceWord) ??
    near.find((each) => occupations.find(each)?.confidence === 1) ??
    near.find((each) => taxonomy.normalise(each) !== undefined)
  );
}

/** Every word at one edit (Damerau 1964): two letters swapped, one too many, one missing, one wrong; likeliest first. */
function* oneSlipAway(word: string): Generator<string> {
  for (let i = 0; i < word.length - 1; i++) {
    yield `${word.slice(0, i)}${word[i + 1]}${word[i]}${word.slice(i + 2)}`;
  }
  for (let i = 0; i < word.length; i++) yield word.slice(0, i) + word.slice(i + 1);
  for (let i = 0; i <= word.length; i++) {
    for (const letter of LETTERS) yield word.slice(0, i) + letter + word.slice(i);
  }
  for (let i = 0; i < word.length; i++) {
    for (const letter of LETTERS) yield word.slice(0, i) + letter + word.slice(i + 1);
  }
}
