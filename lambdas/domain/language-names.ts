/** Names of languages in the languages the parser reads, to ISO 639-1 codes; the names come from the runtime's CLDR data. */
import { foldText } from './text-locator';

const LOCALES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'ja', 'zh'] as const;
/** Spellings that CLDR does not list. */
const OTHER_NAMES: Record<string, string> = {
  mandarin: 'zh',
  cantonese: 'zh',
  farsi: 'fa',
  flemish: 'nl',
  castilian: 'es',
  tagalog: 'tl',
  filipino: 'tl',
  castellano: 'es',
};

let names: ReadonlyMap<string, string> | undefined;

/** Made on first use: 676 two-letter codes, of which CLDR names about 190. */
function languageNames(): ReadonlyMap<string, string> {
  if (names) return names;
  const found = new Map(Object.entries(OTHER_NAMES));
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  for (const locale of LOCALES) {
    const display = new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' });
    for (const first of letters) {
      for (const second of letters) {
        const name = display.of(first + second);
        const key = name === undefined ? '' : foldText(name);
        if (key !== '' && !found.has(key)) found.set(key, first + second);
      }
    }
  }
  names = found;
  return found;
}

/** ISO 639-1 code of a language named in any of nine languages, e.g. `Deutsch` → `de`; null when it is not a language. */
export function languageCode(name: string): string | null {
  const key = foldText(name);
  const words = key.split(' ');
  const known = languageNames();
  return known.get(key) ?? known.get(words[0] ?? '') ?? known.get(words.at(-1) ?? '') ?? null;
}

/** CEFR level that a text states, or `native`; a word such as "fluent" states none. */
export function cefrLevel(text: string): 'A1' | 'A2' | 'B1' | 'B2' | 'C1' | 'C2' | 'native' | null {
  const level = /(?<![\p{L}\p{N}])([ABC][12])(?![\p{L}\p{N}])/iu.exec(text)?.[1]?.toUpperCase();
  if (level) return level as 'A1';
  return /\b(?:native|mother tongue|first language|bilingual|muttersprach\p{L}*|langue maternelle|lengua materna|nativ[oa]|madrelingua|moedertaal|língua materna)|母語|母语/iu.test(
    text,
  )
    ? 'native'
    : null;
}
