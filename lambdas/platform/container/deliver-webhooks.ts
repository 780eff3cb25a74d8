/** Delivering events, with its ports. */
import type { SQSEvent } from 'aws-lambda';
import type { Call } from '../../ports';
import * as service from '../../services/deliver-webhook';
import { readDeliveryMessage } from '../../storage/delivery-messages';
import { workStores } from '../adapters/stores';
import { deliveryQueue, eventSender, required } from '../adapters/webhooks';
import { platform } from '../platform';

/** Ids of the messages that must be delivered again. */
export async function deliverWebhooks(event: SQSEvent, call: Call): Promise<string[]> {
  const at = platform();
  const { telemetry, clock } = at;
  const [{ webhooks }, queue, sender] = await Promise.all([workStores(at), deliveryQueue(at), eventSender(at)]);
  const ports = { webhooks, queue: required(queue), sender, telemetry, clock, random: Math.random };
  const failed = await Promise.all(
    event.Records.map(readDeliveryMessage).map(async ({ messageId, delivery, ...about }) => {
      // What is no message of ours comes again until it is a dead letter, where somebody will look at it.
      const isDone =
        delivery !== undefined && (await service.deliverWebhook(ports, { delivery, ...about }, call).catch(report));
      return isDone ? [] : [messageId];
    }),
  );
  return failed.flat();

  function report(error: unknown): false {
    const name = error instanceof Error ? error.name : typeof error;
    telemetry.event('warn', 'an event was not delivered', { operation: 'deliver-webhooks', error: name });
    return false;
  }
}
