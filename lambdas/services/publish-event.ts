/** Tells the endpoints of an owner what has happened: one delivery for each that asked for events of this type. */
import type { Clock, DeliveryQueue, ServiceEvent, WebhookStore } from '../ports';
import { eventIdOf } from './webhooks';

export async function publishEvent(
  ports: { webhooks: Pick<WebhookStore, 'list'>; queue: Pick<DeliveryQueue, 'send'>; clock: Clock },
  owner: string,
  { type, data }: ServiceEvent,
): Promise<void> {
  const told = (await ports.webhooks.list(owner)).filter(
    ({ state, events }) => state !== 'disabled' && events.includes(type),
  );
  if (told.length === 0) return;
  const payload = { type, timestamp: new Date(ports.clock.now()).toISOString(), data: { ...data } };
  const eventId = eventIdOf(type, data.operationId);
  await ports.queue.send(told.map(({ place }) => ({ endpoint: place, eventId, payload })));
}
