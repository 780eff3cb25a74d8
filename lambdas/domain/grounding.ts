/** Holds every value a reader reports against the document: what the text does not say is dropped or marked. */
import type { ProvenanceEntry } from './resume';
import { foldText, type Place, type TextLocator } from './text-locator';

/** Share of a long text's words that must occur in the document for the text to be kept, marked as not verified. */
const MIN_WORD_SHARE = 0.8;
/** Confidence by how a value was found; ours, to be compared with one another, not probabilities measured on data. */
const CONFIDENCE = { model: 0.95, rule: 0.85, paraphrase: 0.5 } as const;

export interface Grounding {
  /** The value when the document says it word for word, else null. `near` is the pointer whose place comes before it. */
  take(pointer: string, value: string | null, near?: string): string | null;
  /** As `take`, but a long text is also kept when most of its words occur in the document; it is then marked. */
  takeLong(pointer: string, value: string | null, near?: string): string | null;
  /** The items the document says, without blanks and repetitions; pointers are `pointer/0`, `pointer/1`, … */
  takeAll(pointer: string, values: readonly string[], options?: { long?: boolean; near?: string }): string[];
  /** Notes a place found by other means, so that it shows in the provenance. */
  note(pointer: string, place: Place): void;
  placeOf(pointer: string): ProvenanceEntry | undefined;
  readonly provenance: Record<string, ProvenanceEntry>;
  /** Pointers whose value the document does not say. */
  readonly dropped: string[];
}

export function grounding(locator: TextLocator, method: 'model' | 'rule'): Grounding {
  const provenance: Record<string, ProvenanceEntry> = {};
  const dropped: string[] = [];

  const record = (pointer: string, place: Place, confidence: number, verified: boolean) => {
    provenance[pointer] = {
      confidence,
      quote: place.quote,
      page: place.page,
      line: place.line,
      span: place.span,
      method,
      verified,
    };
  };
  const after = (near: string | undefined) => (near === undefined ? 0 : (provenance[near]?.span[0] ?? 0));

  const ground = (pointer: string, value: string | null, near: string | undefined, long: boolean): string | null => {
    const text = value?.trim() ?? '';
    if (text === '') return null;
    const place = locator.locate(text, after(near));
    if (place) {
      record(pointer, place, CONFIDENCE[method], true);
      return text;
    }
    if (long && locator.wordShare(text) >= MIN_WORD_SHARE) {
      const anchor = firstWordsPlace(locator, text, after(near));
      if (anchor) record(pointer, anchor, CONFIDENCE.paraphrase, false);
      return text;
    }
    dropped.push(pointer);
    return null;
  };

  return {
    provenance,
    dropped,
    take: (pointer, value, near) => ground(pointer, value, near, false),
    takeLong: (pointer, value, near) => ground(pointer, value, near, true),
    takeAll(pointer, values, { long = false, near } = {}) {
      const kept: string[] = [];
      const seen = new Set<string>();
      for (const value of values) {
        const key = foldText(value);
        if (key === '' || seen.has(key)) continue;
        seen.add(key);
        const text = ground(`${pointer}/${kept.length}`, value, near, long);
        if (text !== null) kept.push(text);
      }
      return kept;
    },
    note: (pointer, place) => record(pointer, place, CONFIDENCE.rule, true),
    placeOf: (pointer) => provenance[pointer],
  };
}

/** Where a paraphrase begins: the longest run of its first words that the document has, down to three. */
function firstWordsPlace(locator: TextLocator, text: string, from: number): Place | undefined {
  const words = text.split(/\s+/);
  for (let length = Math.min(8, words.length); length >= 3; length--) {
    const place = locator.locate(words.slice(0, length).join(' '), from);
    if (place) return place;
  }
  return undefined;
}
