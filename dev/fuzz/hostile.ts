/** What nobody in good faith sends: values, texts of bodies, pieces of paths, queries and headers. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';

/** Stands in JSON for a number that JSON.stringify cannot write. */
const RAW = '\u0001raw:';
const rawNumbers = ['NaN', 'Infinity', '-Infinity', '1e999', '-1e999', '0x1F', '01', '1.', `1${'0'.repeat(400)}`];

const values: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  0.5,
  101,
  1e308,
  -1e308,
  Number.MIN_VALUE,
  2 ** 53,
  1e21,
  '',
  ' ',
  '0',
  '\u0000',
  'a\u0000b',
  'a\ud800',
  '\udc00\ud800',
  '\u202egnirts',
  '\ufeffbom',
  'A\u030angstro\u0308m',
  '\u212bngstr\u00f6m',
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'.repeat(30),
  'a'.repeat(300),
  'a'.repeat(24_001),
  '😀'.repeat(3_000),
  'é'.repeat(2_000),
  '../../etc/passwd',
  '..%2f..%2f',
  'a\r\nset-cookie: x=1',
  'javascript:alert(1)',
  '<script>alert(1)</script>',
  "' OR 1=1 --",
  '{{7*7}}',
  `\${jndi:ldap://127.0.0.1/a}`,
  '$context.requestId',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  '9999-99-99',
  '2024-02-30',
  '0000',
  'IDEMPOTENCY#1',
  'http://169.254.169.254/latest/meta-data/',
  'file:///etc/passwd',
  {},
  [],
  [[]],
  { a: 1 },
  { $ref: '#/components/schemas/Job' },
  { toString: 1, valueOf: 1 },
  { toJSON: 'x' },
  { length: 1e9 },
  Array.from({ length: 1_001 }, () => 0),
];

const value = fc.oneof(
  { arbitrary: fc.constantFrom(...values), weight: 6 },
  { arbitrary: fc.constantFrom(...rawNumbers).map((each) => RAW + each), weight: 1 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 30 }), weight: 1 },
  { arbitrary: fc.jsonValue({ maxDepth: 3 }), weight: 1 },
  { arbitrary: fc.double(), weight: 1 },
);

const keys = [
  '__proto__',
  'constructor',
  'prototype',
  '',
  ' ',
  '\u0000',
  'a\ud800',
  'id ',
  'ID',
  '$ref',
  'x'.repeat(5_000),
  'ïd',
];

type Tree = Record<string, unknown> | unknown[];
const isTree = (each: unknown): each is Tree => typeof each === 'object' && each !== null;

/** The same body with one thing wrong: a value replaced, a key lost, a key too many. */
export function oneMutation(body: unknown): fc.Arbitrary<unknown> {
  const places = treesIn(body);
  if (places.length === 0) return value;
  return fc
    .tuple(
      fc.nat(1_000_000),
      fc.constantFrom('replace', 'replace', 'replace', 'lose', 'add', 'repeat'),
      fc.nat(1_000_000),
      value,
    )
    .chain(([at, what, which, next]) =>
      fc.constantFrom(...keys).map((name) => {
        const copy = structuredClone(body);
        const tree = treesIn(copy)[at % places.length] as Tree;
        const names = Object.keys(tree);
        const key = names[which % Math.max(1, names.length)] ?? '0';
        if (what === 'replace') define(tree, key, next);
        else if (what === 'lose') lose(tree, key);
        else if (what === 'repeat' && Array.isArray(tree))
          tree.push(...Array.from({ length: 150 }, () => tree[0] ?? next));
        else if (Array.isArray(tree)) tree.push(next);
        else define(tree, name, next);
        return copy;
      }),
    );
}

/** The nodes that hold something, the root first. */
function treesIn(body: unknown): Tree[] {
  if (!isTree(body)) return [];
  return [body, ...Object.values(body).flatMap(treesIn)];
}

/** As JSON.parse does it: also `__proto__` is a key like any other. */
function define(tree: Tree, key: string, next: unknown): void {
  Object.defineProperty(tree, key, { value: next, enumerable: true, configurable: true, writable: true });
}

function lose(tree: Tree, key: string): void {
  if (Array.isArray(tree)) tree.splice(Number(key), 1);
  else delete tree[key];
}

/** JSON, with the numbers that only a text can have. */
export function jsonText(body: unknown): string {
  return JSON.stringify(body).replaceAll(/"\\u0001raw:([^"]*)"/g, '$1');
}

type Wrapped = { bytes: Buffer; headers?: Record<string, string> };
const utf8 = (text: string): Wrapped => ({ bytes: Buffer.from(text) });

/** Bodies that no schema gets to see, made of one that would be taken. */
const wrappings: readonly ((json: string) => Wrapped)[] = [
  () => utf8(''),
  () => utf8(' \n'),
  (json) => utf8(json.slice(0, -1)),
  (json) => utf8(`${json},`),
  (json) => utf8(`${json}${json}`),
  (json) => utf8(`\ufeff${json}`),
  (json) => utf8(`/* x */${json}`),
  (json) => utf8(json.replaceAll('"', "'")),
  (json) => utf8(`[${json}]`),
  (json) => utf8(JSON.stringify(json)),
  // The same key twice: JSON.parse takes the last.
  (json) => utf8(json.replace(/^\{("[^"]*"):/, '{$1:null,$1:')),
  (json) => utf8(json.replace(/^\{/, '{"__proto__":{"isAdmin":true},')),
  (json) => utf8(json.replace(/^\{/, '{"constructor":{"prototype":{"isAdmin":true}},')),
  () => utf8('['.repeat(10_000) + ']'.repeat(10_000)),
  () => utf8(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`),
  () => utf8(`{"text":${'['.repeat(200_000)}`),
  () => utf8(`"${'a'.repeat(100_000)}"`),
  (json) => ({ bytes: Buffer.from(json, 'utf16le') }),
  (json) => ({ bytes: Buffer.concat([Buffer.from(json), Buffer.from([0xff, 0xfe])]) }),
  (json) => ({ bytes: Buffer.concat([Buffer.from([0xc0, 0xaf]), Buffer.from(json)]) }),
  (json) => ({ bytes: gzipSync(json), headers: { 'content-encoding': 'gzip' } }),
  (json) => ({ bytes: Buffer.from(json), headers: { 'content-encoding': 'gzip' } }),
];
export const wrapped = (json: string): fc.Arbitrary<Wrapped> => fc.constantFrom(...wrappings).map((wrap) => wrap(json));

/** Documents that are none, or are not what they are called. */
export const documents: readonly Buffer[] = [
  Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>'),
  Buffer.from('%PDF-1.4\n%%EOF'),
  Buffer.from('504b0304140000000800', 'hex'),
  Buffer.from('504b0506000000000000000000000000000000000000', 'hex'),
  Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  Buffer.from('{\\rtf1{\\rtf1{\\rtf1\\bin999999999 '),
  Buffer.from(`<html>${'<div>'.repeat(5_000)}`),
  Buffer.from(
    `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(50)}"><!ENTITY b SYSTEM "file:///etc/passwd">]><html>&a;&b;</html>`,
  ),
  Buffer.from([0xff, 0xfe, 0x00, 0x00, 0xd8]),
  Buffer.alloc(64),
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  Buffer.from('Ida Lund\nida@example.com\n\nExperience\nGlazier, Sund Glas\n2019 - 2024\n\nSkills\nGlazing'),
];

export const contentTypes = [
  'text/plain',
  'application/pdf',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'application/json; charset=iso-8859-1',
  'application/JSON ; Charset="UTF-8"',
  'application/problem+json',
  'application/jsonp',
  'application/json, text/plain',
  'json',
  ';',
  '',
  'a/b'.repeat(1_000),
];

/** Each as it stands in a path. */
export const segments = [
  '..',
  '.',
  '%2e%2e',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '..%5c..%5c',
  '%2F',
  'a%2Fb',
  '%00',
  'a%00',
  '%0d%0aset-cookie:%20x=1',
  '%ff',
  '%E0%A4%A',
  '%',
  '%25',
  '%2525',
  '%C3%BC',
  '%F0%9F%98%80',
  '%20',
  'a%20b',
  '+',
  '*',
  '~',
  ';jsessionid=1',
  'a;b=c',
  '__proto__',
  'constructor',
  'undefined',
  'null',
  'NaN',
  '-1',
  '1e9',
  '$%7Bjndi%7D',
  '%7B%7B7*7%7D%7D',
  'batch',
  'parse',
  'a'.repeat(129),
  'a'.repeat(4_000),
  'op_AAAAAAAAAAAAAAAAAAAAAA',
  'wh_AAAAAAAAAAAAAAAAAAAAAA0',
  'IDEMPOTENCY%231',
];

export const queries = [
  '?',
  '?&&&=',
  '?a',
  '?a=1',
  '?a[]=1&a[]=2',
  '?format=',
  '?format=xml',
  '?format=native&format=native',
  '?format=native&format=jsonresume',
  '?format[]=native',
  '?FORMAT=native',
  '?__proto__=1',
  '?__proto__[isAdmin]=1',
  '?constructor=1',
  '?store=true',
  '?store=TRUE',
  '?store=true&store=false',
  '?include=provenance&include=provenance',
  '?documentDate=2026-13',
  '?language=%00%00',
  '?%00=%00',
  '?a=%ff',
  '?a=%E0%A4%A',
  '?%0d%0ax=1',
  `?a=${'b'.repeat(4_000)}`,
  `?${Array.from({ length: 300 }, (_, i) => `a${i}=1`).join('&')}`,
];

/** Targets that no route has, or that only look like one. */
export const targets = [
  '//',
  '//v1/jobs/a',
  '///',
  '/v1',
  '/v1/',
  '/v1//jobs/a',
  '/v2/jobs/a',
  '/V1/JOBS/a',
  '/v1/jobs',
  '/v1/jobs/',
  '/v1/jobs/a/',
  '/v1/jobs/a/b',
  '/v1/jobs/a.json',
  '/v1/jobs/a%2F..%2Fb',
  '/v1/../v1/health',
  '/v1/%68ealth',
  '/v1/health%00',
  '/v1/health;a=b',
  '/v1/openapi.json/..',
  '/.env',
  '/.git/config',
  '/__proto__',
  '/constructor',
  '/{proxy+}',
  '/v1/jobs/{id}',
  '/v1/operations/op_AAAAAAAAAAAAAAAAAAAAAA/results/0/',
  `/${'a/'.repeat(1_000)}`,
  'http://127.0.0.1:1/v1/health',
  '*',
];

export const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'];

/** Names with values that one request may have besides what it needs. */
export const headers: readonly (readonly [string, string])[] = [
  ['idempotency-key', ''],
  ['idempotency-key', 'two words'],
  ['idempotency-key', 'k'.repeat(255)],
  ['idempotency-key', 'k'.repeat(256)],
  ['idempotency-key', 'caf\u00e9'],
  ['idempotency-key', '../../x'],
  ['idempotency-key', '__proto__'],
  ['idempotency-key', 'same-for-all'],
  ['prefer', 'respond-async'],
  ['prefer', 'RESPOND-ASYNC = ""; x=1, wait=10'],
  ['prefer', ',,;=,respond-async=1'],
  ['prefer', 'wait=100000000000000000000'],
  ['prefer', `${'a'.repeat(3_000)}`],
  ['cache-control', 'no-cache'],
  ['cache-control', 'no-store'],
  ['cache-control', 'max-age=NaN, only-if-cached, , ='],
  ['x-ai-arm', 'aws'],
  ['x-ai-arm', 'current'],
  ['x-ai-arm', 'AWS'],
  ['x-ai-arm', '__proto__'],
  ['x-session-id', 's-1'],
  ['x-session-id', ''],
  ['x-session-id', 's'.repeat(201)],
  ['x-session-id', '\u00e9'],
  ['accept', 'text/html'],
  ['accept', 'application/xml;q=1, */*;q=0'],
  ['accept', '%'],
  ['accept-encoding', 'gzip, br, identity;q=0'],
  ['origin', 'null'],
  ['origin', 'https://evil.example.com'],
  ['origin', 'http://localhost:5000'],
  ['origin', 'http://localhost.evil.example.com:80'],
  ['x-forwarded-for', '127.0.0.1, ::1'],
  ['x-forwarded-host', 'evil.example.com'],
  ['x-http-method-override', 'DELETE'],
  ['x-original-url', '/v1/health/providers'],
  ['authorization', 'Bearer x.y.z'],
  ['authorization', 'AWS4-HMAC-SHA256 Credential='],
  ['cookie', 'a=b; __proto__=c'],
  ['range', 'bytes=0-1'],
  ['if-match', '*'],
  ['if-none-match', '*'],
  ['x-request-id', 'chosen-by-the-caller'],
  ['x-amzn-trace-id', 'Root=1-0-0'],
  ['__proto__', 'x'],
  ['x-big', 'x'.repeat(7_000)],
];
