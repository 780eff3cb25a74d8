/** Alarms of the migration: a side that fails, answers that differ, users who are not content, a rollout that went back or stands still. */
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { arms } from '../../lambdas/domain/arm';
import { DEFAULT_LIMITS } from '../../lambdas/domain/rollout-plan';
import { ratedCapabilities } from '../custom-metrics';
import { calculated, numbered, type Sources, sumOf } from '../metric-sources';
import { objectives, TRAFFIC_FLOOR } from '../objectives';
import { armsOf, isMigrating, movable } from '../stage-arms';
import type { AlarmSet } from './alarm-set';

export const ARM_FAILING_PERCENT = 10;
export const AGREEMENT_LEAST = DEFAULT_LIMITS.agreementLeast;
const DAY = 1_440;

/** Of any stage with users. */
export function ratingAlarms(set: AlarmSet, { config, own }: Sources): void {
  for (const arm of arms) {
    const rated = ratedCapabilities.filter((capability) => armsOf(config, capability).includes(arm));
    if (rated.length === 0) continue;
    const read = (stat: string) =>
      rated.map((capability) => own('AnswerRating', { capability, arm }, { stat, period: DAY }));
    const [sum, count] = ['sum', 'count'].map((id) => sumOf(rated.map((_, index) => `${id}${index}`)));
    const metric = calculated(
      `IF(${count} >= ${TRAFFIC_FLOOR}, ${sum} / ${count}, ${objectives.ratingLeast})`,
      { ...numbered('sum', read('Sum')), ...numbered('count', read('SampleCount')) },
      { label: 'Rating, 1 to 5', period: DAY },
    );
    set.add('user-rating', { metric, below: objectives.ratingLeast }, arm);
  }
}

/** Where there are two sides to move users between. */
export function migrationAlarms(set: AlarmSet, sources: Sources): void {
  const { config, own, queue, service } = sources;
  if (!isMigrating(config)) return;
  failingAlarms(set, sources);
  if (movable(config).includes('parse')) {
    const of = { capability: 'parse', field: 'all' };
    const metric = calculated(
      `IF(compared >= ${TRAFFIC_FLOOR}, agreement, 1)`,
      {
        agreement: own('ShadowAgreement', of, { stat: 'Average', period: 360 }),
        compared: own('ShadowAgreement', of, { stat: 'SampleCount', period: 360 }),
      },
      { label: 'Agreement of both arms, 0 to 1', period: 360 },
    );
    set.add('arms-disagree', { metric, below: AGREEMENT_LEAST });
  }
  set.add('rollout-rolled-back', { metric: own('RolloutRolledBack', {}, { stat: 'Sum' }), above: 0 });
  // Every look of a day found the step over and no way to judge it.
  set.add('rollout-held', { metric: own('RolloutHeld', {}, { stat: 'Minimum', period: 60 }), above: 0, periods: 24 });
  if (service.rolloutGuard !== undefined) {
    // Each look that could read the flags says so. Without looks nobody would take a rollout back.
    const looks = own('RolloutPercentage', {}, { stat: 'SampleCount', period: 15 });
    set.add('guard-silent', { metric: looks, below: 1, periods: 2, missing: TreatMissingData.BREACHING });
  }
  // A document that is too large is no news, many are: what is compared is then no fair sample.
  set.add('shadows-dropped', {
    metric: own('ShadowsDropped', {}, { stat: 'Sum', period: 60 }),
    above: TRAFFIC_FLOOR,
  });
  const waiting = queue('shadows', 'deadLetters', 'ApproximateNumberOfMessagesVisible', { stat: 'Maximum' });
  set.add('shadow-dead-letters', { metric: waiting, above: 0 });
}

/** Where both sides fail it is no matter of the migration, and other alarms tell of it. */
function failingAlarms(set: AlarmSet, { config, own }: Sources): void {
  for (const capability of movable(config)) {
    const read = (arm: string, stat: string) => own('ArmFailures', { capability, arm }, { stat, period: 15 });
    // The sum of a list leaves out what has no data: a side without requests counts as one that does not fail.
    const other = 'SUM([own, other]) - own';
    const metric = calculated(
      `IF(asked >= ${TRAFFIC_FLOOR}, IF(${other} <= ${ARM_FAILING_PERCENT / 100}, 100 * own, 0), 0)`,
      { own: read('aws', 'Average'), other: read('current', 'Average'), asked: read('aws', 'SampleCount') },
      { label: 'Failed on the AWS arm alone, %', period: 15 },
    );
    set.add('arm-failing', { metric, above: ARM_FAILING_PERCENT }, capability);
  }
}
