/** What every CallerQuota keeps to. */
import type { CallerQuota } from '../../lambdas/ports';
import { callOf } from '../lambdas/providers/wired';

export function describeCallerQuota(open: () => CallerQuota): void {
  let days = 0;
  /** Far ahead: what belongs to a past day may be gone at once. */
  const newDay = () => new Date(Date.UTC(2099, 0, 1 + days++)).toISOString().slice(0, 10);

  describe('as a CallerQuota', () => {
    it('counts up to the limit and no further', async () => {
      const quota = open();
      const ask = { owner: 'default/ada', day: newDay(), limit: 2, requests: 1 };

      expect(await quota.count(ask, callOf())).toEqual({ allowed: true, used: 1 });
      expect(await quota.count(ask, callOf())).toEqual({ allowed: true, used: 2 });
      expect(await quota.count(ask, callOf())).toEqual({ allowed: false, used: 2 });
    });

    it('counts callers and days apart', async () => {
      const quota = open();
      const [one, other] = [newDay(), newDay()];
      await quota.count({ owner: 'default/ada', day: one, limit: 1, requests: 1 }, callOf());

      expect(await quota.count({ owner: 'default/bob', day: one, limit: 1, requests: 1 }, callOf())).toMatchObject({
        allowed: true,
      });
      expect(await quota.count({ owner: 'default/ada', day: other, limit: 1, requests: 1 }, callOf())).toMatchObject({
        allowed: true,
      });
    });

    it('counts a batch wholly or not at all', async () => {
      const quota = open();
      const ask = { owner: 'default/ada', day: newDay(), limit: 5 };

      expect(await quota.count({ ...ask, requests: 6 }, callOf())).toMatchObject({ allowed: false });
      expect(await quota.count({ ...ask, requests: 3 }, callOf())).toEqual({ allowed: true, used: 3 });
      expect(await quota.count({ ...ask, requests: 3 }, callOf())).toEqual({ allowed: false, used: 3 });
      expect(await quota.count({ ...ask, requests: 2 }, callOf())).toEqual({ allowed: true, used: 5 });
      // Too many for any day: what is used is told all the same.
      expect(await quota.count({ ...ask, requests: 6 }, callOf())).toEqual({ allowed: false, used: 5 });
    });

    it('lets as many pass as the limit says when they come at once', async () => {
      const quota = open();
      const ask = { owner: 'default/ada', day: newDay(), limit: 10, requests: 1 };
      const counted = await Promise.all(Array.from({ length: 30 }, () => quota.count(ask, callOf())));

      expect(counted.filter(({ allowed }) => allowed)).toHaveLength(10);
    });
  });
}
