/** Alarms of what the service is built of: routes, functions, tables, the stream. */
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { allRoutes } from '../../lambdas/http/routes';
import {
  calculated,
  numbered,
  operationsOn,
  type Sources,
  sumOf,
  type TableName,
  THROTTLE_CAUSES,
} from '../metric-sources';
import { objectives } from '../objectives';
import { deadLetterAlarms } from './alarm-queues';
import type { AlarmSet } from './alarm-set';

const FAILED_REQUESTS = 2;
/** Share of a limit from which on it is near. */
const NEAR_PERCENT = 80;
/** A queue keeps messages for 14 days. */
const LETTER_DAYS = 10;
export const STREAM_LATE_MINUTES = 15;
/** Routes that ask a model to read a whole resume take longer than the others. */
const SLOW_ROUTE_MS: Readonly<Record<string, number>> = { parseResume: 15_000, compare: 26_000 };
const USUAL_SLOW_MS = 2 * objectives.latencyMs;

/** For a stage that has no alarms on its objectives, as it has too few requests for a rate. */
export function errorAlarm(set: AlarmSet, { api }: Sources): void {
  set.add('server-errors', { metric: api('5XXError', { stat: 'Sum' }), above: FAILED_REQUESTS, periods: 2 });
}

/** The few that a stage without users has too. */
export function essentialAlarms(set: AlarmSet, sources: Sources): void {
  const { service, lambda } = sources;
  deadLetterAlarms(set, sources);
  set.add('stream-late', {
    metric: lambda(service.functions['embed-changes'], 'IteratorAge', { stat: 'Maximum' }),
    above: STREAM_LATE_MINUTES * 60_000,
    periods: 3,
  });
}

export function resourceAlarms(set: AlarmSet, sources: Sources): void {
  routeAlarms(set, sources);
  functionAlarms(set, sources);
  tableAlarms(set, sources);
  const age = sources.deadLetters('ApproximateAgeOfOldestMessage', { stat: 'Maximum', period: 60 });
  set.add('dead-letters-expire', { metric: age, above: LETTER_DAYS * 86_400 });
}

function routeAlarms(set: AlarmSet, { config, own, api }: Sources): void {
  for (const { operationId: operation } of allRoutes) {
    set.add(
      'slow-route',
      {
        metric: own('RequestDuration', { operation }, { stat: 'p99' }),
        above: SLOW_ROUTE_MS[operation] ?? USUAL_SLOW_MS,
        periods: 5,
        bad: 3,
      },
      operation,
    );
  }
  set.add('requests-shed', { metric: own('RequestsShed', {}, { stat: 'Sum' }), above: 0, periods: 2 });
  if (config.stage.startsWith('prod')) {
    set.add('no-traffic', {
      metric: api('Count', { stat: 'Sum', period: 60 }),
      below: 1,
      periods: 6,
      missing: TreatMissingData.BREACHING,
    });
  }
}

function functionAlarms(set: AlarmSet, { service, lambda, allLambdas }: Sources): void {
  for (const made of Object.values(service.functions)) {
    const { slug, timeoutSeconds } = made;
    set.add('function-errors', { metric: lambda(made, 'Errors', { stat: 'Sum' }), above: 0, periods: 3, bad: 2 }, slug);
    set.add(
      'function-near-timeout',
      {
        metric: lambda(made, 'Duration', { stat: 'Maximum' }),
        above: timeoutSeconds * 10 * NEAR_PERCENT,
        periods: 3,
        bad: 2,
      },
      slug,
    );
  }
  if (service.secretWatch !== undefined) {
    // It runs once a day, with its retries within the hour.
    const metric = lambda(service.secretWatch.function, 'Errors', { stat: 'Sum', period: 60 });
    set.add('function-errors', { metric, above: 0 }, service.secretWatch.function.slug);
  }
  set.add('lambda-throttles', { metric: allLambdas('Throttles', { stat: 'Sum' }), above: 0, periods: 2 });
  set.add('lambda-concurrency', {
    // What is reserved and provisioned is taken too, used or not. The quota is that of the metric of what is used.
    metric: calculated(
      '100 * MAX([claimed, used]) / SERVICE_QUOTA(used)',
      {
        claimed: allLambdas('ClaimedAccountConcurrency', { stat: 'Maximum' }),
        used: allLambdas('ConcurrentExecutions', { stat: 'Maximum' }),
      },
      { label: 'Taken concurrency, %' },
    ),
    above: NEAR_PERCENT,
    periods: 3,
  });
}

function tableAlarms(set: AlarmSet, { config, data, own, table, tableOperation }: Sources): void {
  if (config.backups) {
    const failed = own('RestoreTestsFailed', {}, { stat: 'Sum', period: 1_440 });
    set.add('restore-test', { metric: failed, above: 0, missing: TreatMissingData.IGNORE });
  }
  for (const name of Object.keys(data.tables) as TableName[]) {
    const refused = THROTTLE_CAUSES.flatMap((cause) =>
      ['Read', 'Write'].map((side) => table(name, `${side}${cause}ThrottleEvents`, { stat: 'Sum' })),
    );
    const metric = calculated(sumOf(refused.map((_, index) => `refused${index}`)), numbered('refused', refused), {
      label: 'Refused requests',
    });
    set.add('table-throttles', { metric, above: 0, periods: 3, bad: 2 }, name);

    const failed = operationsOn(name).map((operation) =>
      tableOperation(name, 'SystemErrors', operation, { stat: 'Sum' }),
    );
    const errors = calculated(sumOf(failed.map((_, index) => `failed${index}`)), numbered('failed', failed), {
      label: 'Errors of DynamoDB',
    });
    set.add('table-errors', { metric: errors, above: 5, periods: 2 }, name);
  }
}
