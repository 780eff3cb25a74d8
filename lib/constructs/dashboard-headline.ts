/** The numbers of the first look: how users are served now, and what is left of what a month allows. */
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { answeringOperations, ratedCapabilities } from '../custom-metrics';
import { calculated, numbered, ratio, type Sources } from '../metric-sources';
import { objectives } from '../objectives';
import { armsOf } from '../stage-arms';

/** Over whatever time the dashboard shows. */
export function headline(sources: Sources): IMetric[] {
  const { api, config, own } = sources;
  const share = (name: 'AnswersFromFallback' | 'AnswersDegraded' | 'AnswersOnAws', label: string) => {
    const read = (stat: string) => answeringOperations.map((operation) => own(name, { operation }, { stat }));
    return ratio(read('Sum'), read('SampleCount'), { label, times: 100 });
  };
  const costs = answeringOperations.map((operation) => own('RequestCostUsd', { operation }, { stat: 'Average' }));
  return [
    calculated('100 - 100 * failed', { failed: api('5XXError', { stat: 'Average' }) }, { label: 'Available, %' }),
    api('Latency', { stat: `p${objectives.latencyPercent}`, label: `p${objectives.latencyPercent} of answers, ms` }),
    api('Count', { stat: 'Sum', label: 'Requests' }),
    share('AnswersFromFallback', 'By a fallback, %'),
    share('AnswersDegraded', 'Degraded, %'),
    share('AnswersOnAws', 'On AWS, %'),
    calculated(`MAX([${costs.map((_, index) => `cost${index}`)}])`, numbered('cost', costs), {
      label: 'Dearest route, USD an answer',
    }),
    calculated(
      '100 * empty',
      { empty: own('MatchesWithoutResult', {}, { stat: 'Average' }) },
      { label: 'Matches without a job, %' },
    ),
    ...(config.fullMonitoring ? [rating(sources)] : []),
  ];
}

/** The mean of all ratings. */
function rating({ config, own }: Sources): IMetric {
  const read = (stat: string) =>
    ratedCapabilities.flatMap((capability) =>
      armsOf(config, capability).map((arm) => own('AnswerRating', { capability, arm }, { stat })),
    );
  return ratio(read('Sum'), read('SampleCount'), { label: 'Rated, 1 to 5' });
}

/** Per cent of the errors and slow answers of a month that may still come; below 0 the promise is broken. */
export function allowanceLeft({ api }: Sources): IMetric[] {
  const [failed, fast] = [
    api('5XXError', { stat: 'Average' }),
    api('Latency', { stat: `PR(:${objectives.latencyMs})` }),
  ];
  const errors = (100 - objectives.availabilityPercent).toFixed(1);
  return [
    calculated(`100 - 100 * (100 * failed) / ${errors}`, { failed }, { label: 'Errors, %' }),
    calculated(`100 - 100 * (100 - fast) / ${100 - objectives.latencyPercent}`, { fast }, { label: 'Slow answers, %' }),
  ];
}
