/** Guesses the language of a document from its script and its commonest small words. */

/** Small words that are frequent in one language and rare in the others; own choice, ISO 639-1 keys. */
const SMALL_WORDS: Record<string, readonly string[]> = {
  en: ['the', 'and', 'of', 'to', 'in', 'for', 'with', 'on', 'at', 'from', 'as', 'by'],
  de: ['und', 'der', 'die', 'das', 'von', 'mit', 'für', 'bei', 'zur', 'zum', 'im', 'als', 'seit', 'bis'],
  fr: ['et', 'de', 'la', 'le', 'les', 'des', 'du', 'en', 'pour', 'dans', 'au', 'aux', 'avec', 'une'],
  es: ['y', 'de', 'la', 'el', 'los', 'las', 'del', 'en', 'con', 'para', 'por', 'una', 'desde', 'hasta'],
  pt: ['e', 'de', 'da', 'do', 'dos', 'das', 'em', 'com', 'para', 'por', 'uma', 'na', 'no', 'até'],
  it: ['e', 'di', 'della', 'del', 'dei', 'delle', 'per', 'con', 'nel', 'nella', 'una', 'presso', 'dal', 'al'],
  nl: ['en', 'van', 'het', 'een', 'voor', 'met', 'bij', 'naar', 'op', 'de', 'als', 'tot', 'heden', 'aan'],
};

/**
 * ISO 639-1 code, or null when the text is too short or says too little. Reads at most the first 20,000 characters.
 */
export function detectLanguage(text: string): string | null {
  const sample = text.slice(0, 20_000);
  const kana = count(sample, /[\u3040-\u30ff]/g);
  const han = count(sample, /[\u3400-\u9fff]/g);
  const hangul = count(sample, /[\uac00-\ud7af]/g);
  const letters = count(sample, /\p{L}/gu);
  if (letters < 20) return null;
  if (hangul > letters * 0.2) return 'ko';
  if (kana > letters * 0.05) return 'ja';
  if (han > letters * 0.2) return 'zh';
  if (count(sample, /\p{Script=Cyrillic}/gu) > letters * 0.5) return 'ru';
  if (count(sample, /\p{Script=Arabic}/gu) > letters * 0.5) return 'ar';

  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? [];
  const frequency = new Map<string, number>();
  for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  let best: { code: string; hits: number } | null = null;
  for (const [code, small] of Object.entries(SMALL_WORDS)) {
    const hits = small.reduce((sum, word) => sum + (frequency.get(word) ?? 0), 0);
    if (best === null || hits > best.hits) best = { code, hits };
  }
  return best !== null && best.hits >= Math.max(2, words.length * 0.02) ? best.code : null;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
