/** One native vector index in memory: 32-bit vectors by HASH value, searched exactly. */
import { type DistanceFunction, scoreOf, squaredNorm } from './distance';
import { numberTexts, unpackVectors } from './packed-vector';
import { type AttributeValue, type Item, sameValue, typeOf } from './wire';

export interface VectorIndexDefinition {
  IndexName: string;
  VectorAttribute: { AttributeName: string };
  SearchSchema?: { AttributeName: string; SearchSchemaElementType: 'HASH' | 'INLINE_FILTER' }[];
  Projection: { ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'; NonKeyAttributes?: string[] };
  Dimensions: number;
  DistanceFunction: DistanceFunction;
}

export interface Hit {
  /** What the index projects, without the vector. */
  item: Item;
  score: number;
  /** The vector as the index keeps it, in 32 bits. */
  vector(): AttributeValue;
}

export interface VectorIndex {
  readonly definition: VectorIndexDefinition;
  readonly itemCount: number;
  /** Indexes the item, or drops it if it lacks the vector or the HASH attribute. */
  put(key: string, item: Item): void;
  remove(key: string): void;
  /** Nearest first, ties by key. `bytes` is the size of the vectors examined. */
  search(
    query: Float32Array,
    ask: { topK: number; hash: AttributeValue | undefined; filters: [name: string, value: AttributeValue][] },
  ): { hits: Hit[]; bytes: number };
}

interface Entry {
  key: string;
  item: Item;
  filters: Item;
  squaredNorm: number;
}

interface Partition {
  entries: Entry[];
  /** The vectors of `entries` one after another, with room to grow. */
  vectors: Float32Array;
}

interface Candidate {
  slot: number;
  entry: Entry;
  score: number;
}

export function hashAttribute(definition: VectorIndexDefinition): string | undefined {
  return definition.SearchSchema?.find((element) => element.SearchSchemaElementType === 'HASH')?.AttributeName;
}

/** A list is asked for its numbers before it is written and when it is indexed. */
const known = new WeakMap<readonly AttributeValue[], Float32Array>();

/** The numbers in 32 bits; undefined if one is not a number or does not fit. */
export function toFloats(list: readonly AttributeValue[]): Float32Array | undefined {
  const before = known.get(list);
  if (before !== undefined) return before;
  const texts = numberTexts(list);
  if (texts === undefined) return undefined;
  const floats = Float32Array.from(texts, Number);
  if (!floats.every(Number.isFinite)) return undefined;
  known.set(list, floats);
  return floats;
}

/** @param keyAttributes the table's own key attributes, which every index projects */
export function vectorIndex(definition: VectorIndexDefinition, keyAttributes: readonly string[]): VectorIndex {
  const { Dimensions: dimensions, DistanceFunction: distance } = definition;
  const vectorName = definition.VectorAttribute.AttributeName;
  const hashName = hashAttribute(definition);
  const schemaNames = (definition.SearchSchema ?? []).map((element) => element.AttributeName);
  const partitions = new Map<string, Partition>();
  const places = new Map<string, { hash: string; slot: number }>();
  const isBefore = (a: Candidate, b: Candidate) =>
    a.score === b.score
      ? a.entry.key < b.entry.key
      : distance === 'DOT_PRODUCT'
        ? a.score > b.score
        : a.score < b.score;

  function project(item: Item): Item {
    const { ProjectionType, NonKeyAttributes = [] } = definition.Projection;
    const all = ProjectionType === 'ALL' ? Object.keys(item) : [...keyAttributes, ...schemaNames, ...NonKeyAttributes];
    return pick(
      item,
      all.filter((name) => name !== vectorName),
    );
  }

  function remove(key: string): void {
    const place = places.get(key);
    const partition = place && partitions.get(place.hash);
    if (place === undefined || partition === undefined) return;
    const last = partition.entries.pop();
    if (last !== undefined && last.key !== key) {
      partition.entries[place.slot] = last;
      const from = partition.entries.length * dimensions;
      partition.vectors.copyWithin(place.slot * dimensions, from, from + dimensions);
      places.set(last.key, place);
    }
    places.delete(key);
    if (partition.entries.length === 0) partitions.delete(place.hash);
  }

  return {
    definition,
    get itemCount() {
      return places.size;
    },
    remove,
    put(key, item) {
      remove(key);
      const vector = toFloats(item[vectorName]?.L ?? []);
      const hashValue = hashName === undefined ? undefined : item[hashName];
      if (vector?.length !== dimensions || (hashName !== undefined && hashValue === undefined)) return;

      const hash = partitionName(hashValue);
      const partition = partitions.get(hash) ?? { entries: [], vectors: new Float32Array(16 * dimensions) };
      partitions.set(hash, partition);
      const slot = partition.entries.length;
      if ((slot + 1) * dimensions > partition.vectors.length) {
        const grown = new Float32Array(partition.vectors.length * 2);
        grown.set(partition.vectors);
        partition.vectors = grown;
      }
      partition.vectors.set(vector, slot * dimensions);
      partition.entries.push({
        key,
        item: project(item),
        filters: pick(item, schemaNames),
        squaredNorm: squaredNorm(vector),
      });
      places.set(key, { hash, slot });
    },
    search(query, { topK, hash, filters }) {
      const partition = partitions.get(partitionName(hash));
      if (partition === undefined) return { hits: [], bytes: 0 };
      const { entries, vectors } = partition;
      const queryNorm = squaredNorm(query);
      const best: Candidate[] = [];
      for (let slot = 0; slot < entries.length; slot++) {
        const entry = entries[slot] as Entry;
        if (!filters.every(([name, value]) => sameValue(entry.filters[name], value))) continue;
        const score = scoreOf(distance, query, queryNorm, vectors, slot * dimensions, entry.squaredNorm);
        const candidate = { slot, entry, score };
        let at = best.length;
        while (at > 0 && isBefore(candidate, best[at - 1] as Candidate)) at--;
        if (at === topK) continue;
        best.splice(at, 0, candidate);
        if (best.length > topK) best.pop();
      }
      return {
        hits: best.map(({ slot, entry, score }) => ({
          item: unpackVectors(entry.item),
          score,
          vector: () => {
            const floats = vectors.subarray(slot * dimensions, (slot + 1) * dimensions);
            return { L: Array.from(floats, (x) => ({ N: String(x) })) };
          },
        })),
        bytes: entries.length * dimensions * Float32Array.BYTES_PER_ELEMENT,
      };
    },
  };
}

function pick(item: Item, names: readonly string[]): Item {
  const picked: Item = {};
  for (const name of names) {
    const value = item[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

function partitionName(value: AttributeValue | undefined): string {
  if (value === undefined) return '';
  return value.N === undefined ? `${typeOf(value)}:${value.S ?? value.B}` : `N:${Number(value.N)}`;
}
