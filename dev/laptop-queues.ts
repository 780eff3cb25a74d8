/** The laptop's queues and the functions that they feed, as the stacks have them. */
import { KEPT, type QueueName, queueNames, type WorkQueueRow, workQueues } from '../lib/work-queues';
import { type EventSource, type QueueHandler, startEventSource } from './event-source';
import type { SimQueue, SimQueues } from './simulators/queues';

const WORKERS = {
  operations: 'run-operations',
  webhooks: 'deliver-webhooks',
  shadows: 'run-shadows',
} as const satisfies Record<QueueName, string>;

const WORKERS_AT_ONCE = 2;

export const laptopQueueName = (name: QueueName) => `talent-match-${name}`;

/**
 * Before anything is sent to them.
 * @param workerMs what a worker may take. Nothing but the worker stands between a message and its next try here, so the
 * queue hides a message just as long, and not six times as the stacks do.
 */
export function createQueues(queues: SimQueues, workerMs: number): void {
  for (const name of queueNames) {
    const dead = `${laptopQueueName(name)}-dead`;
    const { kept = KEPT, maxReceives }: WorkQueueRow = workQueues[name];
    queues.create(dead, { retentionSeconds: kept.deadLettersHours * 3_600 });
    queues.create(laptopQueueName(name), {
      retentionSeconds: kept.queueHours * 3_600,
      visibilitySeconds: workerMs / 1000 + 1,
      deadLetters: { queue: dead, maxReceives },
    });
  }
}

/** Once the platform of this process is the laptop's. */
export function feedWorkers(queues: SimQueues, workerMs: number): EventSource {
  const sources = queueNames.map((name) =>
    startEventSource({
      queue: queues.get(laptopQueueName(name)) as SimQueue,
      handler: lazily(WORKERS[name]),
      batchSize: workQueues[name].batchSize,
      maxConcurrency: WORKERS_AT_ONCE,
      timeoutMs: workerMs,
    }),
  );
  return {
    async idle() {
      await Promise.all(sources.map((source) => source.idle()));
    },
    close() {
      for (const source of sources) source.close();
    },
  };
}

/** Loaded with its first message, as a Lambda would. */
function lazily(slug: string): QueueHandler {
  return async (event, context) => {
    const { handler } = (await import(`../lambdas/handlers/${slug}`)) as { handler: QueueHandler };
    return handler(event, context);
  };
}
