/** Lambda's event source for SQS: takes messages from a queue to a handler, and deletes those that it handled. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { ReceivedMessage, SimQueue } from './simulators/queues';
import { md5, messageAttributes, queueArnOf } from './simulators/sqs';

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse | undefined>;

export interface EventSourceOptions {
  queue: SimQueue;
  handler: QueueHandler;
  /** Messages in one event, at most. Default 10, as in Lambda. */
  batchSize?: number;
  /** Handlers at work at the same time, at most. Default 2, the least that Lambda takes. */
  maxConcurrency?: number;
  /** Timeout of the function. Default 30 s. */
  timeoutMs?: number;
  now?(): number;
  /** Default: a timer. Rejects when the signal is aborted. */
  wait?(milliseconds: number, signal: AbortSignal): Promise<unknown>;
}

export interface EventSource {
  /** Resolves once nothing is due and no handler is at work. */
  idle(): Promise<void>;
  /** Hands out nothing more and waits for no handler: what one has not ended comes again when it is due. */
  close(): void;
}

const LONGEST_WAIT_MS = 60_000;

export function startEventSource(options: EventSourceOptions): EventSource {
  const { queue, handler, batchSize = 10, maxConcurrency = 2, timeoutMs = 30_000, now = Date.now } = options;
  const wait = options.wait ?? ((ms, signal) => sleep(ms, undefined, { signal, ref: false }));
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  const idleListeners = new Set<() => void>();
  let waking = new AbortController();

  const unlisten = queue.onChange(wake);
  closing.signal.addEventListener('abort', wake, { once: true });
  void poll();

  return {
    async idle() {
      while (!closing.signal.aborted && (running.size > 0 || isDue())) {
        await new Promise<void>((resolve) => idleListeners.add(resolve));
      }
    },
    close() {
      unlisten();
      closing.abort();
    },
  };

  function wake(): void {
    waking.abort();
  }

  function isDue(): boolean {
    return (queue.nextDueAt() ?? Number.POSITIVE_INFINITY) <= now();
  }

  async function poll(): Promise<void> {
    while (!closing.signal.aborted) {
      waking = new AbortController();
      const messages = running.size < maxConcurrency ? queue.receive(batchSize) : [];
      if (messages.length > 0) {
        const work: Promise<void> = invoke(messages).finally(() => {
          running.delete(work);
          wake();
        });
        running.add(work);
        continue;
      }
      tellIdle();
      const due = running.size < maxConcurrency ? (queue.nextDueAt() ?? Number.POSITIVE_INFINITY) : Infinity;
      const ms = Math.min(Math.max(due - now(), 1), LONGEST_WAIT_MS);
      await wait(ms, waking.signal).catch(() => undefined);
    }
    tellIdle();
  }

  function tellIdle(): void {
    for (const listener of [...idleListeners]) listener();
    idleListeners.clear();
  }

  async function invoke(messages: readonly ReceivedMessage[]): Promise<void> {
    for (const message of await handledBy(messages)) queue.remove(message.handle);
  }

  /** Those of the batch that need not come again. A batch that names a stranger counts as failed, as in Lambda. */
  async function handledBy(messages: readonly ReceivedMessage[]): Promise<readonly ReceivedMessage[]> {
    const end = now() + timeoutMs;
    const context = { awsRequestId: messages[0]?.id ?? '', getRemainingTimeInMillis: () => end - now() } as Context;
    try {
      const answer = await handler({ Records: messages.map((message) => recordOf(queue.name, message)) }, context);
      const failed = new Set((answer?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier));
      const known = new Set(messages.map(({ id }) => id));
      if ([...failed].some((id) => !known.has(id))) return [];
      return messages.filter(({ id }) => !failed.has(id));
    } catch (error) {
      if (!closing.signal.aborted) console.error(error);
      return [];
    }
  }
}

function recordOf(queue: string, message: ReceivedMessage): SQSRecord {
  return {
    messageId: message.id,
    receiptHandle: message.handle,
    body: message.body,
    attributes: messageAttributes(message),
    messageAttributes: {},
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArnOf(queue),
    awsRegion: 'us-east-1',
  };
}
