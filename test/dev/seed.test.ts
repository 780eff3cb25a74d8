import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { seedJobs } from '../../dev/seed';

let server: Server;
afterEach(() => server.close());

/** An API that turns away the first `busy` requests and takes the jobs of the others. */
async function apiThatIsBusy(busy: number): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  server = createServer(async (request, response) => {
    const { jobs } = JSON.parse(await text(request));
    if (asked++ < busy) return response.writeHead(503, { 'retry-after': '0' }).end('{"code": "OVERLOADED"}');
    return response.end(JSON.stringify({ accepted: jobs, rejected: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}

describe('seedJobs', () => {
  it('sends a batch again that a busy API turned away', async () => {
    const { url } = await apiThatIsBusy(2);

    expect(await seedJobs(url, new AbortController().signal)).toBeGreaterThan(300);
  });

  it('gives up when the API stays busy', async () => {
    const { url, asked } = await apiThatIsBusy(Number.POSITIVE_INFINITY);

    await expect(seedJobs(url, new AbortController().signal)).rejects.toThrow(/refused: 503.*OVERLOADED/);
    expect(asked()).toBe(10);
  });
});
