/** The words of DynamoDB's JSON protocol that the emulator reads and writes. */
import type { AttributeValue } from 'aws-lambda';

export type { AttributeValue };
export type Item = Record<string, AttributeValue>;
export type Request = Record<string, unknown>;
export type Response = Record<string, unknown>;

/** One write as it became durable. `old` is undefined for an insert, `next` for a removal. */
export interface Change {
  table: string;
  key: string;
  old: Item | undefined;
  next: Item | undefined;
  /** Who removed it: a caller, or time to live. */
  actor: 'caller' | 'ttl';
  /** Its place among all changes, where it was written down with the item to be delivered later. */
  sequence?: number | undefined;
}

/** An answer other than 200, as it goes over the wire. */
export class WireError extends Error {
  constructor(
    readonly body: { __type: string; message?: string } & Record<string, unknown>,
    readonly status = 400,
  ) {
    super(body.message ?? body.__type);
  }
}

export function validation(message: string): WireError {
  return new WireError({ __type: 'com.amazon.coral.validate#ValidationException', message });
}

export function invalidParameter(message: string): WireError {
  return validation(`One or more parameter values were invalid: ${message}`);
}

export function serviceError(name: string, message: string): WireError {
  return new WireError({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message });
}

/** `S`, `N`, `L`, … */
export function typeOf(value: AttributeValue): string {
  return Object.keys(value)[0] ?? 'NULL';
}

/** Whether two values are the same to DynamoDB: numbers by value, sets in any order. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((value, i) => sameValue(value, b[i]));
  }
  const left = Object.entries(a);
  const right = b as Record<string, unknown>;
  if (left.length !== Object.keys(right).length) return false;
  return left.every(([name, value]) => {
    const other = right[name];
    if (name === 'N' && typeof value === 'string' && typeof other === 'string') return Number(value) === Number(other);
    if (/^[SNB]S$/.test(name) && Array.isArray(value) && Array.isArray(other)) {
      return sameValue([...value].sort(), [...other].sort());
    }
    return sameValue(value, other);
  });
}

/** The size of an item as DynamoDB counts it, by its published rules: names and texts in UTF-8, two digits a byte. */
export function itemBytes(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

function valueBytes(value: AttributeValue): number {
  const { S, N, B, L, M, SS, NS, BS } = value;
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return 1 + Math.ceil(N.length / 2);
  if (B !== undefined) return Math.floor((B.length * 3) / 4);
  if (L !== undefined) return 3 + L.reduce((sum, each) => sum + 1 + valueBytes(each), 0);
  if (M !== undefined) return 3 + Object.keys(M).length + itemBytes(M);
  return Math.max(1, [...(SS ?? []), ...(NS ?? []), ...(BS ?? [])].join('').length);
}
