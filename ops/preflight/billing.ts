/** Budgets and Cost Explorer: whether they may be used, and whether our tags count there. */
import {
  CostExplorerClient,
  GetAnomalyMonitorsCommand,
  ListCostAllocationTagsCommand,
} from '@aws-sdk/client-cost-explorer';
import { type Check, ok, problem, warning } from './check';
import { COST_REGION } from './regions';

export const budgetsCheck: Check = {
  name: 'budgets',
  permissions: ({ account }) => [
    { actions: ['budgets:ViewBudget'], resources: [`arn:aws:budgets::${account}:budget/*`] },
  ],
  async run({ account }, aws) {
    const answer = await aws.callJson({
      service: 'budgets',
      host: 'budgets.amazonaws.com',
      region: COST_REGION,
      target: 'AWSBudgetServiceGateway.DescribeBudgets',
      version: '1.1',
      body: { AccountId: account, MaxResults: 100 },
    });
    const { Budgets } = answer as { Budgets?: unknown[] };
    return [ok(`The account has ${Budgets?.length ?? 0}; one is made for this stage.`)];
  },
};

/** One request of Cost Explorer costs 0.01 USD, so it is asked only when the configuration needs it. */
export const anomalyMonitorCheck: Check = {
  name: 'cost explorer',
  needless: ({ anomalyMonitor }) => (anomalyMonitor ? undefined : 'anomalyMonitor=false'),
  permissions: () => [{ actions: ['ce:GetAnomalyMonitors'] }],
  async run(_deployment, aws) {
    try {
      const client = new CostExplorerClient(aws.client(COST_REGION));
      const { AnomalyMonitors = [] } = await client.send(new GetAnomalyMonitorsCommand({ MaxResults: 100 }));
      return [ok(`Cost Explorer is on; the account has ${AnomalyMonitors.length} anomaly monitors.`)];
    } catch (error) {
      if (!/not enabled/i.test((error as Error).message)) throw error;
      return [
        problem(
          'Cost Explorer has never been opened in this account, so an anomaly monitor cannot be made.',
          'Open it once, and wait a day: https://console.aws.amazon.com/cost-management/home#/cost-explorer',
        ),
      ];
    }
  },
};

/** Tags that a budget of the stage and the anomaly monitor filter by. */
const COST_TAGS = ['application', 'stage'];

export const costTagsCheck: Check = {
  name: 'cost tags',
  needless: ({ budgetScope, anomalyMonitor }) =>
    budgetScope === 'account' && !anomalyMonitor ? 'budgetScope=account' : undefined,
  permissions: () => [{ actions: ['ce:ListCostAllocationTags'] }],
  async run(_deployment, aws) {
    const client = new CostExplorerClient(aws.client(COST_REGION));
    try {
      const command = new ListCostAllocationTagsCommand({ TagKeys: COST_TAGS, Status: 'Active' });
      const { CostAllocationTags = [] } = await client.send(command);
      const active = CostAllocationTags.map(({ TagKey }) => TagKey);
      const idle = COST_TAGS.filter((tag) => !active.includes(tag));
      if (idle.length === 0) return [ok(`${COST_TAGS.join(' and ')} are active.`)];
      const entries = idle.map((tag) => `TagKey=${tag},Status=Active`).join(' ');
      return [
        warning(
          `${idle.join(' and ')}: not active as cost-allocation tags, so what filters by them sees no cost. A tag can be activated a day after its first use.`,
          `aws ce update-cost-allocation-tags-status --cost-allocation-tags-status ${entries}`,
        ),
      ];
    } catch (error) {
      if (!/linked account/i.test((error as Error).message)) throw error;
      return [
        warning(
          'Only the management account of the organisation sees and activates cost-allocation tags.',
          `Ask there for: ${COST_TAGS.join(', ')}`,
        ),
      ];
    }
  },
};
