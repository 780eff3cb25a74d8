/** Body of an API Gateway event to bytes and to JSON, refusing what no schema should have to meet. */
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { DomainError } from '../domain/errors';
import { MAX_BODY_BYTES } from '../domain/limits';
import { jsonPointer } from '../domain/validation';

/** Levels of `{` and `[`; the deepest body that a schema knows has 8. */
const MAX_DEPTH = 32;
const LONE_SURROGATE = /\p{Surrogate}/u;
const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The bytes as the caller sent them.
 * @throws DomainError `PAYLOAD_TOO_LARGE`, measured as Lambda measures it: with the base64 that API Gateway adds.
 */
export function bodyBytes(event: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>): Buffer {
  const body = event.body ?? '';
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) {
    throw new DomainError(
      'PAYLOAD_TOO_LARGE',
      `The body is larger than ${MAX_BODY_BYTES.toLocaleString('en')} bytes. Send a large document with POST /v1/uploads.`,
    );
  }
  return Buffer.from(body, event.isBase64Encoded ? 'base64' : 'utf8');
}

/**
 * Strict JSON: UTF-8, no lone surrogates, no keys that reach a prototype, at most 32 levels deep.
 * @throws DomainError `INVALID_ENCODING`, `INVALID_JSON` or `INVALID_REQUEST`
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decodeUtf8(bytes);
  if (text.trim() === '') {
    throw new DomainError('INVALID_JSON', 'The body is empty. Send a JSON object.');
  }
  if (deeperThan(text, MAX_DEPTH)) {
    throw new DomainError('INVALID_JSON', `The body is nested more than ${MAX_DEPTH} levels deep.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The message of JSON.parse quotes the text, which may be a resume.
    throw new DomainError('INVALID_JSON', 'The body is not valid JSON.');
  }
  refuseHostile(value, []);
  return value;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DomainError('INVALID_ENCODING', 'The body is not valid UTF-8. Send JSON in UTF-8.');
  }
}

/** Counts brackets outside strings, so that a hostile text is refused before anything recursive meets it. */
function deeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 0x5c) i++;
      else if (c === 0x22) inString = false;
    } else if (c === 0x22) inString = true;
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > limit) return true;
    } else if (c === 0x7d || c === 0x5d) depth--;
  }
  return false;
}

function refuseHostile(value: unknown, path: (string | number)[]): void {
  if (typeof value === 'string') {
    refuseLoneSurrogate(value, path);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) refuseHostile(item, [...path, index]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      refuseLoneSurrogate(key, path);
      if (PROTOTYPE_KEYS.has(key)) {
        const detail = `The key ${key} is not allowed.`;
        throw new DomainError('INVALID_REQUEST', detail, {
          errors: [{ pointer: jsonPointer([...path, key]), code: 'forbidden_key', detail }],
        });
      }
      refuseHostile(item, [...path, key]);
    }
  }
}

function refuseLoneSurrogate(text: string, path: (string | number)[]): void {
  if (!LONE_SURROGATE.test(text)) return;
  const detail = 'The text has half of a surrogate pair (such as \\ud800), which is no character.';
  throw new DomainError('INVALID_ENCODING', detail, {
    errors: [{ pointer: jsonPointer(path), code: 'lone_surrogate', detail }],
  });
}
