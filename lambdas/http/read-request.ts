/** The parts of an event, each checked against its schema: path, query and body. */
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type * as z from 'zod';
import { DomainError, type FieldError } from '../domain/errors';
import { checked, fieldErrors, summary } from '../domain/validation';
import { parseJson } from './read-body';
import type { Route } from './route';

/** A header's value whatever its case; several values as one list, as HTTP reads them. */
export function headerOf(event: APIGatewayProxyEvent, name: string): string | undefined {
  for (const [key, values] of Object.entries(event.multiValueHeaders ?? {})) {
    if (key.toLowerCase() === name && values !== undefined) return values.join(', ');
  }
  for (const [key, value] of Object.entries(event.headers ?? {})) {
    if (key.toLowerCase() === name) return value;
  }
  return undefined;
}

/** @throws DomainError `INVALID_REQUEST` */
export function readParameters(
  route: Route,
  event: APIGatewayProxyEvent,
): { path: unknown; query: object | undefined } {
  const query = Object.fromEntries(
    Object.entries(event.multiValueQueryStringParameters ?? {}).map(([key, values]) => [
      key,
      values?.length === 1 ? values[0] : values,
    ]),
  );
  return {
    path: parameters('path', route.pathParameters, event.pathParameters ?? {}),
    query: parameters('query', route.queryParameters, query),
  };
}

/**
 * The body as the route's schema reads it. A body that is not JSON becomes `{document: {contentBase64}}` where the route
 * takes documents, with the query's fields beside it; the document's kind is told later, by its bytes.
 * @throws DomainError
 */
export function readBody(route: Route, event: APIGatewayProxyEvent, bytes: Buffer, query: object | undefined): unknown {
  if (route.request === null) {
    if (bytes.length > 0) throw new DomainError('INVALID_REQUEST', 'This route takes no body.');
    return undefined;
  }
  // How the answer is written is said in the query, whatever the body is.
  const { format: _, ...options } = (query ?? {}) as Record<string, unknown>;
  if (isJson(headerOf(event, 'content-type'))) {
    if (route.acceptsDocument && Object.keys(options).length > 0) {
      throw new DomainError(
        'INVALID_REQUEST',
        'With a JSON body the options belong into the body, not into the query.',
      );
    }
    return checked(route.request, parseJson(bytes));
  }
  if (!route.acceptsDocument) {
    throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'Send JSON, with Content-Type: application/json.');
  }
  if (bytes.length === 0) throw new DomainError('DOCUMENT_EMPTY', 'The body is empty. Send the bytes of a document.');
  return checked(route.request, { document: { contentBase64: bytes.toString('base64') }, ...options });
}

/** JSON by RFC 8259 or with a `+json` suffix, in UTF-8 or with no charset named. */
function isJson(contentType: string | undefined): boolean {
  const [type = '', ...attributes] = (contentType ?? '').toLowerCase().split(';');
  if (!/^application\/(?:[\w.+-]+\+)?json$/.test(type.trim())) return false;
  const charset = attributes.map((a) => a.trim()).find((a) => a.startsWith('charset='));
  return charset === undefined || /^charset="?utf-?8"?$/.test(charset);
}

/** Faults of parameters have the empty pointer, as pointers are for the body; the detail names the parameter. */
function parameters(
  place: 'path' | 'query',
  schema: z.ZodObject | null,
  values: Record<string, unknown>,
): object | undefined {
  if (schema === null) {
    const [unknown] = Object.keys(values);
    if (unknown === undefined || place === 'path') return undefined;
    throw parameterFault([{ pointer: '', code: 'unknown_parameter', detail: 'This route takes no query.' }]);
  }
  const result = schema.safeParse(values);
  if (result.success) return result.data;
  const errors = fieldErrors(result.error.issues);
  throw parameterFault(errors.map((error) => ({ ...error, pointer: '', detail: `In the ${place}, ${error.detail}` })));
}

function parameterFault(errors: FieldError[]): DomainError {
  return new DomainError('INVALID_REQUEST', summary(errors), { errors });
}
