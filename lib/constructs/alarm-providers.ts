/** Alarms of the models: nobody answers, somebody fails often, a quota is near, the money goes too fast, a key is old. */
import { type Alarm, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { answeringBy, usedSecrets } from '../custom-metrics';
import { calculated, numbered, ratio, type Sources, sumOf } from '../metric-sources';
import { modelTiers } from '../model-tiers';
import { objectives, TRAFFIC_FLOOR } from '../objectives';
import type { AlarmSet, Condition } from './alarm-set';

const DEGRADED_PERCENT = 90;
export const FAILING_PERCENT = 20;
const FALLBACK_PERCENT = 10;
const QUOTA_PERCENT = 80;
export const BUDGET_PERCENT = 80;
const SECRET_DAYS = 90;
/** Hours in which a month's budget would be gone at the rate of the alarm. */
export const BUDGET_GONE_HOURS = 72;

/** Share of the answers of these operations that were made without a model. */
function degradedShare({ own }: Sources, operations: readonly string[]): IMetric {
  const read = (stat: string) =>
    operations.map((operation) => own('AnswersDegraded', { operation }, { stat, period: 15 }));
  // Where every single answer is degraded, a handful of them is proof enough.
  return ratio(read('Sum'), read('SampleCount'), { label: 'Degraded answers, %', period: 15, floor: 5, times: 100 });
}

/** Whether any model answers. */
export function degradedAlarms(sources: Sources): Record<'no-text-model' | 'no-vector-model', Condition> {
  // One route tells of a model that all of them ask; ten metrics of alarms are free.
  const text = answeringBy.text.filter((operation) => sources.config.fullMonitoring || operation === 'parseResume');
  return {
    'no-text-model': { metric: degradedShare(sources, text), above: DEGRADED_PERCENT },
    'no-vector-model': { metric: degradedShare(sources, answeringBy.vectors), above: DEGRADED_PERCENT },
  };
}

/** USD that all models cost in an hour. */
export function spendPerHour({ config, own }: Sources): IMetric {
  const costs = modelTiers(config)
    .filter(({ paidByToken }) => paidByToken)
    .map(({ provider, model }) => own('ModelCostUsd', { provider, model }, { stat: 'Sum', period: 60 }));
  return calculated(sumOf(costs.map((_, index) => `cost${index}`)), numbered('cost', costs), {
    label: 'USD per hour',
    period: 60,
  });
}

export function spendAlarm(set: AlarmSet, sources: Sources): Alarm | undefined {
  const { config } = sources;
  if (!modelTiers(config).some(({ paidByToken }) => paidByToken)) return undefined;
  const above = Number((config.budgetUsd / BUDGET_GONE_HOURS).toFixed(2));
  return set.add('spend-per-hour', { metric: spendPerHour(sources), above });
}

/** The budget of the day is used up. A call that is dearer than its rest may be refused before, once. */
export function budgetSpent({ own }: Sources): Condition {
  return { metric: own('CallsOverBudget', {}, { stat: 'Sum' }), above: 0, periods: 2 };
}

export function budgetAlarms(set: AlarmSet, { own }: Sources): void {
  set.add('budget-near', {
    metric: own('BudgetSpentShare', {}, { stat: 'Maximum' }),
    above: BUDGET_PERCENT / 100,
    // It is told when a container takes more of it, and not when nobody asks.
    missing: TreatMissingData.IGNORE,
  });
  set.add('vectors-deferred', { metric: own('VectorsDeferred', {}, { stat: 'Sum' }), above: 0 });
}

export function providerAlarms(set: AlarmSet, sources: Sources): void {
  const { config, own, bedrock } = sources;
  const remote = modelTiers(config).filter(({ isLocal }) => !isLocal);
  for (const { provider, model } of remote) {
    const read = (stat: string) => [own('ProviderErrors', { provider, model }, { stat })];
    const metric = ratio(read('Sum'), read('SampleCount'), {
      label: 'Failed calls, %',
      times: 100,
      floor: TRAFFIC_FLOOR,
    });
    set.add('provider-errors', { metric, above: FAILING_PERCENT, periods: 3, bad: 2 }, `${provider} ${model}`);
  }
  // Opened again after each probe that failed: twice in a quarter of an hour is an outage, once a hiccup.
  const opened = remote.map(({ provider, model }) => own('BreakerOpened', { provider, model }, { stat: 'Sum' }));
  if (opened.length > 0) {
    const metric = calculated(sumOf(opened.map((_, index) => `opened${index}`)), numbered('opened', opened), {
      label: 'Breakers opened',
    });
    set.add('breaker-open', { metric, above: 0, periods: 3, bad: 2 });
  }
  // An alarm takes ten metrics at most, so there is one for each kind of model.
  for (const [kind, operations] of Object.entries(answeringBy)) {
    const passedOver = (stat: string) =>
      operations.map((operation) => own('AnswersFromFallback', { operation }, { stat }));
    const metric = ratio(passedOver('Sum'), passedOver('SampleCount'), {
      label: 'Answers of another model, %',
      times: 100,
      floor: TRAFFIC_FLOOR,
    });
    set.add('fallback-rate', { metric, above: FALLBACK_PERCENT, periods: 3 }, kind);
  }

  for (const { model } of remote.filter(({ provider }) => provider === 'bedrock')) {
    const metric = bedrock(model, 'InvocationThrottles', { stat: 'Sum' });
    set.add('bedrock-throttles', { metric, above: 0, periods: 2 }, model);
  }
  if (config.useBedrock && config.bedrockTokensPerMinute !== undefined) {
    const metric = bedrock(config.textModel, 'EstimatedTPMQuotaUsage', { stat: 'Maximum', period: 1 });
    const above = Math.round((config.bedrockTokensPerMinute * QUOTA_PERCENT) / 100);
    set.add('bedrock-quota', { metric, above, periods: 5, bad: 3 });
  }

  for (const [kind, operations] of Object.entries(answeringBy)) {
    const cost = (stat: string) =>
      operations.map((operation) => own('RequestCostUsd', { operation }, { stat, period: 60 }));
    const reading = { label: 'USD per answer', period: 60, floor: TRAFFIC_FLOOR };
    const metric = ratio(cost('Sum'), cost('SampleCount'), reading);
    set.add('cost-per-request', { metric, above: objectives.costPerRequestUsd }, kind);
  }

  for (const secret of usedSecrets(config)) {
    // Told once a day; a day without it is not news of a new key.
    const metric = own('SecretAgeDays', { secret }, { stat: 'Maximum', period: 1_440 });
    set.add('secret-age', { metric, above: SECRET_DAYS, missing: TreatMissingData.IGNORE }, secret);
  }
}
