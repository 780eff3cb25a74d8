import type { IncomingMessage } from 'node:http';
import { gatewayEvent, matchResource } from '../../dev/gateway-event';

function aRequest(parts: { url?: string; method?: string; headers?: [string, string][] } = {}): IncomingMessage {
  const headers = parts.headers ?? [];
  return {
    url: parts.url ?? '/v1/health',
    method: parts.method ?? 'GET',
    httpVersion: '1.1',
    rawHeaders: headers.flat(),
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    socket: { remoteAddress: '127.0.0.1' },
  } as unknown as IncomingMessage;
}

describe('matchResource', () => {
  it.each([
    ['/v1/jobs/a-1', '/v1/jobs/{id}', { id: 'a-1' }],
    ['/v1/jobs/a%20b', '/v1/jobs/{id}', { id: 'a b' }],
    ['/v1/jobs/batch', '/v1/jobs/batch', {}],
    ['/v1/resumes/parse', '/v1/resumes/parse', {}],
    ['/v1/resumes/r/redacted', '/v1/resumes/{id}/redacted', { id: 'r' }],
  ])('reads %s as %s', (pathname, resource, parameters) => {
    expect(matchResource(pathname)).toEqual({ resource, parameters });
  });

  it.each(['/', '/v1', '/v1/jobs', '/v1/jobs/', '/v1/jobs/a/b', '/v1/jobs/%ff', '/V1/health'])(
    'knows no resource for %s',
    (pathname) => {
      expect(matchResource(pathname)).toBeUndefined();
    },
  );
});

describe('gatewayEvent', () => {
  it('keeps every value of a header and of a query, and the last one as the single value', () => {
    const request = aRequest({
      url: '/v1/health?a=1&a=2&b=%20',
      headers: [
        ['X-A', '1'],
        ['X-A', '2'],
      ],
    });

    const event = gatewayEvent(request, Buffer.alloc(0));

    expect(event.multiValueHeaders['X-A']).toEqual(['1', '2']);
    expect(event.headers['X-A']).toBe('2');
    expect(event.multiValueQueryStringParameters).toEqual({ a: ['1', '2'], b: [' '] });
    expect(event.queryStringParameters).toEqual({ a: '2', b: ' ' });
  });

  it.each(['//', '///', '//v1/health', '*', '/v1/jobs/a/../../../..'])(
    'takes the target %s for a path, and for that of no host and no route',
    (url) => {
      expect(gatewayEvent(aRequest({ url }), Buffer.alloc(0))).toMatchObject({ resource: '/{proxy+}' });
    },
  );

  it('has null where there is nothing, as API Gateway does', () => {
    const event = gatewayEvent(aRequest(), Buffer.alloc(0));

    expect(event).toMatchObject({
      body: null,
      isBase64Encoded: false,
      pathParameters: null,
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      resource: '/v1/health',
    });
  });

  it.each([
    ['application/json', '{"a":"é"}', '{"a":"é"}', false],
    ['application/problem+json; charset=utf-8', '{}', '{}', false],
    ['text/csv', 'a', 'a', false],
    ['', 'a', 'a', false],
    ['text/plain; charset=latin1', 'a', 'YQ==', true],
    ['Application/PDF', '%PDF', 'JVBERg==', true],
    ['application/x-www-form-urlencoded', '%PDF', 'JVBERg==', true],
  ])('sends a body of %s as text or in base64', (type, sent, body, isBase64Encoded) => {
    const event = gatewayEvent(aRequest({ headers: [['Content-Type', type]] }), Buffer.from(sent));

    expect(event).toMatchObject({ body, isBase64Encoded });
  });

  it('loses bytes that are no UTF-8, unless their type is listed as binary', () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x7d]);
    const bodyOf = (type: string) => gatewayEvent(aRequest({ headers: [['Content-Type', type]] }), bytes).body ?? '';

    expect(bodyOf('application/json')).toBe('{\u{fffd}}');
    expect(Buffer.from(bodyOf('application/octet-stream'), 'base64')).toEqual(bytes);
  });

  it('sends what is no route with the resource for the rest', () => {
    expect(gatewayEvent(aRequest({ url: '/v2/a%20b?x=1' }), Buffer.alloc(0))).toMatchObject({
      resource: '/{proxy+}',
      pathParameters: { proxy: 'v2/a%20b' },
    });
  });

  it('says that a demo user with every scope asks', () => {
    const { claims } = gatewayEvent(aRequest(), Buffer.alloc(0)).requestContext.authorizer as never;

    expect(claims).toMatchObject({ sub: 'demo', scope: expect.stringMatching(/jobs:write.* arms:choose/) });
  });

  it('says that another user asks where a header names one', () => {
    const asked = (name: string) => gatewayEvent(aRequest({ headers: [['X-Laptop-User', name]] }), Buffer.alloc(0));

    expect(asked('anna').requestContext.authorizer?.claims).toMatchObject({ sub: 'anna', 'custom:tenant': 'laptop' });
    expect(asked('').requestContext.authorizer?.claims).toMatchObject({ sub: 'demo' });
  });
});
