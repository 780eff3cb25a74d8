/** The numbers that a sentence states: digits of any script, and small numbers written out in some languages. */

/** From two on: "one" is a pronoun as well. Left out are words that mean something else besides. */
const WRITTEN: Readonly<Record<string, string>> = {
  en: 'two three four five six seven eight nine ten eleven twelve',
  de: 'zwei drei vier fünf sechs sieben acht neun zehn elf zwölf',
  fr: 'deux trois quatre cinq six sept huit - dix onze douze',
  es: 'dos tres cuatro cinco seis siete ocho nueve diez once doce',
  pt: 'dois três quatro cinco seis sete oito nove dez onze doze',
  it: 'due tre quattro cinque - sette otto nove dieci undici dodici',
  nl: 'twee drie vier vijf zes zeven acht negen tien elf twaalf',
};
const MORE: Readonly<Record<string, number>> = {
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  hundred: 100,
  thousand: 1000,
  dozen: 12,
  decade: 10,
  decades: 10,
};

/**
 * Each number once, commas taken for decimal points where they stand alone. NaN for what is a number and cannot be read.
 * @param language ISO 639-1 of the text, for numbers that are written out; English ones are always found
 */
export function numbersIn(text: string, language = 'en'): Set<number> {
  const found = new Set<number>();
  const plain = text.normalize('NFKC');
  for (const [digits] of plain.matchAll(/\p{N}+(?:[.,]\p{N}+)*/gu)) found.add(numberOf(digits));
  const words = plain.toLowerCase().match(/\p{L}+/gu) ?? [];
  const known = [wordsOf('en'), ...(language === 'en' ? [] : [wordsOf(language)])];
  for (const word of words) {
    for (const table of known) {
      const at = table.indexOf(word);
      if (at >= 0) found.add(at + 2);
    }
    if (Object.hasOwn(MORE, word)) found.add(MORE[word] ?? Number.NaN);
  }
  return found;
}

const wordsOf = (language: string): string[] => (WRITTEN[language] ?? '').split(' ').filter((word) => word !== '');

/** `1,200` is twelve hundred, `9,3` is a comma's way of 9.3. */
function numberOf(digits: string): number {
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(digits)) return Number(digits.replaceAll(',', ''));
  return Number(digits.replace(/,(\d+)$/, '.$1'));
}

/** Whether a number is one of those, as it is or rounded to a whole one. */
export function isAmong(number: number, facts: ReadonlySet<number>): boolean {
  for (const fact of facts) {
    if (number === fact || number === Math.floor(fact) || number === Math.round(fact)) return true;
  }
  return false;
}
