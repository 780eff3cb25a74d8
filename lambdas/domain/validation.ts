/** Checks a value against a schema: what is wrong becomes RFC 6901 pointers and sentences; values are never repeated. */
import type * as z from 'zod';
import { DomainError, type FieldError } from './errors';

/** Faults listed in one answer; a body with more is wrong enough. */
const MAX_ERRORS = 20;
const MAX_KEY_CHARACTERS = 100;

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/** The path as an RFC 6901 JSON pointer; the empty path is the empty pointer. */
export function jsonPointer(path: Path): string {
  return path.map((key) => `/${shorten(String(key)).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The issues of one value as field errors, at most 20, in the order zod found them. */
export function fieldErrors(issues: readonly Issue[], at: Path = []): FieldError[] {
  return issues.flatMap((issue) => errorsOf(issue, [...at, ...issue.path])).slice(0, MAX_ERRORS);
}

/**
 * `value` as `schema` reads it, with defaults filled in.
 * @throws DomainError `INVALID_REQUEST` with a field error for each fault
 */
export function checked<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = fieldErrors(result.error.issues);
  throw new DomainError('INVALID_REQUEST', summary(errors), { errors });
}

/** One sentence for the whole: the fault itself when there is one. */
export function summary(errors: readonly FieldError[]): string {
  const [first, ...rest] = errors;
  if (first === undefined) return 'The request is not valid.';
  if (rest.length === 0) return first.detail;
  return `${first.detail} ${rest.length === 1 ? 'There is one more fault' : `There are ${rest.length} more faults`}; see errors.`;
}

function errorsOf(issue: Issue, path: Path): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: jsonPointer([...path, key]),
      code: 'unknown_field',
      detail: `${nameOf([...path, key])} is not a known field.`,
    }));
  }
  if (issue.code === 'invalid_union') {
    const branch = nearest(issue.errors);
    if (branch !== undefined) return branch.flatMap((inner) => errorsOf(inner, [...path, ...inner.path]));
  }
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  const predicate = missing ? 'is required' : predicateOf(issue);
  return [
    { pointer: jsonPointer(path), code: missing ? 'required' : issue.code, detail: `${nameOf(path)} ${predicate}.` },
  ];
}

/** The alternative that the caller seems to have meant: the one whose own type fits. */
function nearest(branches: readonly Issue[][]): Issue[] | undefined {
  return branches.find((issues) => issues.every((issue) => issue.code !== 'invalid_type' || issue.path.length > 0));
}

const typeNames: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const formatNames: Record<string, string> = {
  datetime: 'a UTC time such as 2026-11-21T09:30:00Z',
  base64: 'base64 (RFC 4648, with padding)',
  url: 'an http or https URL',
};

function predicateOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeNames[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return bound('at least', issue.minimum, issue.origin, issue.inclusive);
    case 'too_big':
      return bound('at most', issue.maximum, issue.origin, issue.inclusive);
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`;
    case 'invalid_format': {
      const known = formatNames[issue.format];
      if (known !== undefined) return `must be ${known}`;
      return issue.message.startsWith('Invalid') ? 'does not have the right form' : `must be ${issue.message}`;
    }
    case 'invalid_union':
      return 'options' in issue && issue.options !== undefined
        ? `must be one of ${issue.options.map(String).join(', ')}`
        : 'has none of the types allowed here';
    case 'custom':
      return `is not valid: ${issue.message}`;
    default:
      return 'is not valid';
  }
}

function bound(word: string, value: number | bigint, origin: string, inclusive: boolean | undefined): string {
  const amount = value.toLocaleString('en');
  if (origin === 'string')
    return value === 1 && word === 'at least' ? 'must not be empty' : `must have ${word} ${amount} characters`;
  if (origin === 'array') return `must have ${word} ${amount} ${value === 1 ? 'item' : 'items'}`;
  return inclusive === false
    ? `must be ${word === 'at least' ? 'more' : 'less'} than ${amount}`
    : `must be ${word} ${amount}`;
}

function nameOf(path: Path): string {
  if (path.length === 0) return 'The body';
  return path
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${shorten(String(key))}`))
    .join('');
}

function shorten(key: string): string {
  return key.length > MAX_KEY_CHARACTERS ? `${key.slice(0, MAX_KEY_CHARACTERS)}…` : key;
}
