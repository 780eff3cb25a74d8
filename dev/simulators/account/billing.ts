/** AWS Budgets and Cost Explorer: whether the account has them, and its anomaly monitors. */
import * as z from 'zod';
import { Refusal } from '../exchange';
import { type ControlApi, operation } from './api';

export function budgetsApi(): ControlApi & { budgets: string[] } {
  const budgets: string[] = [];
  return {
    budgets,
    protocol: 'json',
    signingName: 'budgets',
    operations: {
      DescribeBudgets: operation(
        z.object({ AccountId: z.string() }),
        () => ({ Budgets: budgets.map((BudgetName) => ({ BudgetName, TimeUnit: 'MONTHLY', BudgetType: 'COST' })) }),
        ['budgets:ViewBudget'],
      ),
    },
  };
}

export interface SimCostExplorer {
  /** Somebody has opened Cost Explorer once. */
  enabled: boolean;
  /** Cost-allocation tags that are active. */
  tags: Set<string>;
  monitors: { name: string; type: 'DIMENSIONAL' | 'CUSTOM' }[];
}

export function costExplorerApi(): ControlApi & { state: SimCostExplorer } {
  const state: SimCostExplorer = { enabled: true, tags: new Set(), monitors: [] };
  return {
    state,
    protocol: 'json',
    signingName: 'ce',
    operations: {
      GetAnomalyMonitors: operation(z.object(), (_input, { accountId }) => {
        if (!state.enabled)
          throw new Refusal(400, 'AccessDeniedException', 'User not enabled for cost explorer access');
        return {
          AnomalyMonitors: state.monitors.map(({ name, type }, i) => ({
            MonitorArn: `arn:aws:ce::${accountId}:anomalymonitor/${i}`,
            MonitorName: name,
            MonitorType: type,
            ...(type === 'DIMENSIONAL' && { MonitorDimension: 'SERVICE' }),
          })),
        };
      }),
      ListCostAllocationTags: operation(
        z.object({ TagKeys: z.array(z.string()).optional(), Status: z.enum(['Active', 'Inactive']).optional() }),
        ({ TagKeys, Status }) => ({
          CostAllocationTags: [...state.tags]
            .filter((tag) => Status !== 'Inactive' && (TagKeys?.includes(tag) ?? true))
            .map((TagKey) => ({ TagKey, Type: 'UserDefined', Status: 'Active' })),
        }),
      ),
    },
  };
}
