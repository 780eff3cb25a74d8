/** Cuts a header line ("Acme Ltd, Leeds - Buyer | 2010 - 2012") into its parts, dates taken out. */

import { companyWords, institutionWords, legalForms } from './lexicon/company-words';
import { cities, countries, stateCodes, states } from './lexicon/places';
import { titleHeads, titleModifiers } from './lexicon/title-words';
import type { Line } from './lines';
import { isPlaceName, placeScore } from './scores';
import { capitalShare, trimSigns, wordsOf } from './words';

const POSTAL_CODE = /,?\s+\d{5}(?:-\d{4})?$/;

export interface Part {
  text: string;
  place: boolean;
}

const STRONG =
  /\t+|\s{3,}|\s*[|•·▪●⋅¦]\s*|\s+[-–—~]+\s+|\s*[–—]\s+|\s+[-–—]\s*$|^\s*[-–—]\s+|\s*;\s*|\s+::?\s+|\s+\/\/\s+|\s@\s|(?<=\p{L}{4})\.\s+(?=\p{Lu})/u;

/** The text of a line with its dates, and what is left of the brackets around them, made into a cut. */
export function withoutDates(line: Pick<Line, 'text' | 'dates'>): string {
  let text = '';
  let at = 0;
  for (const date of line.dates) {
    text += `${line.text.slice(at, date.start)}\t`;
    at = date.end;
  }
  text += line.text.slice(at);
  return line.dates.length === 0
    ? text
    : text
        .replace(
          /(?:\b(?:from|since|during|period|duration|dates?|between|von|seit|depuis|desde|de)\b\s*:?\s*)?[([]?\s*\t\s*[)\]]?/giu,
          '\t',
        )
        .replace(/\(\s*(?:\d+\+?\s*(?:years?|yrs?|months?|mos?)[\s,&and]*){1,2}\)?/giu, '\t');
}

const COMPASS =
  /^(?:north|south|east|west|new|san|santa|st\.?|saint|los|las|fort|ft\.?|mount|mt\.?|el|la|port|lake|palm|cedar|grand|little|upper|lower|great)$/i;

/** How many words at the end of "Acme Ltd West Hartford" are the city: known, or what stands after the legal form. */
function cityWords(words: readonly string[], guess: boolean): number {
  for (let n = Math.min(3, words.length); n > 0; n--) {
    if (!isPlaceName(words.slice(-n).join(' '))) continue;
    // "University of Utah": the place is a part of the name.
    return n === words.length || /^(?:of|the|de|du|di|da|do|del|von|in|at)$/i.test(words[words.length - n - 1] ?? '')
      ? 0
      : n;
  }
  if (!guess) return 0;
  const low = words.map((word) => word.toLowerCase().replace(/[.,]/g, ''));
  const last = low.findLastIndex((word) => legalForms.has(word) || companyWords.has(word));
  const after = words.length - 1 - last;
  if (last >= 0 && after > 0 && after <= 3) return after;
  if (words.length < 3 || last === words.length - 1) return 0;
  return COMPASS.test(words[words.length - 2] ?? '') && words.length > 3 ? 2 : 1;
}

/** "Harbour Foods, Melbourne": a town is followed by its state or country, so what stands before a city is a name. */
function splitBeforeCity(whole: string): Part[] | undefined {
  const parts = whole.split(/,\s+/);
  const at = parts.findIndex(isPlaceName);
  const city = (parts[at] ?? '').toLowerCase();
  if (at < 1 || parts.length > 4 || !cities.has(city) || states.has(city) || countries.has(city)) return undefined;
  const place = parts.slice(at).join(', ');
  if (placeScore(place) < 0.6) return undefined;
  const start = whole.length - place.length;
  return whole.endsWith(place)
    ? [
        { text: trimSigns(whole.slice(0, start)), place: false },
        { text: place, place: true },
      ]
    : undefined;
}

/** Takes "City, ST" or "City, Country" off the end of a piece. */
function splitPlace(piece: string): Part[] {
  const whole = trimSigns(piece);
  const named = splitBeforeCity(whole);
  if (named !== undefined) return named;
  if (placeScore(whole) >= 0.6 && !wordsOf(whole).some((word) => legalForms.has(word.replace(/\./g, ''))))
    return [{ text: whole, place: true }];
  const ends = whole.split(/\s+/);
  const last = ends.findLastIndex((word) => legalForms.has(word.toLowerCase().replace(/[.,]/g, '')));
  if (last > 0 && last < ends.length - 1 && isPlaceName(ends.slice(last + 1).join(' '))) {
    const city = ends.slice(last + 1).join(' ');
    return [
      { text: trimSigns(whole.slice(0, whole.length - city.length)), place: false },
      { text: city, place: true },
    ];
  }
  const commas: number[] = [];
  for (let i = whole.indexOf(','); i >= 0 && commas.length < 12; i = whole.indexOf(',', i + 1)) commas.push(i);
  const cut = (at: number, place: string): Part[] =>
    [
      { text: trimSigns(whole.slice(0, at)), place: false },
      { text: place, place: true },
    ].filter(({ text }) => text !== '');
  for (const at of commas.slice(-3)) {
    const tail = trimSigns(whole.slice(at + 1));
    const code = stateCodes.has(tail.replace(POSTAL_CODE, ''));
    if (!code && placeScore(tail) < 0.6) continue;
    if (wordsOf(tail).some((word) => legalForms.has(word.replace(/\./g, '')))) continue;
    const words = whole.slice(0, at).split(/\s+/);
    const city = code || !tail.includes(',') ? cityWords(words, code) : 0;
    if (city === 0 && code) continue;
    const start = whole.slice(0, at).length - words.slice(-city).join(' ').length;
    return city === 0 ? cut(at, tail) : cut(start, whole.slice(start));
  }
  return splitUnknownCity(whole, commas);
}

const NO_CITY = /[\d&()]|\b(?:of|and|the|for|in)\b/i;

/** "Brook Lane Infants, Bury": one or two names after the last comma, behind a longer name, are most often its town. */
function splitUnknownCity(whole: string, commas: readonly number[]): Part[] {
  const at = commas[commas.length - 1];
  if (at === undefined || whole.length > 90) return [{ text: whole, place: false }];
  const town = trimSigns(whole.slice(at + 1));
  const name = trimSigns(whole.slice(0, at));
  const owner = wordsOf(name.slice(name.lastIndexOf(',') + 1));
  const words = wordsOf(town);
  const isName = (word: string) =>
    companyWords.has(word) ||
    institutionWords.has(word) ||
    legalForms.has(word.replace(/\./g, '')) ||
    titleHeads.has(word) ||
    titleModifiers.has(word);
  const sure = owner.some(
    (word) => companyWords.has(word) || institutionWords.has(word) || legalForms.has(word.replace(/\./g, '')),
  );
  const most = sure ? 2 : 1;
  const fits =
    words.length > 0 &&
    words.length <= most &&
    owner.length >= 2 &&
    !NO_CITY.test(town) &&
    capitalShare(town) === 1 &&
    town !== town.toUpperCase() &&
    !words.some(isName);
  if (!fits || owner.some((word) => titleHeads.has(word))) return [{ text: whole, place: false }];
  return [
    { text: name, place: false },
    { text: town, place: true },
  ];
}

/** Parts in order; brackets become parts of their own when they hold a place. Empty for a line of dates only. */
export function partsOf(line: Pick<Line, 'text' | 'dates'>): Part[] {
  const parts: Part[] = [];
  for (const piece of withoutDates(line).split(STRONG)) {
    const bracket = /^(.*?)\s*\(([^()]{2,40})\)\s*$/u.exec(piece);
    const pieces =
      bracket !== null && placeScore(bracket[2] ?? '') >= 0.6 ? [bracket[1] ?? '', bracket[2] ?? ''] : [piece];
    for (const text of pieces) for (const part of splitPlace(text)) if (/[\p{L}]/u.test(part.text)) parts.push(part);
  }
  return parts;
}
