/** Alarms of the objectives: how fast the errors and the slow answers that a month allows are being used up. */
import type { CompositeAlarm, IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { calculated, type Sources } from '../metric-sources';
import { burnRates, objectives, TRAFFIC_FLOOR } from '../objectives';
import type { AlarmSet } from './alarm-set';

export type Objective = 'availability' | 'latency';

/** Share of requests, in per cent, that the objective allows to be bad. */
const ALLOWED_PERCENT: Readonly<Record<Objective, number>> = {
  availability: 100 - objectives.availabilityPercent,
  latency: 100 - objectives.latencyPercent,
};

/** How many times faster than allowed bad requests come: 1 uses up the month's allowance in a month. */
export function burnRate({ api }: Sources, objective: Objective, period: number, label: string): IMetric {
  const [badPercent, measured] =
    objective === 'availability'
      ? ['100 * measured', api('5XXError', { stat: 'Average', period })]
      : ['100 - measured', api('Latency', { stat: `PR(:${objectives.latencyMs})`, period })];
  const allowed = Number(ALLOWED_PERCENT[objective].toFixed(3));
  return calculated(
    `IF(total >= ${TRAFFIC_FLOOR}, (${badPercent}) / ${allowed}, 0)`,
    { measured, total: api('Count', { stat: 'Sum', period }) },
    { period, label },
  );
}

/** One alarm per objective and pace. @returns those that wake somebody, to be told of once together */
export function burnAlarms(set: AlarmSet, sources: Sources): CompositeAlarm[] {
  const pages: CompositeAlarm[] = [];
  for (const objective of ['availability', 'latency'] as const) {
    for (const { pace, severity, factor, longMinutes, shortMinutes } of burnRates) {
      const kind = `${objective}-${pace}-burn` as const;
      const windows = [longMinutes, shortMinutes].map((minutes) =>
        set.silent(
          kind,
          { metric: burnRate(sources, objective, minutes, `Burn rate over ${minutes} minutes`), above: factor },
          `${minutes}-minutes`,
        ),
      );
      const both = set.together(kind, windows, { silent: severity === 'page' });
      if (severity === 'page') pages.push(both);
    }
  }
  return pages;
}
