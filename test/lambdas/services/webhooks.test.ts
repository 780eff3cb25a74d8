import type { Delivery } from '../../../lambdas/domain/webhook';
import { publishEvent } from '../../../lambdas/services/publish-event';
import { createWebhook, deleteWebhook, listWebhooks, testWebhook } from '../../../lambdas/services/webhooks';
import { memoryWebhooks } from '../../support/memory-webhooks';
import { aContext, clock } from '../../support/request-context';

const URL_OF_MINE = 'https://hooks.example.com/events';
const finished = {
  type: 'operation.finished',
  data: {
    operationId: 'op_1',
    kind: 'parse-resumes',
    state: 'partial',
    progress: { total: 2, done: 2, succeeded: 1, failed: 1 },
  },
} as const;

function bench() {
  const webhooks = memoryWebhooks();
  const sent: Delivery[] = [];
  const asked: string[] = [];
  const ports = {
    webhooks,
    sender: {
      async mayCall(url: string) {
        asked.push(url);
        return !url.includes('inside');
      },
    },
    queue: { send: async (deliveries: readonly Delivery[]) => void sent.push(...deliveries) },
    newSecret: () => 'whsec_c2VjcmV0',
    anyAddress: false,
    clock,
  };
  const create = (url = URL_OF_MINE, context = aContext()) =>
    createWebhook(ports, { url, events: ['operation.finished'] }, context);
  return { ports, sent, asked, create };
}

describe('webhooks of a caller', () => {
  it('show their secret once and to their owner only', async () => {
    const { ports, create } = bench();
    const { webhook, secret } = await create();
    expect(secret).toBe('whsec_c2VjcmV0');
    const { webhooks } = await listWebhooks(ports, aContext());
    expect(webhooks).toEqual([webhook]);
    expect(JSON.stringify(webhooks)).not.toContain('whsec_');
    expect(await listWebhooks(ports, aContext({ owner: 'tenant-a/user-2' }))).toEqual({ webhooks: [] });
  });

  it.each([
    ['http://hooks.example.com/', 'url must begin with https://.'],
    ['https://me:secret@hooks.example.com/', 'url must not hold a user name or password.'],
    ['https://hooks.example.com:25/', 'url must have port 443, or one from 1024 on.'],
    ['hooks.example.com', 'url must be a URL such as https://example.com/events.'],
    ['https://inside.example.com/', 'url must name a host that has public addresses only.'],
  ])('are not made for %s', async (url, message) => {
    const { create, ports } = bench();
    await expect(create(url)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      message,
      errors: [{ pointer: '/url', code: 'invalid_url' }],
    });
    expect(await listWebhooks(ports, aContext())).toEqual({ webhooks: [] });
  });

  it('look up a name only when the rest of the URL is right', async () => {
    const { create, asked } = bench();
    await create('http://inside.example.com/').catch(() => undefined);
    expect(asked).toEqual([]);
  });

  it('are five at most, and one can be deleted to make room', async () => {
    const { create, ports } = bench();
    const made = [];
    for (let i = 0; i < 5; i++) made.push(await create());
    await expect(create()).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    await deleteWebhook(ports, { id: made[2]?.webhook.id ?? '' }, aContext());
    await expect(create()).resolves.toBeDefined();
  });

  it('are not there for anybody else', async () => {
    const { create, ports } = bench();
    const { id } = (await create()).webhook;
    const stranger = aContext({ owner: 'tenant-a/user-2' });
    await expect(deleteWebhook(ports, { id }, stranger)).rejects.toMatchObject({ code: 'WEBHOOK_NOT_FOUND' });
    await expect(testWebhook(ports, { id }, stranger)).rejects.toMatchObject({ code: 'WEBHOOK_NOT_FOUND' });
  });

  it('get a test event that says what it is', async () => {
    const { create, ports, sent } = bench();
    const { id } = (await create()).webhook;
    const { eventId } = await testWebhook(ports, { id }, aContext());
    expect(sent).toEqual([
      {
        endpoint: { owner: aContext().owner, id },
        eventId,
        payload: { type: 'webhook.test', timestamp: '2026-03-01T12:00:00.000Z', data: { webhookId: id } },
      },
    ]);
    expect(eventId).toMatch(/^evt_[\w-]{24}$/);
  });
});

describe('an event', () => {
  it('goes to each endpoint of its owner under one id, which is the same when it is published again', async () => {
    const { create, ports, sent } = bench();
    const mine = [(await create()).webhook.id, (await create()).webhook.id];
    await create(URL_OF_MINE, aContext({ owner: 'tenant-a/user-2' }));
    for (let i = 0; i < 2; i++) await publishEvent(ports, aContext().owner, finished);
    expect(sent.map(({ endpoint }) => endpoint.id)).toEqual([...mine, ...mine]);
    expect(new Set(sent.map(({ eventId }) => eventId)).size).toBe(1);
    expect(sent[0]?.payload).toEqual({ ...finished, timestamp: '2026-03-01T12:00:00.000Z' });
  });

  it('goes to nobody who has no endpoint, or whose endpoint is disabled', async () => {
    const { create, ports, sent } = bench();
    await publishEvent(ports, aContext().owner, finished);
    const { id } = (await create()).webhook;
    await ports.webhooks.note({ owner: aContext().owner, id }, { state: 'disabled', lastAttempt: null });
    await publishEvent(ports, aContext().owner, finished);
    expect(sent).toEqual([]);
  });
});
