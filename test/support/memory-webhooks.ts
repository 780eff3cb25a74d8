/** In-memory webhooks behind the port, for tests of services; the adapter has its own contract suite. */
import { MAX_WEBHOOKS } from '../../lambdas/domain/webhook';
import type { StoredWebhook, WebhookStore } from '../../lambdas/ports';
import { clock } from './request-context';

export function memoryWebhooks(): WebhookStore {
  const kept = new Map<string, StoredWebhook>();
  const keyOf = ({ owner, id }: { owner: string; id: string }) => `${owner} ${id}`;
  const list = async (owner: string) => [...kept.values()].filter(({ place }) => place.owner === owner);
  let made = 0;
  return {
    list,
    async create(owner, webhook) {
      if ((await list(owner)).length === MAX_WEBHOOKS) return undefined;
      const id = `wh_${String(++made).padStart(22, '0')}0`;
      const createdAt = new Date(clock.now()).toISOString();
      const stored: StoredWebhook = {
        ...webhook,
        id,
        place: { owner, id },
        state: 'active',
        createdAt,
        lastAttempt: null,
      };
      kept.set(keyOf(stored.place), stored);
      return stored;
    },
    find: async (place) => kept.get(keyOf(place)),
    delete: async (owner, id) => kept.delete(keyOf({ owner, id })),
    async note(place, outcome) {
      const webhook = kept.get(keyOf(place));
      if (webhook !== undefined) kept.set(keyOf(place), { ...webhook, ...outcome });
    },
  };
}
