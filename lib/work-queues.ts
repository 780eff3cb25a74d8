/** The queues of work that nobody waits for: how much a worker takes at once, and how often it is tried. Pure data. */

export interface WorkQueueRow {
  /** Tells a function where to send. */
  variable: `${string}_QUEUE_URL`;
  /** Messages in one call of the worker. */
  batchSize: number;
  /** Times that a message is given to the worker before it is a dead letter. */
  maxReceives: number;
  /** The worker puts a message off by its visibility, to try it again later than the queue would. */
  putsOff?: true;
}

export const workQueues = {
  // Source of 5: the Lambda developer guide, so that a few throttled tries make no dead letter.
  operations: { variable: 'OPERATIONS_QUEUE_URL', batchSize: 1, maxReceives: 5 },
  // Every try of the schedule is a receive; the rest is for tries that end before they begin.
  webhooks: { variable: 'WEBHOOKS_QUEUE_URL', batchSize: 5, maxReceives: 15, putsOff: true },
} as const satisfies Record<string, WorkQueueRow>;

export type QueueName = keyof typeof workQueues;
export const queueNames = Object.keys(workQueues) as QueueName[];

/** A message is shown again after this many timeouts of its worker. Source: Lambda developer guide, configuring a queue. */
export const TIMEOUTS_HIDDEN = 6;
/** The longest that a queue keeps a message is 14 days; dead letters are kept so long from the day they were sent. */
export const KEPT_DAYS = { queue: 7, deadLetters: 14 } as const;
