import { problemSchema } from '../../lambdas/domain/requests';
import { problemKinds } from '../../lambdas/http/problem';
import { proxyResult } from '../../lambdas/http/reply';
import { gatewayAnswer, gatewayAnswerTypes } from '../../lib/gateway-answers';

describe('gatewayAnswer', () => {
  it.each(gatewayAnswerTypes)('makes of %s a problem of the contract', (type) => {
    const { status, headers, body } = gatewayAnswer(type, []);
    const problem = problemSchema.parse(JSON.parse(body));
    const kind = problemKinds[problem.code as keyof typeof problemKinds];
    expect(problem).toMatchObject({ status, errors: [], traceId: '$context.requestId', instance: '$context.path' });
    expect({ status, title: problem.title, retryable: problem.retryable }).toEqual(kind);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(headers['retry-after'] !== undefined).toBe(kind.retryable);
  });

  it('says nothing of the inside from 500 up', () => {
    for (const type of ['DEFAULT_5XX', 'INTEGRATION_TIMEOUT'] as const) {
      expect(JSON.parse(gatewayAnswer(type, []).body).detail).toMatch(/^The fault is on our side/);
    }
  });

  it('has the headers that handlers send', () => {
    const { headers } = proxyResult({ status: 200, headers: {}, body: '' }, '$context.requestId', undefined);
    expect(gatewayAnswer('THROTTLED', []).headers).toMatchObject(headers ?? {});
  });

  it('can be read by the one page that may call, by any where there are several, and by none without', () => {
    const origin = (...origins: string[]) => gatewayAnswer('THROTTLED', origins).headers['access-control-allow-origin'];
    expect(origin('https://app.example.com')).toBe('https://app.example.com');
    expect(origin('https://app.example.com', 'https://b.example.com')).toBe('*');
    expect(origin('http://localhost:*')).toBe('*');
    expect(origin()).toBeUndefined();
  });

  it('asks for a token where there is none, and says when a busy service is worth asking again', () => {
    expect(gatewayAnswer('UNAUTHORIZED', []).headers['www-authenticate']).toBe('Bearer');
    expect(gatewayAnswer('THROTTLED', []).headers['retry-after']).toBe('1');
  });
});
