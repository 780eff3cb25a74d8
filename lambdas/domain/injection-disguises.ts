/** The forms in which a sentence is made unreadable to a search and stays readable to a model: undone, for the search only. */

/** Cyrillic and Greek letters, and signs, that look like Latin ones. */
const LOOK_ALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['аɑα', 'a'],
    ['ЬвΒВ', 'b'],
    ['сϲС', 'c'],
    ['ԁ', 'd'],
    ['еєε℮Е', 'e'],
    ['ɡ', 'g'],
    ['һНΗ', 'h'],
    ['іıιΙІ', 'i'],
    ['јЈ', 'j'],
    ['кκКΚ', 'k'],
    ['ӏӀ', 'l'],
    ['мМΜ', 'm'],
    ['пηΝ', 'n'],
    ['оοОΟσ', 'o'],
    ['рρРΡ', 'p'],
    ['ԛ', 'q'],
    ['гг', 'r'],
    ['ѕЅ', 's'],
    ['тτТΤ', 't'],
    ['υսц', 'u'],
    ['νѵ', 'v'],
    ['ԝω', 'w'],
    ['хχХΧ', 'x'],
    ['уγУΥ', 'y'],
    ['ᴢΖ', 'z'],
  ].flatMap(([letters = '', latin = '']) => [...letters].map((letter) => [letter, latin])),
); // prettier-ignore
const DIGITS: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's' };
const ODD =
  /[\u0370-\u052f\u0131\u0251\u0261\p{M}]|\p{L}[\d$]\p{L}|(?<![\p{L}\d])\d\p{L}{3}|(?<!\p{L})\p{L}(?:[ ._*-]\p{L}(?!\p{L})){5}/u;

/**
 * Latin letters for what looks like them, digits in words as letters, letters set wide put together, marks left out; of
 * the lines that have any of these, each after the other. `at` gives the place in the text as it was.
 */
export function disguiseless(text: string): { text: string; at(index: number): number } | undefined {
  let plain = '';
  const origins: number[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    if (ODD.test(line)) plain += withoutDisguise(line, start, origins);
    start += line.length + 1;
  }
  return plain === '' ? undefined : { text: plain, at: (index) => origins[index] ?? text.length };
}

/** Adds the place of each sign to `origins`. */
function withoutDisguise(line: string, start: number, origins: number[]): string {
  const joined = spacedOut(line);
  let plain = '';
  for (let at = 0; at < line.length; at++) {
    if (joined.has(at)) continue;
    const sign = line[at] ?? '';
    // A decomposed letter, without its marks.
    const bare = sign < '\u0080' ? sign : (sign.normalize('NFD')[0] ?? sign);
    if (bare >= '\u0300' && /\p{M}/u.test(bare)) continue;
    const digit = DIGITS[bare];
    const inWord = digit !== undefined && (isLetter(line[at - 1]) || isLetter(line[at + 1]));
    plain += LOOK_ALIKES[sign] ?? LOOK_ALIKES[bare] ?? (inWord ? digit : bare);
    origins.push(start + at);
  }
  origins.push(start + line.length);
  return `${plain}\n`;
}

const isLetter = (sign: string | undefined) => sign !== undefined && /\p{L}/u.test(sign);

/** Offsets of the blanks and signs between letters that stand alone, six of them and more in a row. */
function spacedOut(text: string): Set<number> {
  const offsets = new Set<number>();
  for (const run of text.matchAll(/(?<!\p{L})\p{L}(?:[ ._*-]\p{L}(?!\p{L})){5,400}/gu)) {
    for (let at = 1; at < run[0].length; at += 2) offsets.add(run.index + at);
  }
  return offsets;
}

interface Part {
  text: string;
  start: number;
  end: number;
}

/** Stretches that are base64 or hex of text. */
export function decodedParts(text: string): Part[] {
  const parts: Part[] = [];
  for (const match of text.matchAll(/[A-Za-z0-9+/_-]{24,20000}={0,2}/g)) {
    const token = match[0];
    const bytes = /^(?:[0-9a-f]{2})+$/i.test(token)
      ? Buffer.from(token, 'hex')
      : Buffer.from(token.replace(/-/g, '+').replace(/_/g, '/'), 'base64');
    const decoded = bytes.toString('utf8');
    if (/^[\t\n\r\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]+$/u.test(decoded) && !decoded.includes('\ufffd'))
      parts.push({ text: decoded, start: match.index, end: match.index + token.length });
  }
  return parts;
}

/** Lines that make words when read backwards. */
export function reversedLines(text: string): Part[] {
  if (!/\b(?:eht|snoitcurtsni|tpmorp|etadidnac|erongi)\b/i.test(text)) return [];
  const parts: Part[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    parts.push({ text: [...line].reverse().join(''), start, end: start + line.length });
    start += line.length + 1;
  }
  return parts;
}
