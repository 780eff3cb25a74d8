/** Where events for the callers go: to the queue of their webhooks. */
import type { EventOutlet } from '../../ports';
import { publishEvent } from '../../services/publish-event';
import { perPlatform } from '../platform';
import { workStores } from './stores';
import { deliveryQueue } from './webhooks';

export const eventOutlet = perPlatform(async (at): Promise<EventOutlet> => {
  const [{ webhooks }, queue] = await Promise.all([workStores(at), deliveryQueue(at)]);
  if (queue === null) return { publish: async () => undefined };
  return { publish: (owner, event) => publishEvent({ webhooks, queue, clock: at.clock }, owner, event) };
});
