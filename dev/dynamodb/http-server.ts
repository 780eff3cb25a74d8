/** DynamoDB's JSON protocol over HTTP on loopback: an operation in a header, a body in, a body or an error out. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as zlib from 'node:zlib';
import { type Request, type Response, serviceError, WireError } from './wire';

const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

/** @param options.port 0 for any free port */
export async function serve(options: {
  port: number;
  answer(operation: string, request: Request): Promise<Response>;
}): Promise<{ endpoint: string; close(): Promise<void> }> {
  const running = new Set<Promise<void>>();
  // By default a connection idle for 5 s is closed, at times under a request that is already on its way.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const work = read(request)
      .then(({ operation, body }) => options.answer(operation, body))
      .then(
        (body) => send(response, 200, body),
        (error: unknown) => {
          if (error instanceof WireError) return send(response, error.status, error.body);
          // The caller left in the middle of its request.
          if (!request.complete) return;
          console.error(error);
          send(response, 500, serviceError('InternalServerError', 'Internal server error').body);
        },
      )
      .finally(() => running.delete(work));
    running.add(work);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      // What was asked before is still being written: the tables must not be closed under it.
      await Promise.all(running);
    },
  };
}

async function read(request: IncomingMessage): Promise<{ operation: string; body: Request }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_REQUEST_BYTES) throw new WireError({ __type: 'RequestEntityTooLargeException' }, 413);
    chunks.push(chunk);
  }
  const [, operation] = /^DynamoDB_20120810\.(\w+)$/.exec(String(request.headers['x-amz-target'])) ?? [];
  if (operation === undefined) throw new WireError({ __type: 'com.amazon.coral.service#UnknownOperationException' });
  if (!request.headers.authorization?.startsWith('AWS4-')) {
    throw new WireError({
      __type: 'com.amazon.coral.service#MissingAuthenticationTokenException',
      message: 'Request is missing Authentication Token',
    });
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { operation, body: body as Request };
  } catch {
    // Refused below, like any other body that is not an object.
  }
  throw new WireError({ __type: 'com.amazon.coral.service#SerializationException' });
}

function send(response: ServerResponse, status: number, body: Response): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response
    .writeHead(status, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': bytes.length,
      'x-amzn-requestid': randomUUID(),
      'x-amz-crc32': zlib.crc32(bytes),
    })
    .end(bytes);
}
