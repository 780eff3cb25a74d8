/** The laptop's queues and the functions that they feed, as the stacks have them. */
import { type EventSource, type QueueHandler, startEventSource } from './event-source';
import type { SimQueues } from './simulators/queues';

interface FedQueue {
  slug: 'run-operations' | 'deliver-webhooks';
  /** Timeout of the function. Its queue hides a message for six times as long, as AWS advises. */
  timeoutMs: number;
  maxReceives: number;
  batchSize: number;
  maxConcurrency: number;
}

export const laptopQueues = {
  'talent-match-operations': {
    slug: 'run-operations',
    timeoutMs: 300_000,
    maxReceives: 5,
    batchSize: 1,
    maxConcurrency: 2,
  },
  'talent-match-webhooks': {
    slug: 'deliver-webhooks',
    timeoutMs: 30_000,
    // More than the attempts of a delivery: only what makes the function fail ends among the dead letters.
    maxReceives: 20,
    batchSize: 10,
    maxConcurrency: 2,
  },
} as const satisfies Record<string, FedQueue>;
export type LaptopQueue = keyof typeof laptopQueues;

const DEAD_LETTERS_SECONDS = 14 * 86_400;

/** Before anything is sent to them. */
export function createQueues(queues: SimQueues): void {
  for (const [name, { timeoutMs, maxReceives }] of Object.entries(laptopQueues)) {
    const dead = `${name}-dead`;
    queues.create(dead, { retentionSeconds: DEAD_LETTERS_SECONDS });
    queues.create(name, { visibilitySeconds: (6 * timeoutMs) / 1000, deadLetters: { queue: dead, maxReceives } });
  }
}

/** Once the platform of this process is the laptop's. */
export function feedFunctions(queues: SimQueues): EventSource {
  const sources = Object.entries(laptopQueues).flatMap(([name, { slug, ...limits }]) => {
    const queue = queues.get(name);
    return queue === undefined ? [] : [startEventSource({ ...limits, queue, handler: lazily(slug) })];
  });
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
function lazily(slug: FedQueue['slug']): QueueHandler {
  return async (event, context) => {
    const { handler } = (await import(`../lambdas/handlers/${slug}`)) as { handler: QueueHandler };
    return handler(event, context);
  };
}
