/** What every answer must be, whatever was asked: documented, well-formed, with the headers that protect, never our fault. */
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { addressOf, matchResource } from '../gateway-event';

export interface FuzzAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
}

interface Response {
  content?: Record<string, { schema?: object; examples?: Record<string, unknown> }>;
}
interface Document {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, Response> }>>;
}

/** Written out, so that a header that is lost is missed. OWASP REST Security Cheat Sheet, "Security Headers". */
const PROTECTING: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
/** What requests without a route of their own are told. */
const UNROUTED = new Set(['ROUTE_NOT_FOUND', 'METHOD_NOT_ALLOWED', 'PAYLOAD_TOO_LARGE']);
const ALLOWED_ORIGIN = /^http:\/\/(?:localhost|127\.0\.0\.1):\d+$/;

export type Judge = (asked: { method: string; target: string }, answer: FuzzAnswer) => string[];

/** @returns what is wrong with an answer; nothing, when all is well */
export function judgeOf(document: object): Judge {
  const { paths } = document as Document;
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats(ajv);
  ajv.addSchema(document, 'api');
  const fits = (pointer: string[], value: unknown): string[] => {
    const at = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const validate = ajv.getSchema(`api#/${at}`) as ValidateFunction | undefined;
    if (validate === undefined) return [`the document has nothing at ${at}`];
    return validate(value) ? [] : [`the body breaks the document: ${ajv.errorsText(validate.errors)}`];
  };

  return ({ method, target }, answer) => {
    const { status, headers, text } = answer;
    if (method === 'OPTIONS') return status === 204 ? [] : [`a preflight was answered ${status}`];
    const faults = [...protection(headers), ...(status >= 500 ? [`status ${status}`] : [])];
    // What answers HEAD has no body.
    if (method === 'HEAD') return faults;
    const type = String(headers['content-type'] ?? '');
    const isProblem = type === 'application/problem+json';
    const body = text === '' ? undefined : parsed(text);
    if (body === NO_JSON) return [...faults, 'the body is no JSON'];
    if (isProblem) faults.push(...fits(['components', 'schemas', 'Problem'], body));
    if (status >= 400 && !isProblem) faults.push(`an error of type ${type}`);
    const code = isProblem ? (body as { code: string }).code : undefined;

    const resource = resourceOf(target);
    const operation = resource === undefined ? undefined : paths[resource]?.[method.toLowerCase()];
    if (resource === undefined || operation === undefined) {
      if (code === undefined || !UNROUTED.has(code)) faults.push(`answered ${status} ${code} without a route`);
      return faults;
    }
    const response = operation.responses[status];
    if (response === undefined) return [...faults, `status ${status} ${code} is not documented`];
    if (response.content === undefined) return text === '' ? faults : [...faults, 'a body where none is documented'];
    const documented = response.content[type];
    if (documented === undefined) return [...faults, `type ${type} is not documented`];
    if (isProblem) {
      if (!Object.keys(documented.examples ?? {}).includes(code ?? '')) faults.push(`code ${code} is not documented`);
      return faults;
    }
    const at = ['paths', resource, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema'];
    return [...faults, ...fits(at, body)];
  };
}

/** What was asked for without the query, as the operation is named in reports. */
export function operationOf(document: object, { method, target }: { method: string; target: string }): string {
  const resource = resourceOf(target);
  const operation = resource && (document as Document).paths[resource]?.[method.toLowerCase()];
  return operation ? operation.operationId : 'no route';
}

function resourceOf(target: string): string | undefined {
  return matchResource(addressOf(target).pathname)?.resource;
}

function protection(headers: FuzzAnswer['headers']): string[] {
  const missing = Object.entries(PROTECTING).filter(([name, value]) => headers[name] !== value);
  const origin = headers['access-control-allow-origin'];
  return [
    ...missing.map(([name]) => `the header ${name} is ${String(headers[name])}`),
    ...(/^[\w-]{8,}$/.test(String(headers['x-request-id'])) ? [] : ['there is no x-request-id']),
    ...(origin === undefined || ALLOWED_ORIGIN.test(String(origin))
      ? []
      : [`the origin ${String(origin)} may read it`]),
    ...('set-cookie' in headers ? ['a cookie is set'] : []),
  ];
}

const NO_JSON = Symbol('no JSON');
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NO_JSON;
  }
}
