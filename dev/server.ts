/** HTTP on loopback in front of the handlers: API Gateway's part, the playground page and the simulators' controls. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { APIGatewayProxyResult, Context } from 'aws-lambda';
import { DomainError } from '../lambdas/domain/errors';
import { problemReply } from '../lambdas/http/problem-reply';
import { allowedOrigin, proxyResult } from '../lambdas/http/reply';
import { allRoutes } from '../lambdas/http/routes';
import { preflightHeaders } from '../lib/gateway-answers';
import { gatewayReply } from './gateway-answer';
import { addressOf, GATEWAY_TIMEOUT_MS, gatewayEvent, MAX_GATEWAY_BYTES, MAX_LAMBDA_BYTES } from './gateway-event';
import { handlerOf } from './handler-of';
import type { SimControl } from './simulators/control';
import { terminalTelemetry } from './terminal-telemetry';

export const CORS_ORIGINS = ['http://localhost:*', 'http://127.0.0.1:*'];

/** @param options.port 0 for any free port. Rejects with the error of `listen`, such as EADDRINUSE. */
export async function startServer(options: {
  port: number;
  simControl?: SimControl | undefined;
}): Promise<{ url: string; close(): Promise<void> }> {
  // By default a connection idle for 5 s is closed, at times under a request that is already on its way.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    answer(request, options.simControl).then(
      (result) => send(response, result),
      (error: unknown) => {
        console.error(error);
        response.destroy();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, simControl: SimControl | undefined): Promise<APIGatewayProxyResult> {
  const { pathname } = addressOf(request.url);
  // A page of another site must not reach this server under a name of its own (DNS rebinding).
  if (!/^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(request.headers.host ?? '')) {
    return stranger(request);
  }
  if (request.method === 'OPTIONS') return preflight(request);
  if (request.method === 'GET' && pathname === '/') return page();
  const body = await bodyOf(request);
  if (body === undefined) {
    return gatewayReply('REQUEST_TOO_LARGE', gatewayEvent(request, Buffer.alloc(0)), CORS_ORIGINS);
  }
  if (pathname.startsWith('/__sim/')) {
    const reply = simControl?.(request.method ?? 'GET', request.url ?? '/', body.toString('utf8'));
    if (reply !== undefined) return plain(reply.status, 'application/json', JSON.stringify(reply.body));
  }
  return invoke(request, body);
}

/** The same handler as in the cloud, and API Gateway's answer where that handler gives none that fits. */
async function invoke(request: IncomingMessage, body: Buffer): Promise<APIGatewayProxyResult> {
  const event = gatewayEvent(request, body);
  if (sizeOf(event) > MAX_LAMBDA_BYTES) return gatewayReply('REQUEST_TOO_LARGE', event, CORS_ORIGINS);
  const route = allRoutes.find((row) => row.path === event.resource && row.method === event.httpMethod);
  // What is no route goes to the function that has the contract, which refuses it.
  const handler = await handlerOf(route?.slug ?? 'meta');
  const end = Date.now() + GATEWAY_TIMEOUT_MS;
  const context = { awsRequestId: event.requestContext.requestId, getRemainingTimeInMillis: () => end - Date.now() };
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<APIGatewayProxyResult>((resolve) => {
    timer = setTimeout(() => resolve(gatewayReply('INTEGRATION_TIMEOUT', event, CORS_ORIGINS)), GATEWAY_TIMEOUT_MS);
  });
  try {
    const result = await Promise.race([handler(event, context as Context), timeout]);
    return sizeOf(result) > MAX_LAMBDA_BYTES ? gatewayReply('DEFAULT_5XX', event, CORS_ORIGINS) : result;
  } catch (error) {
    console.error(error);
    return gatewayReply('DEFAULT_5XX', event, CORS_ORIGINS);
  } finally {
    clearTimeout(timer);
  }
}

/** Bytes of what goes between API Gateway and a Lambda. */
function sizeOf(message: object): number {
  return Buffer.byteLength(JSON.stringify(message));
}

/** Undefined when there is more than API Gateway takes; the rest is read and dropped, so that the caller sees the answer. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_GATEWAY_BYTES) chunks.push(chunk);
  }
  return bytes <= MAX_GATEWAY_BYTES ? Buffer.concat(chunks) : undefined;
}

/** The one refusal that is the laptop's own. */
function stranger(request: IncomingMessage): APIGatewayProxyResult {
  const { requestContext, path } = gatewayEvent(request, Buffer.alloc(0));
  const { requestId } = requestContext;
  const error = new DomainError('FORBIDDEN', 'This server answers to localhost only.');
  return proxyResult(
    problemReply(error, { requestId, operation: 'none', path }, terminalTelemetry()),
    requestId,
    undefined,
  );
}

function preflight(request: IncomingMessage): APIGatewayProxyResult {
  const origin = allowedOrigin(request.headers.origin, CORS_ORIGINS);
  const allowed = origin !== undefined && { 'access-control-allow-origin': origin, ...preflightHeaders };
  return { statusCode: 204, headers: { vary: 'origin', ...allowed }, body: '' };
}

async function page(): Promise<APIGatewayProxyResult> {
  return plain(200, 'text/html; charset=utf-8', await readFile(path.join(__dirname, 'playground.html'), 'utf8'));
}

function plain(statusCode: number, contentType: string, body: string): APIGatewayProxyResult {
  return { statusCode, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body };
}

function send(response: ServerResponse, result: APIGatewayProxyResult): void {
  const body = Buffer.from(result.body, result.isBase64Encoded ? 'base64' : 'utf8');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(result.headers ?? {})) headers[name] = String(value);
  response.writeHead(result.statusCode, { ...headers, 'content-length': body.length }).end(body);
}
