/** What DynamoDB refuses about vector indexes: their definitions, and items that do not fit them. */

import { hashAttribute, toFloats, type VectorIndexDefinition } from './vector-index';
import { type Item, invalidParameter, serviceError, typeOf, validation } from './wire';

export interface AttributeDefinition {
  AttributeName: string;
  AttributeType: 'S' | 'N' | 'B';
}

const MAX_INDEXES = 5;
const MAX_DIMENSIONS = 4096;
const MAX_INLINE_FILTERS = 18;

/**
 * Checks the definitions of a new table's indexes, or of one that is added.
 * @param definitions what the same request defines; those of the table before it do not count
 * @throws WireError ValidationException, or LimitExceededException when the sixth index is added to a table
 */
export function checkDefinitions(
  added: readonly VectorIndexDefinition[],
  table: {
    existing: readonly VectorIndexDefinition[];
    definitions: readonly AttributeDefinition[];
    isOnDemand: boolean;
    keyAttributes: readonly string[];
  },
): void {
  const { existing, definitions, keyAttributes } = table;
  if (added.length === 0) return;
  if (!table.isOnDemand) throw invalidParameter('Vector indexes are only supported for PAY_PER_REQUEST tables');
  if (existing.length + added.length > MAX_INDEXES) {
    throw existing.length === 0
      ? invalidParameter(`VectorIndex count exceeds the per-table limit of ${MAX_INDEXES}`)
      : serviceError(
          'LimitExceededException',
          `Subscriber limit exceeded: Number of vector secondary indexes exceeds per-table limit of ${MAX_INDEXES}`,
        );
  }
  const names = new Set(existing.map((index) => index.IndexName));
  const dimensionsOf = new Map(existing.map((index) => [index.VectorAttribute.AttributeName, index.Dimensions]));
  for (const index of added) {
    checkShape(index);
    if (names.has(index.IndexName)) throw invalidParameter(`Duplicate index name: ${index.IndexName}`);
    names.add(index.IndexName);
    const vectorName = index.VectorAttribute.AttributeName;
    if (definitions.some((d) => d.AttributeName === vectorName) || keyAttributes.includes(vectorName)) {
      throw invalidParameter(
        `Conflicting attribute definition for '${vectorName}'. An attribute cannot be defined in AttributeDefinitions when used as a VectorAttribute.`,
      );
    }
    const dimensions = dimensionsOf.get(vectorName) ?? index.Dimensions;
    if (dimensions !== index.Dimensions) {
      throw invalidParameter(
        `Conflicting attribute definition for '${vectorName}'. All VectorIndexes on the same vector attribute must use the same dimensions.`,
      );
    }
    dimensionsOf.set(vectorName, dimensions);
    for (const { AttributeName } of index.SearchSchema ?? []) {
      if (!definitions.some((d) => d.AttributeName === AttributeName)) {
        throw invalidParameter('One element in SearchSchema is not defined in attribute definitions');
      }
    }
  }
}

function checkShape(index: VectorIndexDefinition): void {
  const missing = (['indexName', 'vectorAttribute', 'projection', 'dimensions', 'distanceFunction'] as const).find(
    (name) => index[(name.charAt(0).toUpperCase() + name.slice(1)) as keyof VectorIndexDefinition] === undefined,
  );
  if (missing !== undefined) {
    throw validation(
      `1 validation error detected: Value null at 'vectorIndexes.1.member.${missing}' failed to satisfy constraint: Member must not be null`,
    );
  }
  if (!/^[a-zA-Z0-9_.-]{3,255}$/.test(index.IndexName)) {
    throw validation(
      `1 validation error detected: Value '${index.IndexName}' at 'vectorIndexes.1.member.indexName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+`,
    );
  }
  if (!Number.isInteger(index.Dimensions) || index.Dimensions < 1 || index.Dimensions > MAX_DIMENSIONS) {
    throw invalidParameter(`Number of dimensions must be between 1 and ${MAX_DIMENSIONS} inclusive.`);
  }
  const schema = index.SearchSchema ?? [];
  const filters = schema.filter((element) => element.SearchSchemaElementType === 'INLINE_FILTER');
  if (schema.length - filters.length > 1) throw invalidParameter('SearchSchema can have at most one HASH element');
  if (filters.length > MAX_INLINE_FILTERS) {
    throw invalidParameter(`SearchSchema can have at most ${MAX_INLINE_FILTERS} INLINE_FILTER elements`);
  }
}

/**
 * Refuses an item whose vector or HASH attribute does not fit an index.
 * An item without the vector, or without the HASH attribute, is fine: it is just not in the index.
 */
export function checkItem(
  item: Item,
  indexes: Iterable<VectorIndexDefinition>,
  definitions: readonly AttributeDefinition[],
): void {
  for (const index of indexes) {
    checkSearchAttributes(item, index, definitions);
    const name = index.VectorAttribute.AttributeName;
    const value = item[name];
    if (value === undefined) continue;
    const wrong = (words: string) =>
      validation(`One or more parameter values were invalid. ${words} IndexName: ${index.IndexName}`);
    if (value.L === undefined) {
      throw wrong(`Invalid type for parameter ${name}, Expected: 32-bit floating point number list`);
    }
    const floats = toFloats(value.L);
    const length = floats?.length ?? value.L.length;
    if (length !== index.Dimensions) {
      throw wrong(`Invalid size for parameter ${name}, Expected: ${index.Dimensions}, Actual: ${length}`);
    }
    if (floats !== undefined) continue;
    const at = value.L.findIndex((element) => toFloats([element]) === undefined);
    const actual = typeOf(value.L[at] ?? { NULL: true });
    throw wrong(
      `Invalid type for parameter ${name}[${at}], Expected: 32-bit floating point number, Actual: ${actual}.`,
    );
  }
}

function checkSearchAttributes(
  item: Item,
  index: VectorIndexDefinition,
  definitions: readonly AttributeDefinition[],
): void {
  for (const { AttributeName: name } of index.SearchSchema ?? []) {
    const value = item[name];
    const expected = definitions.find((d) => d.AttributeName === name)?.AttributeType;
    if (value === undefined || expected === undefined) continue;
    if (typeOf(value) !== expected) {
      throw invalidParameter(
        `Type mismatch for Index Key ${name} Expected: ${expected} Actual: ${typeOf(value)} IndexName: ${index.IndexName}`,
      );
    }
    if (name === hashAttribute(index) && (value.S === '' || value.B === '')) {
      throw validation(
        `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${value.S === '' ? 'string' : 'binary'} value. IndexName: ${index.IndexName}, IndexKey: ${name}`,
      );
    }
  }
}
