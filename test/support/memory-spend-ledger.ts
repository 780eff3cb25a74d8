/** A ledger of the day's budget in memory, and how often it was asked. */
import type { SpendLedger } from '../../lambdas/ports';

export function memorySpendLedger(): SpendLedger & { handedOut: Map<string, number>; asked: () => number } {
  const handedOut = new Map<string, number>();
  let asked = 0;
  return {
    handedOut,
    asked: () => asked,
    async take({ day, amount, limit }) {
      asked++;
      if (amount > limit) throw new RangeError('more than there is');
      const before = handedOut.get(day) ?? 0;
      const taken = before + amount <= limit;
      if (taken) handedOut.set(day, before + amount);
      return { taken, handedOut: taken ? before + amount : before };
    },
  };
}
