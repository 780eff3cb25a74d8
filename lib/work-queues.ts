/** The queues of work that nobody waits for: how much a worker takes at once, and how often it is tried. Pure data. */

import { OPERATION_MAX_RECEIVES } from '../lambdas/domain/operation';

export interface WorkQueueRow {
  /** Tells a function where to send. */
  variable: `${string}_QUEUE_URL`;
  /** Messages in one call of the worker. */
  batchSize: number;
  /** Times that a message is given to the worker before it is a dead letter. */
  maxReceives: number;
  /** In place of `KEPT`, for messages that hold what users sent. */
  kept?: Kept;
  /** Nothing is sent to it where the stage has one side of the migration: nobody asks it then, which would cost by the hour. */
  betweenArms?: true;
  /** The worker says by the visibility of a message when it is tried again, sooner or later than the queue would. */
  putsOff?: true;
}

export const workQueues = {
  operations: {
    variable: 'OPERATIONS_QUEUE_URL',
    batchSize: 1,
    maxReceives: OPERATION_MAX_RECEIVES,
    putsOff: true,
  },
  // Each attempt to deliver is a receive. There are fewer of them: only what makes the function fail is a dead letter.
  webhooks: { variable: 'WEBHOOKS_QUEUE_URL', batchSize: 10, maxReceives: 20, putsOff: true },
  // Five tries, six timeouts of the worker apart, take half an hour.
  shadows: {
    variable: 'SHADOWS_QUEUE_URL',
    batchSize: 1,
    maxReceives: 5,
    kept: { queueHours: 1, deadLettersHours: 24 },
    betweenArms: true,
  },
} as const satisfies Record<string, WorkQueueRow>;

export type QueueName = keyof typeof workQueues;
export const queueNames = Object.keys(workQueues) as QueueName[];

/** A message is shown again after this many timeouts of its worker. Source: Lambda developer guide, configuring a queue. */
export const TIMEOUTS_HIDDEN = 6;

/** How long messages are kept, counted from when they were sent, also among the dead letters. */
interface Kept {
  queueHours: number;
  deadLettersHours: number;
}
/** The longest that a queue keeps a message is 14 days. */
export const KEPT: Kept = { queueHours: 7 * 24, deadLettersHours: 14 * 24 };
