/** What is spent, on which model and route, against the budget and the promise. */
import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { ErrorCode } from '../../lambdas/domain/errors';
import type { MetricName } from '../../lambdas/platform/metrics';
import { answeringOperations, CUSTOM_METRIC_USD, customMetrics } from '../custom-metrics';
import { functions } from '../functions';
import { calculated, type Sources, type TableName } from '../metric-sources';
import { modelTiers } from '../model-tiers';
import { objectives } from '../objectives';
import { BUDGET_GONE_HOURS, BUDGET_PERCENT, spendPerHour } from './alarm-providers';
import { graphs, numbers, text } from './dashboard-widgets';

/** Hours of a month, on average. */
const MONTH_HOURS = 730;
const HOUR = 60;
const QUOTA_CODE: ErrorCode = 'QUOTA_EXCEEDED';

export function costDashboard(sources: Sources): IWidget[][] {
  return [
    [text(header(sources), { height: 4 })],
    [numbers('Spent on models, over the time shown', headline(sources))],
    modelRow(sources),
    guardRow(sources),
    tokenRow(sources),
    resourceRow(sources),
  ];
}

function header({ config }: Sources): string {
  const count = customMetrics(config).length;
  return [
    `# Cost of ${config.stage}`,
    `Models are counted call by call, at the prices in the code; they follow the bill by nothing, but know no discounts. ` +
      `The budget of the account, ${config.budgetUsd} USD a month, follows the real bill by up to a day.`,
    `Metrics of our own: at most ${count}, so at most ${Math.ceil(count * CUSTOM_METRIC_USD)} USD a month if all of them came in every hour.`,
  ].join('\n\n');
}

function perModel({ config, own }: Sources, name: MetricName) {
  return modelTiers(config)
    .filter(({ paidByToken }) => paidByToken)
    .map(({ provider, model }) =>
      own(name, { provider, model }, { stat: 'Sum', period: HOUR, label: `${provider} ${model}` }),
    );
}

function headline(sources: Sources) {
  const { own } = sources;
  return [
    ...perModel(sources, 'ModelCostUsd'),
    ...answeringOperations.map((operation) =>
      own('RequestCostUsd', { operation }, { stat: 'Average', label: `USD an answer: ${operation}` }),
    ),
  ];
}

function modelRow(sources: Sources): IWidget[] {
  const { config, own } = sources;
  const perAnswer = (stat: string) =>
    answeringOperations.map((operation) =>
      own('RequestCostUsd', { operation }, { stat, period: HOUR, label: operation }),
    );
  const promised = { value: objectives.costPerRequestUsd, label: 'promised' };
  return graphs(
    {
      title: 'Cost of models',
      axis: 'USD per hour',
      stacked: true,
      lines: perModel(sources, 'ModelCostUsd'),
    },
    {
      title: 'Cost of all models against the budget',
      axis: 'USD per hour',
      lines: [spendPerHour(sources)],
      limits: [
        { value: Number((config.budgetUsd / MONTH_HOURS).toFixed(2)), label: 'the budget, spread evenly' },
        { value: Number((config.budgetUsd / BUDGET_GONE_HOURS).toFixed(2)), label: 'alarm' },
      ],
    },
    { title: 'Cost of an answer', axis: 'USD, average', lines: perAnswer('Average'), limits: [promised] },
    { title: 'Cost of the dearest answers (p95)', axis: 'USD', lines: perAnswer('p95'), limits: [promised] },
  );
}

/** What keeps spending within bounds. */
function guardRow({ config, own }: Sources): IWidget[] {
  const spent = own('BudgetSpentShare', {}, { stat: 'Maximum', period: HOUR });
  return graphs(
    {
      title: `Budget of the day, ${config.dailyBudgetUsd} USD`,
      axis: '% handed out, since midnight UTC',
      lines: [calculated('100 * spent', { spent }, { label: 'handed out', period: HOUR })],
      max: 100,
      limits: [{ value: BUDGET_PERCENT, label: 'alarm' }],
    },
    {
      title: 'Calls that the budget did not hold',
      axis: 'calls per hour',
      lines: [
        own('CallsOverBudget', {}, { stat: 'Sum', period: HOUR, label: 'not made' }),
        own('BudgetUnknown', {}, { stat: 'Sum', period: HOUR, label: 'times its ledger did not answer' }),
      ],
    },
    {
      title: 'Requests above the quota of their caller',
      axis: 'requests per hour',
      lines: [
        own('Problems', { code: QUOTA_CODE }, { stat: 'Sum', period: HOUR, label: 'refused' }),
        own('QuotaUnchecked', {}, { stat: 'Sum', period: HOUR, label: 'passed, as nobody could count them' }),
      ],
    },
    {
      title: 'Answers that were kept of the same request before',
      axis: '% of answers',
      max: 100,
      lines: answeringOperations.map((operation) =>
        calculated(
          '100 * share',
          { share: own('CacheHits', { operation }, { stat: 'Average', period: HOUR }) },
          { label: operation, period: HOUR },
        ),
      ),
    },
  );
}

function tokenRow(sources: Sources): IWidget[] {
  return graphs(
    { title: 'Tokens sent', axis: 'tokens per hour', stacked: true, lines: perModel(sources, 'ModelInputTokens') },
    { title: 'Tokens received', axis: 'tokens per hour', stacked: true, lines: perModel(sources, 'ModelOutputTokens') },
  );
}

/** What the other services bill by. */
function resourceRow({ service, data, lambda, table, api }: Sources): IWidget[] {
  const compute = Object.values(service.functions).map((made) =>
    calculated(
      `used * ${functions[made.slug].memoryMb} / 1024 / 1000`,
      { used: lambda(made, 'Duration', { stat: 'Sum', period: HOUR }) },
      { label: made.slug, period: HOUR },
    ),
  );
  const names = Object.keys(data.tables) as TableName[];
  const units = (name: string, word: string) =>
    names.map((one) => table(one, name, { stat: 'Sum', period: HOUR, label: `${one}: ${word}` }));
  return graphs(
    { title: 'Lambda', axis: 'GB-seconds per hour', stacked: true, lines: compute },
    {
      title: 'DynamoDB',
      axis: 'units per hour',
      stacked: true,
      lines: [...units('ConsumedReadCapacityUnits', 'read'), ...units('ConsumedWriteCapacityUnits', 'written')],
    },
    {
      title: 'API Gateway',
      axis: 'requests per hour',
      lines: [api('Count', { stat: 'Sum', period: HOUR, label: 'requests' })],
    },
  );
}
