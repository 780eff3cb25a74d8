/** Who a resume is of and how to reach them, as the rules read it: what is masked before text goes to another vendor. */
import type { DocumentText } from '../../domain/document-text';
import type { Extraction } from '../../domain/extraction';
import { type KnownContacts, partsOf } from '../../domain/mask-contacts';
import { extractResume } from './extract-resume';
import type { RulesKnowledge } from './knowledge';
import { countries, states, streetWords } from './lexicon/places';
import { titleHeads } from './lexicon/title-words';
import { type Line, prepareLines } from './lines';
import { findNames } from './name';
import { placeScore } from './scores';
import { fold, sentenceLikeness, trimSigns } from './words';

/** The contact part of an extraction. */
export type ReadContacts = Pick<Extraction, 'name' | 'emails' | 'phones' | 'urls' | 'location'>;

export interface FoundContacts extends KnownContacts {
  read: ReadContacts;
}

/** Lines at the top in which an address may stand without a label. */
const HEAD_LINES = 10;
/** Second choices of a name that are masked too, and the lines they stand on: rather a word too many than a name too few. */
const OTHER_NAMES = { names: 3, lines: 6 } as const;

export function findContacts(document: Pick<DocumentText, 'lines'>, knowledge: RulesKnowledge): FoundContacts {
  const { name, emails, phones, urls, location, references } = extractResume(document, knowledge);
  const lines = prepareLines(document.lines);
  const names = [
    ...(name === null ? [] : [name]),
    ...(isSure(name, emails) ? [] : otherNames(lines, emails, knowledge)),
    ...namesInAddresses(lines, emails),
    ...references.map((reference) => reference.name).filter((text) => text.length <= 60),
  ];
  return {
    names: [...new Set(names)],
    addresses: [...(location === null ? [] : housesOf(location)), ...addressLines(lines, document)],
    isTerm: (text) => knowledge.taxonomy.normalise(text) !== undefined,
    read: { name, emails, phones, urls, location },
  };
}

/** The parts of the accounts of e-mail addresses: `walt.szymanski` is two. */
const accountsOf = (emails: readonly string[]) =>
  emails.slice(0, 3).flatMap((email) => fold(email.split('@')[0] ?? '').split(/[^\p{L}]+/u));

/** An e-mail address made of it says that it is the name. */
function isSure(name: string | null, emails: readonly string[]): boolean {
  const account = accountsOf(emails).join('');
  return partsOf(name ?? '').some((part) => part.length > 2 && account.includes(fold(part)));
}

function otherNames(lines: readonly Line[], emails: readonly string[], knowledge: RulesKnowledge): string[] {
  return findNames(lines, emails, knowledge)
    .filter(({ line }) => line < OTHER_NAMES.lines)
    .slice(0, OTHER_NAMES.names)
    .map(({ name }) => name);
}

/** Words of the first lines that the e-mail addresses are made of: a name in a place where no rule looks for one. */
function namesInAddresses(lines: readonly Line[], emails: readonly string[]): string[] {
  const accounts = accountsOf(emails);
  const words = lines.slice(0, 40).flatMap((line) => (line.text.includes('@') ? [] : partsOf(line.text)));
  return words.filter((word) => {
    const folded = fold(word);
    // With an initial before or behind it: `mdelaney`, `ingrids`.
    const isIn = (account: string) =>
      account.length - folded.length <= 1 && (account.startsWith(folded) || account.endsWith(folded));
    return /^\p{Lu}/u.test(word) && folded.length >= 4 && !titleHeads.has(folded) && accounts.some(isIn);
  });
}

const LABEL =
  /^\W*(?:(?:current |present |permanent |home |mailing |postal |correspondence |residential )?address|adresse|anschrift|wohnort|dirección|direccion|domicilio|endereço|indirizzo|adres|住所|現住所|地址)\s*(?::|-|–|\t|\|)/iu;
const PIECES = /\t|\s{3,}|\s*[|•·●⋅;]\s*|\s[-–—]\s|\.\s+(?=\p{Lu})/u;
const POSTAL =
  /(?<![\p{L}\d])(?:[A-Z]{1,2}-)?\d{5}(?:-\d{4})?(?!\d)|(?<![\p{L}\d])[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?![\p{L}\d])|(?<![\p{L}\d])\d{4}\s?[A-Z]{2}(?![\p{L}\d])|(?<!\d)\d{6}(?!\d)|(?<![\p{L}\d])\d{4}(?=\s\p{Lu}\p{Ll})|(?<![\p{L}\d])[A-Z]{1,2}\d{1,2}[A-Z]?(?![\p{L}\d])/gu;

/** Lines with a street in them, at the top or behind a label. */
function addressLines(lines: readonly Line[], document: Pick<DocumentText, 'lines'>): string[] {
  return lines.flatMap((line, index) => {
    const label = LABEL.exec(line.text);
    if (label === null && (index >= HEAD_LINES || line.words > 24 || line.dates.length > 0)) return [];
    const text = label === null ? line.text : line.text.slice(label[0].length);
    // The label may stand alone, above the address.
    const below = label !== null && text.trim() === '' ? (document.lines[index + 1]?.text ?? '') : '';
    return [text, below].flatMap((part) =>
      part
        .split(PIECES)
        .filter((piece) => label !== null || (isStreet(piece) && sentenceLikeness(piece) < 0.6))
        .flatMap(housesOf),
    );
  });
}

const STREET_ENDING =
  /\p{L}(?:straße|strasse|str\.|weg|platz|gasse|allee|ring|damm|ufer|straat|laan|plein|kade|gatan?|vägen|veien|vej|gade|utca|ulica|katu|tie)\s+\d/iu;
const isStreet = (piece: string) => (/\d/.test(piece) && streetWords.test(piece)) || STREET_ENDING.test(piece);

/** "14 Kersal Bank, Salford M7": all but the names of places. */
function housesOf(address: string): string[] {
  const pieces = address
    .split(/,\s*/)
    .map(trimSigns)
    .filter((piece) => piece !== '' && !/@/.test(piece));
  const places = pieces.map((piece) => placeScore(trimSigns(piece.replace(POSTAL, ''))) >= 0.6);
  const first = places.indexOf(true);
  // Before a country stand a town and perhaps a region that the lists do not know.
  const place = (pieces[first] ?? '').toLowerCase();
  const town = countries.has(place) || states.has(place) ? first - 2 : first;
  const isHouse = (piece: string) => /\d/.test(piece) || streetWords.test(piece);
  const hasHouse = pieces.some((piece) => isHouse(piece.replace(POSTAL, '')));
  return pieces.flatMap((piece, at) => {
    const codes = [...piece.matchAll(POSTAL)].map(([code]) => code);
    const rest = trimSigns(piece.replace(POSTAL, ''));
    if (!places[at] && isHouse(rest)) return [piece];
    // A suburb or a building between the house and the town.
    return hasHouse && !places[at] && at < town ? [piece] : codes;
  });
}
