/** Cuts a header line ("Acme Ltd, Leeds - Buyer | 2010 - 2012") into its parts, dates taken out. */

import { legalForms } from './lexicon/company-words';
import type { Line } from './lines';
import { placeScore } from './scores';
import { trimSigns } from './words';

export interface Part {
  text: string;
  place: boolean;
}

const STRONG =
  /\t+|\s{3,}|\s*[|•·▪●⋅¦]\s*|\s+[-–—~]+\s+|\s*[–—]\s+|\s+[-–—]\s*$|^\s*[-–—]\s+|\s*;\s*|\s+::?\s+|\s+\/\/\s+|\s@\s/u;

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

/** Takes "City, ST" or "City, Country" off the end of a piece. */
function splitPlace(piece: string): Part[] {
  const whole = trimSigns(piece);
  if (placeScore(whole) >= 0.6) return [{ text: whole, place: true }];
  const commas: number[] = [];
  for (let i = whole.indexOf(','); i >= 0; i = whole.indexOf(',', i + 1)) commas.push(i);
  for (const at of commas.slice(-3)) {
    const tail = trimSigns(whole.slice(at + 1));
    if (placeScore(tail) >= 0.6 && !legalForms.has(tail.toLowerCase().replace(/\./g, ''))) {
      // The word before the comma may be the city: "Jewell LLC West Hartford, CT".
      const head = trimSigns(whole.slice(0, at));
      const words = head.split(' ');
      for (let n = Math.min(3, words.length - 1); n > 0; n--) {
        const city = words.slice(-n).join(' ');
        if (placeScore(city) >= 0.8)
          return [
            { text: words.slice(0, -n).join(' '), place: false },
            { text: `${city}, ${tail}`, place: true },
          ].filter((part) => part.text !== '');
      }
      return [
        { text: head, place: false },
        { text: tail, place: true },
      ];
    }
  }
  return [{ text: whole, place: false }];
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
