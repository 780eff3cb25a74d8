/** The laptop answers what the synthesised API Gateway answers: each case of the table in docs/architecture.md. */
import type { Template } from 'aws-cdk-lib/assertions';
import { gatewayReply } from '../../dev/gateway-answer';
import { type LaptopCloud, startLaptopCloud } from '../../dev/laptop-cloud';
import { CORS_ORIGINS } from '../../dev/server';
import { gatewayAnswerTypes } from '../../lib/gateway-answers';
import { type ApiMethod, apiMethods } from '../support/api-template';
import { templatesOf } from '../support/templates';
import { overriddenHeaders } from '../support/velocity';

/** What belongs to the connection, not to the answer. */
const OF_THE_WIRE = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'];
const VERBS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD'];

let cloud: LaptopCloud;
let template: Template;
let methods: ApiMethod[];
beforeAll(async () => {
  template = templatesOf({ corsOrigins: CORS_ORIGINS.join(',') }).of('service');
  methods = apiMethods(template);
  cloud = await startLaptopCloud({ environment: {} });
}, 300_000);
afterAll(() => cloud.close());

async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: Uint8Array<ArrayBuffer>) {
  const response = await fetch(cloud.url + path, { method, headers, ...(body !== undefined && { body }) });
  const text = await response.text();
  const kept = [...response.headers].filter(([name]) => !OF_THE_WIRE.includes(name));
  return { status: response.status, headers: Object.fromEntries(kept), body: text };
}

const pathsOf = () => [...new Set(methods.map(({ path }) => path))];
const called = (path: string) => path.replace('{id}', 'x1').replace('{proxy+}', 'v2/nowhere');

/** A gateway response of the template, as API Gateway would send it. */
function synthesised(type: string, requestId: string, path: string) {
  const [found] = Object.values(
    template.findResources('AWS::ApiGateway::GatewayResponse', { Properties: { ResponseType: type } }),
  );
  const { StatusCode, ResponseParameters, ResponseTemplates } = found?.Properties ?? {};
  const context: Record<string, string> = { requestId, path };
  const headers = Object.entries<string>(ResponseParameters).map(([name, value]) => [
    name.replace('gatewayresponse.header.', '').toLowerCase(),
    value.startsWith("'") ? value.slice(1, -1) : context[value.replace('context.', '')],
  ]);
  const body = ResponseTemplates['application/json'].replaceAll(
    /\$context\.(requestId|path)\b/g,
    (_: string, name: string) => context[name],
  );
  return { status: Number(StatusCode), headers: Object.fromEntries(headers), body };
}

describe('what is no route', () => {
  it('is refused for each path of the API and each method that it does not take', async () => {
    let refused = 0;
    for (const path of pathsOf()) {
      const own = methods.filter((each) => each.path === path && !['ANY', 'OPTIONS'].includes(each.method));
      for (const verb of VERBS) {
        // The laptop shows its page there.
        if (path === '/' && ['GET', 'HEAD'].includes(verb)) continue;
        const answer = await ask(verb, called(path));
        const code = verb === 'HEAD' || answer.body === '' ? undefined : JSON.parse(answer.body).code;
        if (own.some(({ method }) => method === verb)) {
          expect([verb, path, code]).not.toEqual([verb, path, expect.stringMatching(/^(ROUTE|METHOD)_NOT/)]);
          continue;
        }
        refused++;
        const allow = own.map(({ method }) => method).sort();
        expect([verb, path, answer.status, answer.headers.allow?.split(', ').sort()]).toEqual(
          allow.length > 0 ? [verb, path, 405, allow] : [verb, path, 404, undefined],
        );
        if (verb !== 'HEAD') expect(code).toBe(allow.length > 0 ? 'METHOD_NOT_ALLOWED' : 'ROUTE_NOT_FOUND');
      }
    }
    expect(refused).toBeGreaterThan(70);
  }, 300_000);
});

describe('a preflight', () => {
  const origins = [
    ['http://localhost:5173', true],
    ['http://127.0.0.1:80', true],
    ['http://localhost', false],
    ['https://localhost:5173', false],
    ['http://localhost:5173.example.com', false],
    ['http://localhost:', false],
    ['http://127x0.0.1:80', false],
    ['https://app.example.com', false],
    [undefined, false],
  ] as const;

  it.each(origins)('from %s is answered as the mock integration of each path does', async (origin, isAllowed) => {
    for (const path of pathsOf()) {
      const mock = methods.find((each) => each.path === path && each.method === 'OPTIONS');
      const [integration] = mock?.properties.Integration.IntegrationResponses ?? [];
      for (const name of ['origin', 'Origin']) {
        const wanted: Record<string, string> = {
          vary: integration.ResponseParameters['method.response.header.vary'].slice(1, -1),
          ...overriddenHeaders(
            integration.ResponseTemplates['application/json'],
            origin === undefined ? {} : { [name]: origin },
          ),
        };
        expect(wanted['access-control-allow-origin']).toBe(isAllowed ? origin : undefined);
        const answer = await ask('OPTIONS', called(path), origin === undefined ? {} : { [name]: origin });
        expect(answer).toEqual({ status: Number(integration.StatusCode), headers: wanted, body: '' });
      }
    }
  });

  it('may set only headers that the method declares', () => {
    for (const { properties, method } of methods) {
      if (method !== 'OPTIONS') continue;
      const declared = Object.keys(properties.MethodResponses[0].ResponseParameters);
      const text: string = properties.Integration.IntegrationResponses[0].ResponseTemplates['application/json'];
      const set = [...text.matchAll(/responseOverride\.header\.([\w-]+)/g)].map(
        ([, name]) => `method.response.header.${name}`,
      );
      expect(declared).toEqual(expect.arrayContaining(set));
      expect(set.length).toBe(4);
    }
  });
});

describe('an answer of the gateway itself', () => {
  it.each(gatewayAnswerTypes)('is the same here and there: %s', (type) => {
    const { statusCode, headers, body } = gatewayReply(
      type,
      { requestContext: { requestId: 'r-1', path: '/v1/jobs/a' } as never },
      CORS_ORIGINS,
    );
    expect({ status: statusCode, headers, body }).toEqual(synthesised(type, 'r-1', '/v1/jobs/a'));
  });

  it.each([
    ['more than API Gateway takes', 10 * 1024 * 1024 + 1, 'application/pdf'],
    ['more than a Lambda takes', 6 * 1024 * 1024, 'application/json'],
    ['more than a Lambda takes once it is base64', 5 * 1024 * 1024, 'application/pdf'],
  ])('comes over the wire for a body of %s', async (_words, bytes, type) => {
    const body = new Uint8Array(bytes).fill(0x20);
    const answer = await ask('POST', '/v1/resumes/parse', { 'content-type': type, origin: 'http://localhost:1' }, body);
    const requestId = answer.headers['x-request-id'] ?? '';
    expect(requestId).not.toBe('');
    expect(answer).toEqual(synthesised('REQUEST_TOO_LARGE', requestId, '/v1/resumes/parse'));
  });

  it('names the types that the template has, and no fewer', () => {
    const types = Object.values(template.findResources('AWS::ApiGateway::GatewayResponse')).map(
      ({ Properties }) => Properties.ResponseType,
    );
    expect(types.sort()).toEqual([...gatewayAnswerTypes].sort());
  });
});
