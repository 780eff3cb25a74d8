/** Webhooks of a caller: add, list, remove, try out. Another owner's webhook does not exist. */
import { sha256 } from '../domain/canonical-json';
import { DomainError } from '../domain/errors';
import {
  type CreateWebhookRequest,
  MAX_WEBHOOKS,
  type Webhook,
  type WebhookEventType,
  webhookUrlFault,
} from '../domain/webhook';
import type { Clock, DeliveryQueue, EventSender, RequestContext, StoredWebhook, WebhookStore } from '../ports';

interface WebhookPorts {
  webhooks: WebhookStore;
}

/** @throws DomainError INVALID_REQUEST for a URL that may not be called, and when the owner has enough */
export async function createWebhook(
  ports: WebhookPorts & { sender: Pick<EventSender, 'mayCall'>; newSecret(): string; anyAddress: boolean },
  { url, events }: CreateWebhookRequest,
  { owner }: RequestContext,
): Promise<{ webhook: Webhook; secret: string }> {
  const fault = webhookUrlFault(url, ports.anyAddress);
  if (fault !== undefined) throw badUrl(fault);
  // The same words for every reason: what a name leads to inside a network is nobody's business.
  if (!(await ports.sender.mayCall(url))) throw badUrl('must name a host that has public addresses only');
  const stored = await ports.webhooks.create(owner, { url, events: distinct(events), secret: ports.newSecret() });
  if (stored === undefined) {
    throw new DomainError(
      'INVALID_REQUEST',
      `You have ${MAX_WEBHOOKS} webhooks, the most there can be. Delete one first.`,
    );
  }
  return { webhook: withoutSecret(stored), secret: stored.secret };
}

export async function listWebhooks(
  { webhooks }: WebhookPorts,
  { owner }: RequestContext,
): Promise<{ webhooks: Webhook[] }> {
  return { webhooks: (await webhooks.list(owner)).map(withoutSecret) };
}

/** @throws DomainError WEBHOOK_NOT_FOUND */
export async function deleteWebhook(
  { webhooks }: WebhookPorts,
  { id }: { id: string },
  { owner }: RequestContext,
): Promise<void> {
  if (!(await webhooks.delete(owner, id))) throw notFound();
}

/** Sends an event that stands for nothing, once. @throws DomainError WEBHOOK_NOT_FOUND */
export async function testWebhook(
  { webhooks, queue, clock }: WebhookPorts & { queue: Pick<DeliveryQueue, 'send'>; clock: Clock },
  { id }: { id: string },
  { owner, requestId }: RequestContext,
): Promise<{ eventId: string }> {
  const webhook = (await webhooks.list(owner)).find((each) => each.id === id);
  if (webhook === undefined) throw notFound();
  const eventId = eventIdOf('webhook.test', `${id} ${requestId}`);
  const timestamp = new Date(clock.now()).toISOString();
  const payload = { type: 'webhook.test' as const, timestamp, data: { webhookId: id } };
  await queue.send([{ endpoint: webhook.place, eventId, payload }]);
  return { eventId };
}

/** The same for the same event, so that who is told twice can see it. No dot: it is signed with dots between the parts. */
export function eventIdOf(type: WebhookEventType | 'webhook.test', about: string): string {
  return `evt_${Buffer.from(sha256(`${type} ${about}`), 'hex')
    .subarray(0, 18)
    .toString('base64url')}`;
}

function withoutSecret({ id, url, events, state, createdAt, lastAttempt }: StoredWebhook): Webhook {
  return { id, url, events, state, createdAt, lastAttempt };
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function badUrl(fault: string): DomainError {
  const errors = [{ pointer: '/url', code: 'invalid_url', detail: `url ${fault}.` }];
  return new DomainError('INVALID_REQUEST', `url ${fault}.`, { errors });
}

function notFound(): DomainError {
  return new DomainError('WEBHOOK_NOT_FOUND', 'There is no such webhook.');
}
