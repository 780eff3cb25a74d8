/** The API over the dev server: every answer is held to docs/openapi.json before a test sees it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { addressOf, matchResource } from '../../dev/gateway-event';
import { type LaptopCloud, type LaptopCloudOptions, startLaptopCloud } from '../../dev/laptop-cloud';
import type { Problem } from '../../lambdas/domain/requests';

export interface ApiAnswer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies that the document has just been held against
  body: any;
  text: string;
}

export interface Api {
  cloud: LaptopCloud;
  get(target: string): Promise<ApiAnswer>;
  send(method: string, target: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  close(): Promise<void>;
}

const document = JSON.parse(readFileSync(path.join(__dirname, '../../docs/openapi.json'), 'utf8'));

/** A body that is a string or bytes is sent as it is, anything else as JSON. */
export async function startApi(options: LaptopCloudOptions = {}): Promise<Api> {
  const cloud = await startLaptopCloud({ environment: {}, ...options });
  const conforms = validator();

  async function send(method: string, target: string, body?: unknown, headers: Record<string, string> = {}) {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(cloud.url + target, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: raw ? (body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = { status: response.status, headers: response.headers, text, body: text && JSON.parse(text) };
    conforms(method, target, answer);
    return answer;
  }

  return { cloud, send, get: (target) => send('GET', target), close: cloud.close };
}

/** Holds status, content type and body of an answer to the operation's part of the document. */
function validator() {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats(ajv);
  ajv.addSchema(document, 'api');
  const check = (pointer: string, value: unknown, what: string) => {
    const validate = ajv.getSchema(`api#${pointer}`);
    if (validate === undefined) throw new Error(`${what}: the document has nothing at ${pointer}`);
    if (!validate(value)) throw new Error(`${what} breaks the document: ${ajv.errorsText(validate.errors)}`);
  };
  return (method: string, target: string, answer: Omit<ApiAnswer, 'headers'> & { headers: Headers }) => {
    const what = `${method} ${target} → ${answer.status}`;
    const type = answer.headers.get('content-type');
    expect(answer.headers.get('x-request-id')).toEqual(expect.any(String));
    if (type === 'application/problem+json') check('/components/schemas/Problem', answer.body, what);

    const resource = matchResource(addressOf(target).pathname)?.resource ?? '';
    const operation = document.paths[resource]?.[method.toLowerCase()];
    // The document has no place for what is not an operation: an unknown path, or another method.
    if (operation === undefined) return expect([403, 404, 405, 413]).toContain(answer.status);
    const response = operation.responses[answer.status];
    if (response === undefined) throw new Error(`${what} is not documented: ${answer.text.slice(0, 300)}`);
    if (response.content === undefined) return expect(answer.text).toBe('');
    expect(Object.keys(response.content)).toContain(type);
    const { examples } = response.content[type ?? ''];
    if (type === 'application/problem+json') expect(Object.keys(examples)).toContain(answer.body.code);
    const at = [
      '',
      'paths',
      resource,
      method.toLowerCase(),
      'responses',
      answer.status,
      'content',
      type ?? '',
      'schema',
    ];
    check(
      at.map((part) => encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1'))).join('/'),
      answer.body,
      what,
    );
  };
}

/** The problem of an answer, after a look at its status. */
export function problemOf(answer: ApiAnswer, status: number): Problem {
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status, body: { status } });
  return answer.body;
}
