/** What every WebhookStore keeps to. */
import { MAX_WEBHOOKS, webhookIdSchema } from '../../lambdas/domain/webhook';
import type { WebhookStore } from '../../lambdas/ports';

let owners = 0;

export function describeWebhookStore(open: () => WebhookStore): void {
  describe('as a WebhookStore', () => {
    const webhook = {
      url: 'https://hooks.example.com/',
      events: ['operation.finished' as const],
      secret: 'whsec_c2VjcmV0',
    };
    const anOwner = () => `tenant-a/user-${++owners}`;

    it('gives back what was created, by its owner and by its place, which does not name the owner', async () => {
      const [store, owner] = [open(), anOwner()];

      const created = await store.create(owner, webhook);

      expect(created).toMatchObject({ ...webhook, state: 'active', lastAttempt: null });
      expect(webhookIdSchema.safeParse(created?.id).success).toBe(true);
      expect(await store.list(owner)).toEqual([created]);
      expect(created && (await store.find(created.place))).toEqual(created);
      expect(JSON.stringify(created?.place)).not.toContain(owner);
    });

    it('has five places for an owner, also when all requests come at once', async () => {
      const [store, owner] = [open(), anOwner()];

      const made = await Promise.all(Array.from({ length: 12 }, () => store.create(owner, webhook)));

      expect(made.filter((each) => each !== undefined)).toHaveLength(MAX_WEBHOOKS);
      expect(await store.list(owner)).toHaveLength(MAX_WEBHOOKS);
      expect(await store.create(anOwner(), webhook)).toBeDefined();
    });

    it('deletes for the owner only, once, and then has room again', async () => {
      const [store, owner] = [open(), anOwner()];
      const ids = [];
      for (let i = 0; i < MAX_WEBHOOKS; i++) ids.push((await store.create(owner, webhook))?.id ?? '');
      const [first = ''] = ids;

      expect(await store.delete(anOwner(), first)).toBe(false);
      expect(await store.delete(owner, first)).toBe(true);
      expect(await store.delete(owner, first)).toBe(false);
      expect((await store.create(owner, webhook))?.id).not.toBe(first);
      expect(await store.create(owner, webhook)).toBeUndefined();
    });

    it('notes how an attempt went, and not on another that has taken the place since', async () => {
      const [store, owner] = [open(), anOwner()];
      const first = await store.create(owner, webhook);
      const outcome = {
        state: 'failing' as const,
        lastAttempt: { at: '2026-03-01T12:00:00.000Z', delivered: false, detail: 'The endpoint answered 500.' },
      };
      const place = first?.place ?? { owner, id: '' };

      await store.note(place, outcome);
      expect(await store.find(place)).toEqual({ ...first, ...outcome });

      await store.delete(owner, place.id);
      const second = await store.create(owner, webhook);
      await store.note(place, outcome);
      expect(await store.find(place)).toBeUndefined();
      expect(await store.list(owner)).toEqual([second]);
    });
  });
}
