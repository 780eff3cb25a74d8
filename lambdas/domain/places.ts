/** A place as a person writes it, to a city and a country that compare. */
import { CITY_NAMES, COUNTRY_NAMES, REGION_NAMES } from './place-names';

export interface Place {
  /** As written. */
  raw: string;
  /** The usual English name where we know the city, else as written; null when no city is named. */
  city: string | null;
  /** ISO 3166-1 alpha-2; null when the text does not settle it. */
  countryCode: string | null;
}

interface Gazetteer {
  countries: Map<string, string>;
  regions: Map<string, string>;
  /** Short forms of regions, by country. */
  regionCodes: Map<string, string[]>;
  cities: Map<string, { name: string; countryCode: string }>;
}

/** Letters that Unicode does not take apart into a plain one and an accent. */
const UNDIVIDED: Record<string, string> = { ø: 'o', ł: 'l', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe' };

/** Lower case without accents and punctuation, so that two spellings of a name compare. */
export const foldPlace = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[øłđıßæœ]/g, (letter) => UNDIVIDED[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

let known: Gazetteer | undefined;
/** Read-only once made. */
function gazetteer(): Gazetteer {
  if (known) return known;
  const made: Gazetteer = { countries: new Map(), regions: new Map(), regionCodes: new Map(), cities: new Map() };
  for (const entry of COUNTRY_NAMES.split('|')) {
    for (const name of entry.slice(3).split(',')) made.countries.set(foldPlace(name), entry.slice(0, 2));
  }
  for (const entry of REGION_NAMES.split('|')) {
    const country = entry.slice(0, 2);
    for (const region of entry.slice(3).split(',')) {
      const [name = '', code = ''] = region.split('=');
      made.regions.set(foldPlace(name), country);
      if (code !== '') made.regionCodes.set(code, [...(made.regionCodes.get(code) ?? []), country]);
    }
  }
  for (const entry of CITY_NAMES.split('|')) {
    for (const city of entry.slice(3).split(',')) {
      const [name = '', ...aliases] = city.split('=');
      for (const alias of [name, ...aliases])
        made.cities.set(foldPlace(alias), { name, countryCode: entry.slice(0, 2) });
    }
  }
  known = made;
  return made;
}

const NO_CITY = /\b(?:remote|hybrid|on-?site|anywhere|worldwide|home office|work from home|europe|emea|apac|eu)\b/i;

/** Reads "Munich, Germany", "Austin, TX 78701", "Remote - Spain", "Greater Berlin Area"; null for an empty text. */
export function readPlace(text: string): Place | null {
  const raw = text.trim();
  if (raw === '') return null;
  const places = gazetteer();
  let city: string | null = null;
  let cityCountry: string | null = null;
  let country: string | null = null;
  const parts = raw
    .split(/[,;/|()\n]|\s[-–—·]\s/)
    .map((part) => part.replace(/\b\d[\d -]*\b/g, ' ').trim())
    .filter((part) => part !== '');
  parts.forEach((part, position) => {
    const folded =
      foldPlace(part.replace(/\b(?:greater|metropolitan|metro|area|region|city of)\b/gi, ' ')) || foldPlace(part);
    const candidates = position > 0 ? (places.regionCodes.get(part.replace(/[^A-Z]/g, '')) ?? []) : [];
    const hit = places.cities.get(folded);
    if (hit && city === null) {
      city = hit.name;
      cityCountry = hit.countryCode;
    } else if (places.countries.has(folded) && (candidates.length === 0 || part.length > 2)) {
      // "Georgia" is a region too: after a town it is the state, unless the town is known to lie in the country.
      const named = places.countries.get(folded) ?? null;
      country = position > 0 && cityCountry !== named ? (places.regions.get(folded) ?? named) : named;
    } else if (places.regions.has(folded)) {
      country ??= places.regions.get(folded) ?? null;
    } else if (candidates.length > 0) {
      country ??= candidates.find((code) => code === cityCountry) ?? candidates[0] ?? null;
    } else if (position > 0 && /^[A-Z]{2}$/.test(part) && COUNTRY_NAMES.includes(`${part}:`)) {
      country = part;
    } else if (city === null && !NO_CITY.test(part) && /\p{L}{2}/u.test(part) && part.length <= 40) {
      city = part;
    }
  });
  // A hit whose country is contradicted ("Paris, Texas") keeps its name and takes the stated country.
  return { raw, city, countryCode: country ?? cityCountry };
}

/** Short names that are no words. */
const PLAIN_SHORT = new Set(['uk', 'usa', 'uae', 'nyc']);

/**
 * The first known city or country named in running text ("nurse jobs in Cape Town"), with its offsets. In a search
 * phrase nobody writes capitals: there a doubtful word ("cork", "us") is a place where the phrase ends with it.
 */
export function findPlace(text: string, { phrase = false } = {}): (Place & { start: number; end: number }) | null {
  const places = gazetteer();
  const words = [...text.matchAll(/[\p{L}\p{M}.'’-]+/gu)];
  for (let at = 0; at < words.length; at++) {
    for (let size = Math.min(4, words.length - at); size > 0; size--) {
      const first = words[at] as RegExpExecArray;
      const last = words[at + size - 1] as RegExpExecArray;
      const start = first.index;
      const end = last.index + last[0].length;
      const slice = text.slice(start, end);
      const folded = foldPlace(slice);
      const city = places.cities.get(folded);
      const country = places.countries.get(folded);
      if (!city && !country) continue;
      // "us" and "reading" are words first: they are places only when written as names after "in", or in capitals.
      const doubtful =
        folded.length <= 3 || ['reading', 'nice', 'split', 'essen', 'cork', 'bath', 'mobile'].includes(folded);
      if (
        doubtful &&
        !(slice === slice.toUpperCase() || (/\bin\s$/i.test(text.slice(0, start)) && /^\p{Lu}/u.test(slice))) &&
        !(phrase && at > 0 && (PLAIN_SHORT.has(folded) || /^[\s.,!?]*$/.test(text.slice(end))))
      )
        continue;
      return { raw: slice, city: city?.name ?? null, countryCode: city?.countryCode ?? country ?? null, start, end };
    }
  }
  return null;
}

/** Whether two places name the same city, whatever the spelling; false when either names none. */
export function sameCity(a: Place | null, b: Place | null): boolean {
  if (!a?.city || !b?.city) return false;
  if (a.countryCode && b.countryCode && a.countryCode !== b.countryCode) return false;
  return foldPlace(a.city) === foldPlace(b.city);
}

/** Whether a text names a city, whole words of it, whatever the accents. */
export function namesCity(text: string, city: string): boolean {
  const name = foldPlace(city);
  return name.length > 2 && ` ${foldPlace(text)} `.includes(` ${name} `);
}

/** Whether one word is a city or a country that we know. */
export function isPlaceWord(word: string): boolean {
  const places = gazetteer();
  const folded = foldPlace(word);
  return places.cities.has(folded) || places.countries.has(folded);
}
