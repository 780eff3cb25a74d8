/** Checks a value against a schema and turns what is wrong into one INVALID_REQUEST with a pointer and a sentence each. */
import type * as z from 'zod';
import { DomainError, type FieldError } from './errors';

/** Errors reported at most; a body with more is wrong enough. */
const MAX_ERRORS = 20;

/** RFC 6901 pointer of a path. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
}

/**
 * The parsed value.
 * @throws DomainError INVALID_REQUEST with one `errors` entry per fault, pointers relative to the value.
 */
export function checked<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, MAX_ERRORS).flatMap(fieldErrors);
  const first = errors[0];
  throw new DomainError(
    'INVALID_REQUEST',
    first ? `${first.pointer || 'The body'}: ${first.detail}` : 'The body is not valid.',
    {
      errors,
    },
  );
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const pointer = jsonPointer(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: `${pointer}${jsonPointer([key])}`,
      code: 'unknown_field',
      detail: 'there is no such field; remove it or check its spelling',
    }));
  }
  return [{ pointer, code: issue.code, detail: issue.message }];
}
