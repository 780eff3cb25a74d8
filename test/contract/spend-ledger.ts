/** What every SpendLedger keeps to. */
import type { SpendLedger } from '../../lambdas/ports';
import { callOf } from '../lambdas/providers/wired';

/** @param open a ledger of days on which nothing was handed out; it may be the same one each time */
export function describeSpendLedger(open: () => SpendLedger): void {
  let days = 0;
  /** Far ahead: what belongs to a past day may be gone at once. */
  const newDay = () => new Date(Date.UTC(2099, 0, 1 + days++)).toISOString().slice(0, 10);

  describe('as a SpendLedger', () => {
    it('hands out shares until the limit, and to the last micro-USD', async () => {
      const ledger = open();
      const day = newDay();
      const take = (amount: number) => ledger.take({ day, amount, limit: 100 }, callOf());

      expect(await take(60)).toEqual({ taken: true, handedOut: 60 });
      expect(await take(41)).toEqual({ taken: false, handedOut: 60 });
      expect(await take(40)).toEqual({ taken: true, handedOut: 100 });
      expect(await take(1)).toEqual({ taken: false, handedOut: 100 });
    });

    it('counts each day by itself', async () => {
      const ledger = open();
      const [one, other] = [newDay(), newDay()];
      await ledger.take({ day: one, amount: 100, limit: 100 }, callOf());

      expect(await ledger.take({ day: other, amount: 1, limit: 100 }, callOf())).toEqual({ taken: true, handedOut: 1 });
    });

    it('goes on where it stands when the limit is changed during the day', async () => {
      const ledger = open();
      const day = newDay();
      const take = (amount: number, limit: number) => ledger.take({ day, amount, limit }, callOf());
      await take(80, 100);

      expect(await take(20, 90)).toEqual({ taken: false, handedOut: 80 });
      expect(await take(20, 200)).toEqual({ taken: true, handedOut: 100 });
    });

    it('hands out no more than the limit to any number who ask at once', async () => {
      const ledger = open();
      const day = newDay();
      const shares = await Promise.all(
        Array.from({ length: 50 }, () => ledger.take({ day, amount: 7, limit: 100 }, callOf())),
      );

      expect(shares.filter(({ taken }) => taken)).toHaveLength(14);
      expect(Math.max(...shares.map(({ handedOut }) => handedOut))).toBe(98);
    });

    it('refuses a share that no day can hold', async () => {
      await expect(open().take({ day: newDay(), amount: 101, limit: 100 }, callOf())).rejects.toThrow(RangeError);
    });
  });
}
