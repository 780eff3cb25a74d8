import * as fc from 'fast-check';
import { NO_TOKENS, type Usage } from '../../../lambdas/domain/meta';
import type { Call, SpendLedger } from '../../../lambdas/ports';
import { costMicroUsd } from '../../../lambdas/providers/pricing';
import { type SpendGrant, spendGuard, underBudget } from '../../../lambdas/providers/spend-guard';
import { memorySpendLedger } from '../../support/memory-spend-ledger';
import { virtualTime } from './virtual-time';

/** 0.02 USD per million tokens: 50 tokens are a micro-USD. */
const TITAN = 'amazon.titan-embed-text-v2:0';
const worth = (microUsd: number): Usage => ({ ...NO_TOKENS, inputTokens: microUsd * 50 });
const NOON = Date.parse('2026-11-22T12:00:00Z');
const call: Call = { signal: new AbortController().signal, deadline: Number.POSITIVE_INFINITY };

function guarded(ledger: SpendLedger, dailyBudgetMicroUsd = 1_000, time = virtualTime(NOON)) {
  const counted: Record<string, number[]> = {};
  const telemetry = {
    count(metric: string, value: number) {
      counted[metric] = [...(counted[metric] ?? []), value];
    },
    event() {},
  };
  const guard = spendGuard({ ledger, dailyBudgetMicroUsd, telemetry, time });
  const reserve = (microUsd: number) => guard.reserve(TITAN, worth(microUsd), call);
  return { guard, reserve, counted, time };
}

describe('spendGuard', () => {
  it('lets calls pass until the next one could cost more than is left', async () => {
    const { reserve, counted } = guarded(memorySpendLedger());
    expect(await reserve(600)).not.toBeNull();
    expect(await reserve(400)).not.toBeNull();
    expect(await reserve(1)).toBeNull();
    expect(counted.CallsOverBudget).toEqual([1]);
    expect(counted.BudgetSpentShare?.at(-1)).toBe(1);
  });

  it('gives back what a call did not cost, all of it when nothing was sent, and nothing when nobody knows', async () => {
    const { reserve } = guarded(memorySpendLedger());
    (await reserve(1_000))?.settle({ usage: worth(100) });
    (await reserve(900))?.settle('unsent');
    (await reserve(900))?.settle({ usage: null });
    expect(await reserve(1)).toBeNull();
  });

  it('settles a grant once', async () => {
    const { reserve } = guarded(memorySpendLedger());
    const grant = await reserve(1_000);
    grant?.settle('unsent');
    grant?.settle('unsent');
    expect(await reserve(1_000)).not.toBeNull();
    expect(await reserve(1)).toBeNull();
  });

  it('makes up for a call that cost more than its worst', async () => {
    const { reserve } = guarded(memorySpendLedger());
    (await reserve(100))?.settle({ usage: worth(300) });
    expect(await reserve(701)).toBeNull();
    expect(await reserve(700)).not.toBeNull();
  });

  it.each([Number.NaN, -100])(
    'takes a bill of %d tokens for an unknown one: it opens no budget',
    async (inputTokens) => {
      const { reserve } = guarded(memorySpendLedger());
      (await reserve(1_000))?.settle({ usage: { ...NO_TOKENS, inputTokens } });
      expect(await reserve(1)).toBeNull();
    },
  );

  it('writes for a share of the budget, not for each call', async () => {
    const ledger = memorySpendLedger();
    const { reserve } = guarded(ledger, 1_000_000);
    for (let made = 0; made < 1_000; made++) (await reserve(10))?.settle({ usage: worth(1) });
    expect(ledger.asked()).toBeLessThanOrEqual(3);
  });

  it('asks the ledger once for calls that come at the same time', async () => {
    const ledger = memorySpendLedger();
    const { reserve } = guarded(ledger, 1_000_000);
    const grants = await Promise.all(Array.from({ length: 100 }, () => reserve(10)));
    expect(grants).not.toContain(null);
    expect(ledger.asked()).toBe(1);
  });

  it('does not ask the ledger for what it knows to be spent', async () => {
    const ledger = memorySpendLedger();
    const { reserve } = guarded(ledger);
    await reserve(995);
    const asked = ledger.asked();
    for (let refused = 0; refused < 10; refused++) expect(await reserve(6)).toBeNull();
    expect(ledger.asked()).toBe(asked);
  });

  it('begins each UTC day with the whole budget, and gives yesterday back to yesterday', async () => {
    const { reserve, time } = guarded(memorySpendLedger());
    const late = await reserve(1_000);
    await time.during(new Promise<void>((resolve) => time.after(12 * 3_600_000, resolve)));
    late?.settle('unsent');
    expect(await reserve(1_000)).not.toBeNull();
    expect(await reserve(1)).toBeNull();
  });

  it('spends nothing while the ledger fails, and asks it again after a rest', async () => {
    const ledger = memorySpendLedger();
    let isDown = true;
    let asked = 0;
    const failing: SpendLedger = {
      take(ask, inner) {
        asked++;
        return isDown ? Promise.reject(new Error('down')) : ledger.take(ask, inner);
      },
    };
    const { reserve, time, counted } = guarded(failing);
    await expect(reserve(10)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(reserve(10)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(asked).toBe(1);
    expect(counted.BudgetUnknown).toEqual([1]);
    isDown = false;
    await time.during(new Promise<void>((resolve) => time.after(1_000, resolve)));
    expect(await reserve(10)).not.toBeNull();
  });

  it('waits longer for the first answer, which needs a connection, than for the next, and gives up both', async () => {
    const ledger = memorySpendLedger();
    let isSilent = true;
    const stalling: SpendLedger = {
      take: (ask, inner) => (isSilent ? new Promise(() => undefined) : ledger.take(ask, inner)),
    };
    const { reserve, time } = guarded(stalling);
    const givenUpAfter = async () => {
      const before = time.now();
      await expect(time.during(reserve(600))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      return time.now() - before;
    };
    expect(await givenUpAfter()).toBe(1_000);
    await time.during(new Promise<void>((resolve) => time.after(1_000, resolve)));
    isSilent = false;
    expect(await reserve(400)).not.toBeNull();
    isSilent = true;
    expect(await givenUpAfter()).toBe(250);
  });

  it('does not ask a model that is billed by the token at a price that nobody knows', async () => {
    const { guard } = guarded(memorySpendLedger());
    expect(await guard.reserve('a-model-without-a-price', NO_TOKENS, call)).toBeNull();
  });

  it('lets a model pass that is not billed by the token, uncounted', async () => {
    const ledger = memorySpendLedger();
    const { guard } = guarded(ledger);
    const grant = await guard.reserve('sentence-transformers/all-MiniLM-L6-v2', null, call);
    grant?.settle({ usage: null });
    expect(grant).not.toBeNull();
    expect(ledger.asked()).toBe(0);
  });
});

describe('underBudget', () => {
  const paid = (microUsd: number) => ({ modelId: TITAN, worst: worth(microUsd) });

  it('makes a call that the budget holds and pays for what it cost', async () => {
    const { guard, reserve } = guarded(memorySpendLedger());
    await underBudget(guard, paid(1_000), call, async () => ({ usage: worth(400) }));
    expect(await reserve(601)).toBeNull();
    expect(await reserve(600)).not.toBeNull();
  });

  it('does not make one that it does not hold', async () => {
    const { guard } = guarded(memorySpendLedger());
    const made = underBudget(guard, paid(1_001), call, () => Promise.reject(new Error('it was made')));
    await expect(made).rejects.toMatchObject({ name: 'OverBudget', kind: 'over-budget' });
  });

  it('counts one that fails at its worst', async () => {
    const { guard, reserve } = guarded(memorySpendLedger());
    const made = underBudget(guard, paid(1_000), call, () => Promise.reject(new Error('cut off')));
    await expect(made).rejects.toThrow('cut off');
    expect(await reserve(1)).toBeNull();
  });

  it('makes every call where there is no budget', async () => {
    const usage = worth(5);
    expect(await underBudget(undefined, paid(5), call, async () => ({ usage }))).toEqual({ usage });
  });
});

describe('many containers with one budget', () => {
  const BUDGET = 100_000;
  /** What one call may cost at most, what it does cost of that, and how it ends. */
  const work = fc.record({
    container: fc.nat({ max: 49 }),
    worst: fc.integer({ min: 1, max: 2_000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    end: fc.constantFrom('paid', 'paid', 'paid', 'unknown', 'unsent'),
    /** Containers die with grants open: then the vendor bills, and nobody settles. */
    dies: fc.boolean(),
  });

  it('never spend more than the budget, in whatever order their calls begin and end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(work, { minLength: 200, maxLength: 400 }),
        fc.infiniteStream(fc.nat()),
        async (calls, order) => {
          const ledger = memorySpendLedger();
          const guards = Array.from({ length: 50 }, () => guarded(ledger, BUDGET).guard);
          const open: { grant: SpendGrant; one: (typeof calls)[number] }[] = [];
          let spent = 0;
          const end = () => {
            const [ended] = open.splice((order.next().value ?? 0) % open.length, 1);
            if (ended === undefined) return;
            const { grant, one } = ended;
            const usage = worth(Math.floor(one.worst * one.share));
            const cost = costMicroUsd(TITAN, one.end === 'unknown' ? worth(one.worst) : usage, NOON) ?? 0;
            if (one.end !== 'unsent') spent += cost;
            if (one.dies && one.end !== 'unsent') return;
            grant.settle(one.end === 'unsent' ? 'unsent' : { usage: one.end === 'unknown' ? null : usage });
          };
          const waiting = calls.map(async (one) => {
            const grant = await guards[one.container]?.reserve(TITAN, worth(one.worst), call);
            if (grant) open.push({ grant, one });
            if (open.length > 5) end();
          });
          await Promise.all(waiting);
          while (open.length > 0) end();
          expect(spent).toBeLessThanOrEqual(BUDGET);
          expect(ledger.handedOut.get('2026-11-22') ?? 0).toBeLessThanOrEqual(BUDGET);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('leave no more than a twentieth of it unspent, however the calls fall upon them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat({ max: 49 })), async (places) => {
        const ledger = memorySpendLedger();
        const guards = Array.from({ length: 50 }, () => guarded(ledger, BUDGET).guard);
        let spent = 0;
        let refused = 0;
        // A call may cost 20 and costs 5; it is over when the budget refuses every container.
        while (refused < 500) {
          const grant = await guards[places.next().value ?? 0]?.reserve(TITAN, worth(20), call);
          refused = grant ? 0 : refused + 1;
          grant?.settle({ usage: worth(5) });
          if (grant) spent += 5;
        }
        expect(spent).toBeGreaterThanOrEqual(0.95 * BUDGET);
        expect(spent).toBeLessThanOrEqual(BUDGET);
      }),
      { numRuns: 3 },
    );
  });
});
