/** Sending events to receivers on this machine, and to names that lead where they should not. */
import { createHmac } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { eventSender } from '../../../lambdas/webhooks/post-event';
import { newSecret } from '../../../lambdas/webhooks/sign-event';

const secret = newSecret();
const event = { id: 'evt_abc', body: '{"type":"operation.finished","data":{"operationId":"op_1"}}' };
const call = { signal: new AbortController().signal, deadline: Number.POSITIVE_INFINITY };
/** Its verification has the system's clock. */
const clock = { now: () => Date.now() };
const sender = eventSender({ clock, anyAddress: true });

interface Received {
  request: IncomingMessage;
  body: string;
}

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function receiver(answer: (response: ServerResponse) => void): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ request, body });
    answer(response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events?a=b`, received };
}

describe('an event that is sent', () => {
  it('carries a signature that the library of the receiver takes, and that can be computed by hand', async () => {
    const { url, received } = await receiver((response) => response.writeHead(204).end());
    const attempt = await sender.post({ url, secret }, event, call);
    expect(attempt).toEqual({ delivered: true, detail: 'The endpoint answered 204.' });
    const [{ request, body } = {} as Received] = received;
    const headers = request.headers as Record<string, string>;
    expect([request.method, request.url, body]).toEqual(['POST', '/events?a=b', event.body]);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': event.id });

    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(event.body));
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    expect(key).toHaveLength(32);
    const signed = `${event.id}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  });

  it('is signed anew with the time of each attempt, under the same id', async () => {
    const { url, received } = await receiver((response) => response.writeHead(500).end());
    let now = 0;
    const later = eventSender({ clock: { now: () => now }, anyAddress: true });
    for (now of [1_750_000_000_999, 1_750_000_300_000]) await later.post({ url, secret }, event, call);
    const of = (name: string) => received.map(({ request }) => request.headers[name]);
    expect(of('webhook-id')).toEqual([event.id, event.id]);
    expect(of('webhook-timestamp')).toEqual(['1750000000', '1750000300']);
    expect(new Set(of('webhook-signature')).size).toBe(2);
  });

  it.each([
    [200, {}, { delivered: true }],
    [301, { location: 'http://127.0.0.1:1/' }, { delivered: false }],
    [400, {}, { delivered: false }],
    [410, {}, { delivered: false, gone: true }],
    [429, { 'retry-after': '120' }, { delivered: false, retryAfterSeconds: 120 }],
    [503, { 'retry-after': new Date(Date.UTC(2100, 0, 1)).toUTCString() }, { retryAfterSeconds: expect.any(Number) }],
    [503, { 'retry-after': 'soon' }, { delivered: false, detail: 'The endpoint answered 503.' }],
  ])('that is answered with %i has an outcome', async (status, headers, outcome) => {
    const { url, received } = await receiver((response) => response.writeHead(status, headers).end('no'));
    expect(await sender.post({ url, secret }, event, call)).toMatchObject(outcome);
    expect(received).toHaveLength(1);
  });

  it('does not wait for the end of an answer that has none', async () => {
    const { url } = await receiver((response) => {
      response.writeHead(200);
      const more = () => response.write('x'.repeat(65_536), () => setImmediate(more));
      more();
    });
    expect(await sender.post({ url, secret }, event, call)).toMatchObject({ delivered: true });
  });

  it('ends with the time of the worker', async () => {
    const end = new AbortController();
    const { url } = await receiver(() => end.abort());
    const attempt = await sender.post({ url, secret }, event, { ...call, signal: end.signal });
    expect(attempt).toEqual({ delivered: false, detail: 'The endpoint did not answer in time.' });
  });

  it.each([
    [
      'nobody listens',
      (port: number) => `http://127.0.0.1:${port === 1 ? 2 : 1}/`,
      'The connection to the endpoint failed.',
    ],
    [
      'the other side speaks no TLS',
      (port: number) => `https://127.0.0.1:${port}/`,
      'The TLS connection was not accepted.',
    ],
  ])('fails in words that tell nothing of errors inside when %s', async (_, urlFor, detail) => {
    const { url } = await receiver((response) => response.end());
    const attempt = await sender.post({ url: urlFor(Number(new URL(url).port)), secret }, event, call);
    expect(attempt).toEqual({ delivered: false, detail });
  });
});

describe('in the cloud', () => {
  const PUBLIC: LookupAddress = { address: '8.8.8.8', family: 4 };
  const LOOPBACK: LookupAddress = { address: '127.0.0.1', family: 4 };
  const cloud = (...answers: LookupAddress[][]) => {
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      const answer = answers[Math.min(asked.length, answers.length) - 1] ?? [];
      return /^[\d.]+$|:/.test(host) ? [{ address: host, family: host.includes(':') ? 6 : 4 }] : answer;
    };
    return { asked, ...eventSender({ clock, anyAddress: false, resolve }) };
  };

  it('takes a name whose addresses are all public', async () => {
    expect(
      await cloud([PUBLIC, { address: '2606:4700:4700::1111', family: 6 }]).mayCall('https://hooks.example.com/'),
    ).toBe(true);
    expect(await cloud([PUBLIC]).mayCall('https://hooks.example.com:8443/a?b=c')).toBe(true);
  });

  it.each([
    ['a private address', 'https://10.0.0.1/'],
    ['the metadata of EC2', 'https://169.254.169.254/latest/meta-data/'],
    ['the same as one number', 'https://2852039166/'],
    ['the same in octal', 'https://0251.0376.0251.0376/'],
    ['the same in hexadecimal', 'https://0xa9.0xfe.0xa9.0xfe/'],
    ['the same in full-width digits', 'https://１６９.254.169.254/'],
    ['loopback in short', 'https://127.1/'],
    ['loopback in IPv6', 'https://[::1]/'],
    ['loopback mapped to IPv6', 'https://[::ffff:127.0.0.1]/'],
    ['the metadata of EC2 in IPv6', 'https://[fd00:ec2::254]/'],
    ['NAT64', 'https://[64:ff9b::a9fe:a9fe]/'],
    ['plain http', 'http://8.8.8.8/'],
    ['another scheme', 'file:///etc/passwd'],
    ['a password', 'https://user:pass@8.8.8.8/'],
    ['a port of another service', 'https://8.8.8.8:22/'],
    ['a fragment', 'https://8.8.8.8/#x'],
    ['no URL', 'hooks.example.com'],
  ])('refuses %s: %s', async (_, url) => {
    const { mayCall, post } = cloud([PUBLIC]);
    expect(await mayCall(url)).toBe(false);
    if (URL.canParse(url)) expect(await post({ url, secret }, event, call)).toMatchObject({ delivered: false });
  });

  it.each([
    ['leads inside', [[LOOPBACK]]],
    ['leads inside and outside', [[PUBLIC, LOOPBACK]]],
    ['leads nowhere', [[]]],
  ])('refuses a name that %s', async (_, answers) => {
    expect(await cloud(...answers).mayCall('https://hooks.example.com/')).toBe(false);
  });

  it('connects to nothing when a name leads outside while it is checked and inside a moment later', async () => {
    let connections = 0;
    const inside = createTcpServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
    const { port } = inside.address() as AddressInfo;
    const { asked, post } = cloud([PUBLIC], [LOOPBACK]);

    const attempt = await post({ url: `https://rebind.example.com:${port}/`, secret }, event, call);

    expect(attempt).toEqual({ delivered: false, detail: 'The host of the URL may not be called.' });
    expect(asked).toEqual(['rebind.example.com', 'rebind.example.com']);
    expect(connections).toBe(0);
    await new Promise((resolve) => inside.close(resolve));
  });
});
