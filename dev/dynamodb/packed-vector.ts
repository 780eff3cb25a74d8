/** Vectors as dynalite stores them here: one text instead of a thousand numbers, each of which it would check and parse. */
import type { AttributeValue, Item, Response } from './wire';

/** A number exactly as DynamoDB would give it back, within its 38 digits. */
const CANONICAL = /^(?!-0$)-?(?:0|[1-9]\d{0,9})(?:\.\d{0,25}[1-9])?$/;
const SHORTEST_WORTHWHILE = 32;
/** Starts a packed vector; no text that a caller would write. */
const MARK = '\u0000vector:';

/** Whether the list is long, and plain numbers only. */
export function isPlainVector(list: unknown): list is AttributeValue[] {
  if (!Array.isArray(list) || list.length < SHORTEST_WORTHWHILE) return false;
  for (const element of list as ({ N?: unknown } | null)[]) {
    const text = element?.N;
    if (typeof text !== 'string' || !CANONICAL.test(text)) return false;
    for (const name in element) if (name !== 'N') return false;
  }
  return true;
}

/** The item with its vectors packed; other lists, and vectors that are short or odd, stay as they are. */
export function packVectors(item: Item, vectorAttributes: readonly string[]): Item {
  let packed = item;
  for (const name of vectorAttributes) {
    const list = item[name]?.L;
    if (!isPlainVector(list)) continue;
    if (packed === item) packed = { ...item };
    packed[name] = { L: [{ S: MARK + list.map((element) => element.N).join(',') }] };
  }
  return packed;
}

/** The decimal texts of a vector, packed or not; undefined where an element is not a number. */
export function numberTexts(list: readonly AttributeValue[]): string[] | undefined {
  const text = list[0]?.S;
  if (list.length === 1 && text?.startsWith(MARK)) return text.slice(MARK.length).split(',');
  const texts = list.map((element) => element.N);
  return texts.every((each) => each !== undefined) ? texts : undefined;
}

export function unpackVectors(item: Item): Item {
  let unpacked = item;
  for (const [name, { L: list }] of Object.entries(item)) {
    if (list?.length !== 1 || !list[0]?.S?.startsWith(MARK)) continue;
    if (unpacked === item) unpacked = { ...item };
    unpacked[name] = { L: (numberTexts(list) ?? []).map((N) => ({ N })) };
  }
  return unpacked;
}

/** An answer of dynalite as the caller is to see it. */
export function unpackResponse(response: Response): Response {
  const {
    Item: item,
    Attributes,
    Items,
    Responses,
  } = response as {
    Item?: Item;
    Attributes?: Item;
    Items?: Item[];
    Responses?: Record<string, Item[]>;
  };
  return {
    ...response,
    ...(item === undefined ? {} : { Item: unpackVectors(item) }),
    ...(Attributes === undefined ? {} : { Attributes: unpackVectors(Attributes) }),
    ...(Items === undefined ? {} : { Items: Items.map(unpackVectors) }),
    ...(Responses === undefined
      ? {}
      : {
          Responses: Object.fromEntries(
            Object.entries(Responses).map(([table, items]) => [table, items.map(unpackVectors)]),
          ),
        }),
  };
}
