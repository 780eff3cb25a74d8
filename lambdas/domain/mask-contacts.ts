/** Takes who a person is and how to reach them out of lines of text, and puts it back into what was made of them. */
import { contactSigns } from './contact-signs';

/** What is known of a person's contact details, as the text writes it. */
export interface KnownContacts {
  /** Names of people: the person's own in each form that was found, and those of referees. */
  names: readonly string[];
  /** Streets, houses and postal codes, without the town. */
  addresses: readonly string[];
  /** A word with a dot in it that is no address on the web. */
  isTerm?: (text: string) => boolean;
}

export interface Masked {
  lines: string[];
  /** The lines without the placeholders. */
  without: string[];
  /** The value with every placeholder, however its letters and signs were changed, as the text had it. */
  restore<T>(value: T): T;
  /** Whether a text has a placeholder of this kind. */
  hasMasked(kind: 'NAME' | 'ADDRESS', text: unknown): boolean;
}

/** Something that may be contact data was left after masking. Holds none of it. */
export class ContactsRemainError extends Error {
  override readonly name = 'ContactsRemainError';
  constructor(kind: string) {
    super(`text that looks like contact data would be left: ${kind}`);
  }
}

/** What a person is never told by alone. */
const PARTICLES = new Set(
  'van von der den de da do dos das di del della la le las los el al bin ibn abu ter ten zu und and y e i jr sr ii iii iv phd md rn mba cpa dr prof mr mrs ms miss mx st'.split(
    ' ',
  ),
);
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
/** Parts shorter than this are taken for a name only where they are written with a capital: Lee, Ana, Wu. */
const TELLING_LETTERS = 4;

/**
 * Each value gets one placeholder (`PERSON_NAME_1`) wherever it stands. Towns and countries stay.
 * @throws ContactsRemainError when what is left still looks like contact data, so that the text is not let out
 */
export function maskContacts(lines: readonly string[], known: KnownContacts): Masked {
  const prefix = freePrefix(lines);
  const numbers = new Map<string, number>();
  const surfaces = new Map<string, string>();
  const given = new Map<string, string>();
  const placeholder = (kind: string, surface: string): string => {
    const before = given.get(`${kind} ${surface}`);
    if (before !== undefined) return before;
    const number = (numbers.get(kind) ?? 0) + 1;
    numbers.set(kind, number);
    const token = `${prefix}_${kind}_${number}`;
    surfaces.set(token, surface);
    given.set(`${kind} ${surface}`, token);
    return token;
  };
  const tokens = new RegExp(`(${prefix}_[A-Z]+_\\d+)`);
  /** Changes what stands between the placeholders. */
  const between = (text: string, change: (part: string) => string) =>
    text
      .split(tokens)
      .map((part, at) => (at % 2 === 0 ? change(part) : part))
      .join('');
  const addresses = [...new Set(known.addresses.map((text) => text.trim()).filter((text) => text.length > 1))].sort(
    (a, b) => b.length - a.length,
  );
  const names = namePattern(known.names);

  const masked = lines.map((line) => {
    let text = line;
    for (const address of addresses)
      text = between(text, (part) => replaced(part, address, () => placeholder('ADDRESS', address)));
    text = between(text, (part) =>
      withSigns(part, known.isTerm, (kind, surface) => placeholder(kind.toUpperCase(), surface)),
    );
    if (names === undefined) return text;
    return between(text, (part) =>
      part.replace(names, (surface) => (isName(surface) ? placeholder('NAME', surface) : surface)),
    );
  });
  checkNothingLeft(masked, known, new RegExp(tokens, 'g'));

  const changed = new RegExp(`${prefix}[\\s_-]{0,3}(NAME|EMAIL|PHONE|LINK|ADDRESS)(?:[\\s_-]{0,3}(\\d{1,4}))?`, 'giu');
  const restoreText = (text: string) =>
    text.replace(
      changed,
      (token, kind: string, number?: string) => surfaces.get(`${prefix}_${kind.toUpperCase()}_${number ?? 1}`) ?? token,
    );
  return {
    lines: masked,
    without: masked.map((line) => line.replace(new RegExp(tokens, 'g'), ' ').replace(/ {2,}/g, ' ').trim()),
    restore: (value) => mapStrings(value, restoreText),
    hasMasked: (kind, text) => typeof text === 'string' && new RegExp(`${prefix}[\\s_-]{0,3}${kind}`, 'iu').test(text),
  };
}

/** A text for a vector, with its contact data taken out. @throws ContactsRemainError as `maskContacts` */
export function withoutContacts(text: string, known: KnownContacts): string {
  const masked = maskContacts(text.split('\n'), known);
  return masked.without.join('\n').trim();
}

/** One that the text does not hold, so that nobody can write a placeholder of their own. */
function freePrefix(lines: readonly string[]): string {
  const text = lines.join('\n').toUpperCase();
  let prefix = 'PERSON';
  while (new RegExp(`${prefix}[\\s_-]{0,3}(?:NAME|EMAIL|PHONE|LINK|ADDRESS)`, 'u').test(text)) prefix += 'X';
  return prefix;
}

function withSigns(
  text: string,
  isTerm: KnownContacts['isTerm'],
  change: (kind: string, surface: string) => string,
): string {
  let out = '';
  let from = 0;
  for (const { kind, start, end } of contactSigns(text, isTerm)) {
    out += text.slice(from, start) + change(kind, text.slice(start, end));
    from = end;
  }
  return out + text.slice(from);
}

/** Whole names first, then their parts; also without accents, and as German writes umlauts where there are none. */
function namePattern(names: readonly string[]): RegExp | undefined {
  const forms = new Set<string>();
  for (const name of names) {
    for (const part of [name, ...partsOf(name)]) {
      for (const form of [part, bare(part), umlautsSpelt(part)]) if (isTelling(form)) forms.add(form);
    }
  }
  const sources = (some: string[]) =>
    some
      .sort((a, b) => b.length - a.length)
      .map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'))
      .join('|');
  const spaced = sources([...forms].filter((form) => !UNSPACED.test(form)));
  const unspaced = sources([...forms].filter((form) => UNSPACED.test(form)));
  const words = spaced === '' ? [] : [`(?<![\\p{L}\\p{M}\\p{N}])(?:${spaced})(?![\\p{L}\\p{M}\\p{N}])`];
  const parts = [...words, ...(unspaced === '' ? [] : [unspaced])];
  return parts.length === 0 ? undefined : new RegExp(parts.join('|'), 'giu');
}

/** The words of a name, and what its hyphens part. */
export function partsOf(name: string): string[] {
  const words = name.split(/[\s,"“”()/]+/).map((word) => word.replace(/^[.'’]+|[.'’]+$/gu, ''));
  return words.flatMap((word) => (word.includes('-') ? [word, ...word.split('-')] : [word]));
}

/** False for particles, initials, and the `Al` of `Al-Khatib`. */
export function isTelling(part: string): boolean {
  if (UNSPACED.test(part)) return [...part].length >= 2;
  return part.replace(/[^\p{L}]/gu, '').length >= 2 && !PARTICLES.has(part.toLowerCase());
}

function isName(surface: string): boolean {
  return UNSPACED.test(surface) || surface.length >= TELLING_LETTERS || /\p{Lu}|\p{Lo}/u.test(surface);
}

const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
const umlautsSpelt = (text: string) =>
  text.replace(
    /[äöüÄÖÜß]/g,
    (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', ß: 'ss' })[letter] ?? letter,
  );

/** A second look, by other means than the first. */
function checkNothingLeft(lines: readonly string[], known: KnownContacts, placeholders: RegExp): void {
  const text = lines.join('\n').replace(placeholders, '\u0000');
  if (/[\p{L}\p{N}]@[\p{L}\p{N}]/u.test(text)) throw new ContactsRemainError('email');
  if (/:\/\/|\bwww\.|\b(?:linkedin|github|facebook)\.com\s?\//iu.test(text)) throw new ContactsRemainError('link');
  if (/\+\s?\d[\d\s().-]{7,}|\d{9,}/u.test(text.replace(/(?:19|20)\d{6,10}/g, '')))
    throw new ContactsRemainError('phone');
  const squeezed = letters(text);
  for (const name of known.names) {
    const whole = letters(name);
    if (whole.length >= 8 && squeezed.includes(whole)) throw new ContactsRemainError('name');
  }
}

/** Letters only, folded: finds a name that is set wide or runs into its neighbours. */
const letters = (text: string) =>
  bare(text)
    .toLowerCase()
    .replace(/[^\p{L}\u0000]/gu, '');

/** Every occurrence, whole words only. */
function replaced(text: string, part: string, by: () => string): string {
  if (!text.includes(part)) return text;
  const source = part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${source}(?![\\p{L}\\p{N}])`, 'gu'), by);
}

/** Applies a function to every string of a value, keeping its shape. */
function mapStrings<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change)) as T;
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, change)])) as T;
  return value;
}
