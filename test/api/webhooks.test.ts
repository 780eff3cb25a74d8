/** Webhooks on the laptop cloud: a receiver on this machine hears of a batch that has ended, and can trust it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { webhookEventSchemas } from '../../lambdas/domain/webhook-events';
import { requestExamples } from '../../lambdas/http/examples';
import { type Api, problemOf, startApi } from './api';

const example = requestExamples.parseResume?.text?.value as { text: string } | undefined;
const text = example?.text ?? '';

describe('webhooks', () => {
  let api: Api;
  let receiver: Server;
  let url: string;
  /** Told of each request; the receiver then answers with the next status, 204 when there is none. */
  let onEvent: (event: { headers: Record<string, string>; body: string }) => void;
  const statuses: number[] = [];
  const nextEvent = () =>
    new Promise<{ headers: Record<string, string>; body: string }>((resolve) => (onEvent = resolve));

  beforeAll(async () => {
    api = await startApi({ environment: { TEXT_CHAIN: 'bedrock,rules', EMBED_CHAIN: 'embedded' } });
    receiver = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      response.writeHead(statuses.shift() ?? 204).end();
      onEvent({ headers: request.headers as Record<string, string>, body });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/events`;
  });
  afterEach(async () => {
    for (const { id } of (await api.get('/v1/webhooks')).body.webhooks) await api.send('DELETE', `/v1/webhooks/${id}`);
  });
  afterAll(async () => {
    await api.close();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });

  async function upload(): Promise<string> {
    const { body } = await api.send('POST', '/v1/uploads', { mediaType: 'text/plain', bytes: 10_000 });
    const form = new FormData();
    for (const [name, value] of Object.entries<string>(body.fields)) form.set(name, value);
    form.set('file', new Blob([text], { type: 'text/plain' }));
    expect((await fetch(body.url, { method: 'POST', body: form })).status).toBe(204);
    return body.uploadId;
  }

  it('tell of a batch that has ended, with ids and states and nothing of the resumes', async () => {
    const { webhook, secret } = (await api.send('POST', '/v1/webhooks', { url })).body;
    const arrives = nextEvent();
    const items = [{ uploadId: await upload() }, { uploadId: 'upl_thatneverwasuploaded' }];
    const { operation } = (await api.send('POST', '/v1/resumes/batch', { items })).body;

    const { headers, body } = await arrives;

    expect(new Webhook(secret).verify(body, headers)).toEqual({
      type: 'operation.finished',
      timestamp: expect.any(String),
      data: {
        operationId: operation.id,
        kind: 'parse-resumes',
        state: 'partial',
        progress: { total: 2, done: 2, succeeded: 1, failed: 1 },
      },
    });
    expect(webhookEventSchemas['operation.finished'].safeParse(JSON.parse(body)).success).toBe(true);
    expect((await api.get(`/v1/operations/${operation.id}`)).body.operation.state).toBe('partial');
    expect(webhook).toMatchObject({ url, events: ['operation.finished'], state: 'active', lastAttempt: null });
  });

  it('send a test event, and show how it went', async () => {
    const { webhook, secret } = (await api.send('POST', '/v1/webhooks', { url })).body;
    statuses.push(503);
    let arrives = nextEvent();
    const first = await api.send('POST', `/v1/webhooks/${webhook.id}/test`);
    expect(first.status).toBe(202);
    expect((await arrives).headers['webhook-id']).toBe(first.body.eventId);
    arrives = nextEvent();
    await api.send('POST', `/v1/webhooks/${webhook.id}/test`);
    const { headers, body } = await arrives;
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({
      type: 'webhook.test',
      data: { webhookId: webhook.id },
    });

    expect(webhookEventSchemas['webhook.test'].safeParse(JSON.parse(body)).success).toBe(true);

    const attempts = async () => (await api.get('/v1/webhooks')).body.webhooks[0].lastAttempt;
    while (!(await attempts())?.delivered) await new Promise(setImmediate);
    expect(await attempts()).toMatchObject({ delivered: true, detail: 'The endpoint answered 204.' });
  });

  it('are refused with a URL that nobody may call, in words that help', async () => {
    for (const bad of ['ftp://127.0.0.1/', 'http://user:pass@127.0.0.1/', 'events', 'http://127.0.0.1/#top', '']) {
      const answer = await api.send('POST', '/v1/webhooks', { url: bad });
      expect(problemOf(answer, 400)).toMatchObject({ code: 'INVALID_REQUEST', errors: [{ pointer: '/url' }] });
    }
  });

  it('are not found once they are gone, or under an id that is none', async () => {
    const { webhook } = (await api.send('POST', '/v1/webhooks', { url })).body;
    expect((await api.send('DELETE', `/v1/webhooks/${webhook.id}`)).status).toBe(204);
    for (const [method, target] of [
      ['DELETE', `/v1/webhooks/${webhook.id}`],
      ['POST', `/v1/webhooks/${webhook.id}/test`],
    ] as const) {
      expect(problemOf(await api.send(method, target), 404)).toMatchObject({ code: 'WEBHOOK_NOT_FOUND' });
    }
    expect(problemOf(await api.send('DELETE', '/v1/webhooks/wh_1'), 400)).toMatchObject({ code: 'INVALID_REQUEST' });
  });

  it('are five at most, and the list never shows a secret', async () => {
    const made = [];
    for (let i = 0; i < 5; i++) made.push(await api.send('POST', '/v1/webhooks', { url }));
    expect(new Set(made.map(({ body }) => body.secret)).size).toBe(5);
    expect(problemOf(await api.send('POST', '/v1/webhooks', { url }), 400).detail).toContain('5 webhooks');
    const listed = await api.get('/v1/webhooks');
    expect(listed.body.webhooks).toHaveLength(5);
    expect(listed.text).not.toContain('whsec_');
  });
});
