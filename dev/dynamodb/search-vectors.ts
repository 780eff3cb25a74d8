/** The SearchVectors operation, with the service's checks in the service's order and words. */
import * as dynaliteDb from 'dynalite/db';
import { bindCondition, parseExpressions, type SearchExpressions } from './search-condition';
import type { Tables } from './tables';
import { toFloats } from './vector-index';
import { type AttributeValue, type Item, type Request, type Response, serviceError, validation } from './wire';

interface SearchRequest extends SearchExpressions {
  TableName: string;
  IndexName: string;
  SearchVector: AttributeValue[];
  TopK: number;
  ReturnConsumedCapacity?: 'INDEXES' | 'TOTAL' | 'NONE';
}

const MIN_BILLED_BYTES = 1024;

export function searchVectors(tables: Tables, untyped: Request): Response {
  const request = checkShape(untyped);
  const { equalities, projection } = parseExpressions(request);
  // A table may be named by its ARN.
  const state = tables.get(request.TableName.replace(/^arn:.*:table\//, ''));
  if (state === undefined) {
    throw serviceError('ResourceNotFoundException', 'Requested resource not found');
  }
  const live = state.indexes.get(request.IndexName);
  if (live === undefined || live.phase === 'allocating' || live.phase === 'lagging' || live.phase === 'deleting') {
    throw validation(`The table does not have the specified index: ${request.IndexName}`);
  }
  if (live.phase === 'backfilling') throw validation(`Cannot search backfilling vector index: ${request.IndexName}`);

  const { definition } = live.index;
  const query = toFloats(request.SearchVector);
  if (query === undefined) {
    throw validation(
      'Search vector contains invalid values. All values in the search vector must be a 32-bit floating-point number attribute',
    );
  }
  if (query.length !== definition.Dimensions) {
    throw validation(
      `Input search vector dimension ${query.length} does not match vector index dimension ${definition.Dimensions}`,
    );
  }
  const condition = bindCondition(equalities, definition, state.notes.attributeDefinitions);
  const { hits, bytes } = live.index.search(query, { topK: request.TopK, ...condition });

  const vectorName = definition.VectorAttribute.AttributeName;
  const { ProjectionType, NonKeyAttributes = [] } = definition.Projection;
  const isVectorWanted =
    projection?.some((path) => path[0] === vectorName) === true &&
    (ProjectionType === 'ALL' || NonKeyAttributes.includes(vectorName));
  const present = (item: Item, vector: () => AttributeValue): Item => {
    if (projection === undefined) return item;
    return dynaliteDb.mapPaths(projection, isVectorWanted ? { ...item, [vectorName]: vector() } : item);
  };
  return {
    SearchResults: hits.map((hit) => ({ Item: present(hit.item, hit.vector), Score: hit.score })),
    ...(request.ReturnConsumedCapacity === 'INDEXES' || request.ReturnConsumedCapacity === 'TOTAL'
      ? { ConsumedCapacity: { VectorSearchRequestBytes: Math.max(bytes, MIN_BILLED_BYTES) } }
      : {}),
  };
}

function checkShape(request: Request): SearchRequest {
  const faults: string[] = [];
  for (const name of ['TableName', 'IndexName', 'SearchVector', 'TopK']) {
    if (request[name] == null) {
      const member = name.charAt(0).toLowerCase() + name.slice(1);
      faults.push(`Value null at '${member}' failed to satisfy constraint: Member must not be null`);
    }
  }
  if (Array.isArray(request.SearchVector) && request.SearchVector.length === 0) {
    faults.push(
      "Value at 'SearchVector' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
  if (faults.length > 0) {
    throw validation(`${faults.length} validation error${faults.length > 1 ? 's' : ''} detected: ${faults.join('; ')}`);
  }
  const topK = request.TopK as number;
  if (!Number.isInteger(topK) || topK < 1 || topK > 100) {
    throw validation(
      `Provided TopK value '${topK}' is out of valid range. The value must be between 1 and 100 inclusive`,
    );
  }
  return request as unknown as SearchRequest;
}
