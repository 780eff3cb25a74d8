/** What models may cost in a day, where the settings limit that; one budget for all that asks models. */
import type { SpendGuard } from '../../providers/spend-guard';
import { perPlatform } from '../platform';
import { stores } from './stores';

export const dailyBudget = perPlatform(async (at): Promise<SpendGuard | undefined> => {
  const { config, telemetry } = at;
  if (config.DAILY_BUDGET_USD === undefined) return undefined;
  const [{ spendGuard }, { spendLedger }] = await Promise.all([import('../../providers/spend-guard'), stores(at)]);
  const dailyBudgetMicroUsd = Math.round(config.DAILY_BUDGET_USD * 1_000_000);
  return spendGuard({ ledger: spendLedger, dailyBudgetMicroUsd, telemetry });
});
