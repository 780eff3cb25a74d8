/** Budgets and Cost Explorer: whether they may be used, and the monitor of which an account can have only one. */
import { CostExplorerClient, GetAnomalyMonitorsCommand } from '@aws-sdk/client-cost-explorer';
import { type Check, ok, problem } from './check';
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
    return [ok(`The account has ${Budgets?.length ?? 0}; one is made for this stage. The first two are free.`)];
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
