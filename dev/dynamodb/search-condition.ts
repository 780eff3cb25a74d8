/** Reads a SearchConditionExpression: equalities on attributes of the search schema, joined by AND, and nothing else. */
import * as validations from 'dynalite/validations';
import { hashAttribute, type VectorIndexDefinition } from './vector-index';
import type { AttributeDefinition } from './vector-rules';
import { type AttributeValue, typeOf, validation } from './wire';

export interface SearchCondition {
  hash: AttributeValue | undefined;
  filters: [name: string, value: AttributeValue][];
}

export interface SearchExpressions {
  SearchConditionExpression?: string;
  ProjectionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
}

type Path = (string | number)[];
/** What dynalite's grammar makes of a condition. */
type Node = { type: string; args: (Node | Path | AttributeValue)[] };
interface Equality {
  path: Path;
  value: AttributeValue;
}

const invalid = (words: string) => validation(`Invalid SearchConditionExpression: ${words}`);

/** Parses both expressions of a search; a projection is a list of paths. */
export function parseExpressions(request: SearchExpressions): {
  equalities: Equality[];
  projection: Path[] | undefined;
} {
  const parsed: Record<string, unknown> = {};
  const { SearchConditionExpression: condition, ProjectionExpression: projection } = request;
  if (condition != null) parsed.FilterExpression = condition;
  if (projection != null) parsed.ProjectionExpression = projection;
  for (const name of ['ExpressionAttributeNames', 'ExpressionAttributeValues'] as const) {
    if (request[name] == null) continue;
    if (condition == null && (projection == null || name === 'ExpressionAttributeValues')) {
      throw validation(`${name} can only be specified when using expressions`);
    }
    parsed[name] = request[name];
  }
  const message = validations.validateExpressions(parsed);
  const filter = parsed._filter as { expression: Node } | undefined;
  // What is wrong with the condition itself is said before what was left unused.
  const equalities = filter === undefined ? [] : readEqualities(filter.expression);
  if (message !== undefined) throw validation(message.replace('FilterExpression', 'SearchConditionExpression'));
  return { equalities, projection: (parsed._projection as { paths: Path[] } | undefined)?.paths };
}

function readEqualities(node: Node): Equality[] {
  if (node.type === 'and') return node.args.flatMap((arg) => readEqualities(arg as Node));
  const [left, right] = node.args;
  const path = Array.isArray(left) ? left : right;
  const value = Array.isArray(left) ? right : left;
  if (node.type !== '=' || !Array.isArray(path) || value === undefined || Array.isArray(value)) {
    throw invalid('Invalid comparator used in SearchConditionExpression');
  }
  return [{ path, value: value as AttributeValue }];
}

/** Checks the equalities against the index and sorts them into the HASH value and the filters. */
export function bindCondition(
  equalities: readonly Equality[],
  index: VectorIndexDefinition,
  definitions: readonly AttributeDefinition[],
): SearchCondition {
  const hashName = hashAttribute(index);
  const condition: SearchCondition = { hash: undefined, filters: [] };
  const seen = new Set<string>();
  for (const { path } of equalities) {
    if (!index.SearchSchema?.some((element) => element.AttributeName === path[0])) {
      throw validation(
        `SearchConditionExpression must not contain any attributes that is not in SearchSchema. Invalid attribute: ${path[0]}`,
      );
    }
  }
  for (const { path, value } of equalities) {
    const name = String(path[0]);
    if (path.length > 1) throw invalid('SearchConditionExpression cannot have conditions on nested attributes');
    if (seen.has(name)) throw invalid('SearchConditionExpression must only contain one condition per attribute');
    seen.add(name);
    if (name === hashName) condition.hash = checkHash(name, value, definitions);
    else condition.filters.push([name, value]);
  }
  if (hashName !== undefined && condition.hash === undefined) {
    throw validation('SearchConditionExpression must be provided when SearchSchema has a HASH key');
  }
  return condition;
}

function checkHash(name: string, value: AttributeValue, definitions: readonly AttributeDefinition[]): AttributeValue {
  const declared = definitions.find((d) => d.AttributeName === name)?.AttributeType;
  if (declared !== undefined && typeOf(value) !== declared) {
    throw validation(
      `Type of '${name}' attribute in SearchConditionExpression (${typeOf(value)}) does not match type in search schema (${declared})`,
    );
  }
  if (value.S === '') {
    throw validation(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  }
  return value;
}
