/** What sends events to callers: the queue that they wait in, and the way to their endpoints. */
import { DomainError } from '../../domain/errors';
import type { Delivery } from '../../domain/webhook';
import type { DeliveryQueue } from '../../ports';
import { awsOptions, perPlatform } from '../platform';

/** Null where nobody is told. */
export const deliveryQueue = perPlatform(async (at): Promise<DeliveryQueue | null> => {
  const queueUrl = at.config.WEBHOOKS_QUEUE_URL;
  if (queueUrl === undefined) return null;
  const { sqsQueue } = await import('../../storage/sqs-queue');
  return sqsQueue<Delivery>({ aws: awsOptions(at, 'sqs'), queueUrl });
});

export const eventSender = perPlatform(async ({ clock, config }) => {
  const { eventSender: make } = await import('../../webhooks/post-event');
  return make({ clock, anyAddress: config.webhooksToAnyAddress });
});

/** @throws DomainError STORE_UNAVAILABLE */
export function required(queue: DeliveryQueue | null): DeliveryQueue {
  if (queue === null) throw new DomainError('STORE_UNAVAILABLE', 'This deployment sends no events.');
  return queue;
}
