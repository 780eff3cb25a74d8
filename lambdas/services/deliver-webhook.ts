/** One attempt to deliver an event, and what follows from it: done, later again, given up, or an endpoint that is disabled. */
import { type Delivery, retryDelaySeconds, type WebhookState } from '../domain/webhook';
import type { Call, Clock, DeliveryAttempt, DeliveryQueue, EventSender, Telemetry, WebhookStore } from '../ports';

export interface DeliverPorts {
  webhooks: Pick<WebhookStore, 'find' | 'note'>;
  queue: Pick<DeliveryQueue, 'putOff'>;
  sender: Pick<EventSender, 'post'>;
  telemetry: Telemetry;
  clock: Clock;
  /** From 0 to 1. */
  random(): number;
}

/** A delivery as the queue handed it out. */
export interface ReceivedDelivery {
  delivery: Delivery;
  /** How often it was handed out, this time included: the number of this attempt. */
  receives: number;
  receipt: string;
}

/** @returns whether the queue may forget it; false: it comes again when it is due */
export async function deliverWebhook(ports: DeliverPorts, received: ReceivedDelivery, call: Call): Promise<boolean> {
  const { delivery, receives, receipt } = received;
  const { endpoint, eventId, payload } = delivery;
  const isTest = payload.type === 'webhook.test';
  const webhook = await ports.webhooks.find(endpoint);
  // A test may find out that a disabled endpoint is back.
  if (webhook === undefined || (webhook.state === 'disabled' && !isTest)) return true;

  const attempt = await ports.sender.post(webhook, { id: eventId, body: JSON.stringify(payload) }, call);
  const delay =
    attempt.delivered || attempt.gone || isTest
      ? undefined
      : retryDelaySeconds(receives, ports.random(), attempt.retryAfterSeconds);
  const isOver = delay === undefined;
  ports.telemetry.measure(
    {
      WebhookAttemptsFailed: Number(!attempt.delivered),
      ...(isOver && !isTest && { WebhookEventsGivenUp: Number(!attempt.delivered) }),
    },
    {},
    { webhook: endpoint.id, reason: attempt.detail, count: receives },
  );
  await ports.webhooks.note(endpoint, {
    state: stateAfter(webhook.state, attempt, isOver && !isTest),
    lastAttempt: {
      at: new Date(ports.clock.now()).toISOString(),
      delivered: attempt.delivered,
      detail: attempt.detail,
    },
  });
  if (!isOver) await ports.queue.putOff(receipt, delay);
  return isOver;
}

function stateAfter(before: WebhookState, { delivered, gone }: DeliveryAttempt, isGivenUp: boolean): WebhookState {
  if (delivered) return 'active';
  if (gone) return 'disabled';
  return isGivenUp ? 'failing' : before;
}
