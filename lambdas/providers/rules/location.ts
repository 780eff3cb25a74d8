/** Where the candidate lives: a place among the contact details, or behind a label. */
import { partsOf } from './header-parts';
import { readLabel } from './labels';
import { streetWords } from './lexicon/places';
import type { Line } from './lines';
import { isPlaceName, placeScore } from './scores';
import { trimSigns } from './words';

const LABEL =
  /^(?:(?:current |present |permanent |home |mailing |postal |correspondence )?(?:address|location|residence|city)|adresse|anschrift|wohnort|dirección|direccion|endereço|indirizzo|adres|woonplaats|lives in|based in|住所|現住所|地址|现居地|所在地)\s*(?::|-|–|\t)?\s*/iu;
const CITY_STATE =
  /(?<![\p{L}])(?:\p{Lu}[\p{L}\p{M}.'’-]+\s?){1,3},\s?(?:[A-Z]{2}|[A-Z]\.[A-Z]\.)(?:,?\s\d{5}(?:-\d{4})?)?(?![\p{L}\d])/u;

/** "12 Elm St, Leeds LS1 4AB, UK" to the part from the city on, where the city is known. */
function fromCity(text: string): string | null {
  const direct = CITY_STATE.exec(text)?.[0];
  if (direct !== undefined && placeScore(direct) >= 0.6) return trimSigns(direct);
  const pieces = text.split(/,\s*/);
  for (let at = 0; at < pieces.length; at++) {
    const rest = pieces.slice(at).join(', ');
    const first = trimSigns((pieces[at] ?? '').replace(/[-–\s]*\d[\d\s-]*$/, ''));
    if (isPlaceName(first) && text.includes(rest)) return trimSigns(rest.replace(/[.\s]+$/, ''));
  }
  return null;
}

/** Scans the head of the document and the personal details; null when nothing there is a place. */
export function findLocation(head: readonly Line[]): string | null {
  let best: { text: string; score: number } | undefined;
  const offer = (text: string | null, score: number) => {
    if (text !== null && text.length > 1 && text.length <= 120 && score > (best?.score ?? 0.4)) best = { text, score };
  };
  head.slice(0, 60).forEach((line, index) => {
    if (line.words > 24) return;
    const late = 0.015 * index;
    const label = LABEL.exec(line.text);
    const labelled = readLabel(line.text)?.field === 'place' || (label !== null && /[:\t–-]/.test(label[0]));
    const value = label !== null ? line.text.slice(label[0].length) : line.text;
    for (const part of partsOf({ text: value, dates: [] })) {
      const place = part.place ? part.text : fromCity(part.text);
      const score = placeScore(place ?? '');
      if (place !== null)
        offer(place, 0.5 + score * 0.3 + (labelled ? 0.4 : 0) - late + (streetWords.test(value) ? 0.1 : 0));
      else if (labelled && streetWords.test(part.text)) offer(part.text, 0.55 - late);
    }
  });
  return best?.text ?? null;
}
