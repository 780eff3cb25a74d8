import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { fetchWithin, streamWithin } from '../../../lambdas/providers/answer-limit';
import { interruption } from '../../../lambdas/providers/interruption';

const OPEN = new AbortController().signal;
const LIMIT = 1_000;

/** What comes of asking a server that answers like this. */
async function ask(answer: (response: ServerResponse) => void) {
  const server = createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const said = await fetchWithin(LIMIT)(`http://127.0.0.1:${port}`).then(
    async (response) => ({ status: response.status, body: await response.text() }),
    (error: unknown) => interruption(error, OPEN),
  );
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return said;
}

describe('fetchWithin', () => {
  it.each([
    ['that fits', 200, 'x'.repeat(LIMIT)],
    ['that is empty', 204, ''],
    ['that is an error', 500, 'no'],
  ])('hands on an answer %s', async (_name, status, body) => {
    expect(await ask((response) => response.writeHead(status).end(body))).toEqual({ status, body });
  });

  it.each([
    ['with its length', (response: ServerResponse) => response.end('x'.repeat(LIMIT + 1))],
    [
      'in pieces',
      (response: ServerResponse) => {
        response.write('x'.repeat(LIMIT));
        response.end('x');
      },
    ],
    [
      'packed small',
      (response: ServerResponse) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(LIMIT * 100))),
    ],
    ['that never ends', (response: ServerResponse) => void Readable.from(endless()).pipe(response)],
  ])('refuses one byte too much %s', async (_name, answer) => {
    expect(await ask(answer)).toBe('invalid-output');
  });
});

describe('streamWithin', () => {
  const body = (size: number) => Readable.from([Buffer.alloc(size - 1, 120), Buffer.from('x')]);

  it('leaves a stream as it is whose length is known and fits', () => {
    const stream = body(10);
    expect(streamWithin(stream, { 'content-length': '10' }, LIMIT)).toBe(stream);
  });

  it('hands on what fits', async () => {
    expect(await text(streamWithin(body(LIMIT), {}, LIMIT))).toHaveLength(LIMIT);
  });

  it.each([[{}], [{ 'content-length': String(LIMIT + 1) }]])(
    'fails after too much, with the headers %j',
    async (headers) => {
      const stream = body(LIMIT + 1);
      const error: unknown = await text(streamWithin(stream, headers, LIMIT)).catch((thrown: unknown) => thrown);
      expect(interruption(error, OPEN)).toBe('invalid-output');
      expect(stream.destroyed).toBe(true);
    },
  );

  it('fails as its source does', async () => {
    const stream = new Readable({ read() {} });
    const reading = text(streamWithin(stream, {}, LIMIT)).catch((thrown: unknown) => thrown);
    stream.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
    expect(interruption(await reading, OPEN)).toBe('network');
  });
});

function* endless() {
  for (;;) yield Buffer.alloc(64, 120);
}
