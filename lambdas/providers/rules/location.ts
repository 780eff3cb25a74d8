/** Where the candidate lives: a place among the contact details, or behind a label. */
import { partsOf } from './header-parts';
import type { RulesKnowledge } from './knowledge';
import { readLabel } from './labels';
import { streetWords } from './lexicon/places';
import type { Line } from './lines';
import { companyScore, isPlaceName, placeScore, titleScore } from './scores';
import { capitalShare, sentenceLikeness, trimSigns } from './words';

const LABEL =
  /^(?:(?:current |present |permanent |home |mailing |postal |correspondence )?(?:address|location|residence|city)|adresse|anschrift|wohnort|dirección|direccion|domicilio|endereço|indirizzo|adres|woonplaats|lives in|based in|住所|現住所|地址|现居地|所在地)\s*(?::|-|–|\t|\|)?\s*/iu;
const CITY_STATE =
  /(?<![\p{L}])(?:\p{Lu}[\p{L}\p{M}.'’-]{1,40}\s?){1,3},\s?(?:[A-Z]{2}|[A-Z]\.[A-Z]\.)(?:,?\s\d{5}(?:-\d{4})?)?(?![\p{L}\d])/u;
/** "65193 Wiesbaden", "Salford M7", "LS1 4AB": a postal code beside a name. */
const POSTAL =
  /(?<![\p{L}\d])(?:[A-Z]{1,2}-)?\d{4,5}\s\p{Lu}[\p{L}.'’-]+|\p{Lu}\p{L}+,?\s[A-Z]{1,2}\d{1,2}[A-Z]?(?:\s\d[A-Z]{2})?(?![\p{L}\d])|\p{Lu}\p{L}+\s?[-–,]?\s?\d{6}(?!\d)|(?<!\p{L})(?:NSW|VIC|QLD|TAS|ACT|NT|WA|SA)\s\d{4}(?!\d)/u;
const TWO_NAMES = /^\p{Lu}[\p{L}.'’ -]+,\s\p{Lu}[\p{L}.'’ ,-]+$/u;
const CONTACT = /(?<!\p{L})(?:e-?mail|phone|mobile|tel|fax|cell|https?|www|linkedin|github)(?!\p{L})|@/iu;

const PIECES =
  /\s+(?=(?:address|residence|location)\s*:)|,\s+(?=[(+]\d|\d{3}[-.)]\s?\d{3}|\S+@)|\t|\s{3,}|\s*[|•·●⋅]\s*|\s[-–—]\s|\.\s+(?=\p{Lu}\p{Ll}+\b)/u;

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

/** The town that follows a street, in the next piece of its line or on the line below. */
function townOf(piece: string): string | null {
  const text = trimSigns(piece);
  const start = CITY_STATE.exec(text);
  if (start !== null && start.index === 0 && placeScore(start[0]) >= 0.6) return trimSigns(start[0]);
  return placeScore(text) >= 0.6 || (POSTAL.test(text) && text.length < 50 && !CONTACT.test(text)) ? text : null;
}

/** Scans the head of the document and the personal details; null when nothing there is a place. */
export function findLocation(head: readonly Line[], name: string | null, knowledge: RulesKnowledge): string | null {
  let best: { text: string; score: number } | undefined;
  const offer = (text: string | null, score: number) => {
    if (text !== null && text.length > 1 && text.length <= 120 && score > (best?.score ?? 0.4)) best = { text, score };
  };
  const isRole = (text: string) =>
    text
      .split(/,\s*/)
      .some(
        (piece) => titleScore(piece, knowledge.occupations) > 0.5 || companyScore(piece, knowledge.occupations) > 0.55,
      );
  head.slice(0, 80).forEach((line, index) => {
    if (line.words > 24 || line.dates.some(({ to }) => to !== null)) return;
    const late = 0.012 * index;
    const pieces = line.text.split(PIECES);
    let carried = false;
    for (const [at, piece] of pieces.entries()) {
      const label = LABEL.exec(piece.trim());
      const rest = label === null ? piece : piece.trim().slice(label[0].length);
      const text = trimSigns(rest);
      const labelled: boolean =
        carried ||
        readLabel(piece)?.field === 'place' ||
        (label !== null && (/[:|–-]/.test(label[0]) || /^\p{Lu}[\p{L} -]{2,30}$/u.test(text)));
      carried = labelled && text === '';
      if (text === '' || CONTACT.test(text) || (name !== null && text.includes(name))) continue;
      const offset = (labelled ? 0.4 : 0) - late;
      const street = streetWords.test(text) && /\d/.test(text);
      const postal = POSTAL.test(text) && text.length <= 100;
      const role = isRole(text);
      if ((street || postal) && text.length <= 110 && sentenceLikeness(text) < 0.6 && !(role && !street)) {
        const city = fromCity(text);
        const next = pieces[at + 1] ?? (line.text.endsWith(text) ? head[index + 1]?.text.split(PIECES)[0] : undefined);
        const town = city === null ? townOf(next ?? '') : null;
        if (town !== null) offer(`${text}, ${town}`, 0.9 + offset);
        offer(text, (city === null && !postal ? 0.5 : 0.65) + (city === null ? 0 : 0.2) + (postal ? 0.15 : 0) + offset);
        continue;
      }
      const city = placeScore(text) >= 0.6 ? text : role ? null : fromCity(text);
      if (city !== null) offer(city, 0.5 + placeScore(city) * 0.3 + offset);
      else if (labelled && text.length < 60 && capitalShare(text) === 1 && !role) offer(text, 0.45 + offset);
      // "Torquay, Devon" under the name: two names that are nothing else.
      else if (index > 0 && index < 5 && TWO_NAMES.test(text) && capitalShare(text) === 1 && text.length < 50 && !role)
        offer(text, 0.42 + offset);
      for (const part of partsOf({ text: rest, dates: [] }))
        if (part.place && placeScore(part.text) >= 0.6) offer(part.text, 0.5 + placeScore(part.text) * 0.3 + offset);
    }
  });
  return best?.text ?? null;
}
