import { startServer } from '../../dev/server';
import { problemSchema } from '../../lambdas/domain/requests';
import { gatewayAnswer } from '../../lib/gateway-answers';

describe('the server of the laptop', () => {
  it('answers what API Gateway answers when a function fails, as one does whose environment is wrong', async () => {
    const before = process.env.REQUEST_TIMEOUT_MS;
    process.env.REQUEST_TIMEOUT_MS = 'soon';
    const written = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const server = await startServer({ port: 0 });
    try {
      const response = await fetch(`${server.url}/v1/health`);
      const { status, headers } = gatewayAnswer('DEFAULT_5XX', ['a', 'b']);

      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toBe(headers['content-type']);
      expect(problemSchema.parse(await response.json())).toMatchObject({
        code: 'INTERNAL',
        retryable: true,
        instance: '/v1/health',
        traceId: response.headers.get('x-request-id'),
      });
      expect(String(written.mock.calls[0]?.[0])).toContain('REQUEST_TIMEOUT_MS');
    } finally {
      await server.close();
      written.mockRestore();
      if (before === undefined) delete process.env.REQUEST_TIMEOUT_MS;
      else process.env.REQUEST_TIMEOUT_MS = before;
    }
  });
});
