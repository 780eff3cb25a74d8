/** Alarms of work that nobody waits for: what was given up, what comes late, what cannot be delivered. */
import { ratio, type Sources } from '../metric-sources';
import { TRAFFIC_FLOOR } from '../objectives';
import type { AlarmSet } from './alarm-set';

/** A message whose worker died is shown again after nine minutes, and is no news before it was tried twice. */
export const WORK_LATE_MINUTES = 30;
export const UNDELIVERED_PERCENT = 50;

/** Nobody else tells of these: the message is acknowledged, and nothing comes of it. */
export function deadLetterAlarms(set: AlarmSet, { deadLetters, queue }: Sources): void {
  const reading = { stat: 'Maximum' };
  const waiting = 'ApproximateNumberOfMessagesVisible';
  set.add('dead-letters', { metric: deadLetters(waiting, reading), above: 0 });
  set.add('operation-dead-letters', { metric: queue('operations', 'deadLetters', waiting, reading), above: 0 });
  set.add('webhook-dead-letters', { metric: queue('webhooks', 'deadLetters', waiting, reading), above: 0 });
}

export function queueAlarms(set: AlarmSet, { own, queue }: Sources): void {
  set.add('operations-late', {
    metric: queue('operations', 'queue', 'ApproximateAgeOfOldestMessage', { stat: 'Maximum' }),
    above: WORK_LATE_MINUTES * 60,
    periods: 3,
  });
  set.add('operation-items-given-up', { metric: own('OperationItemsGivenUp', {}, { stat: 'Sum' }), above: 0 });
  const attempts = (stat: string) => [own('WebhookAttemptsFailed', {}, { stat, period: 60 })];
  set.add('webhooks-failing', {
    metric: ratio(attempts('Sum'), attempts('SampleCount'), {
      label: 'Failed attempts to deliver, %',
      period: 60,
      times: 100,
      floor: TRAFFIC_FLOOR,
    }),
    above: UNDELIVERED_PERCENT,
  });
}
