/** Queues as Amazon SQS keeps them: visibility timeout, delay, dead letters; kept in a file where there is one. */
import { randomUUID } from 'node:crypto';
import { openQueueLog } from './queue-log';

export interface QueueSettings {
  /** For how long a message that was handed out stays hidden. Default 30, as in SQS. */
  visibilitySeconds?: number;
  /** Where a message goes that was handed out this often and not deleted. */
  deadLetters?: { queue: string; maxReceives: number };
  /** Default 4 days, as in SQS. */
  retentionSeconds?: number;
}

export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  /** Epoch milliseconds, as are the others. */
  readonly sentAt: number;
  visibleAt: number;
  receives: number;
  firstReceivedAt: number | null;
}

export type ReceivedMessage = Readonly<QueueMessage> & { handle: string };

export interface SimQueue {
  readonly name: string;
  readonly settings: Required<Pick<QueueSettings, 'visibilitySeconds' | 'retentionSeconds'>> & QueueSettings;
  send(body: string, delaySeconds?: number): QueueMessage;
  /** Up to `max` that are due, hidden from now on. */
  receive(max: number, visibilitySeconds?: number): ReceivedMessage[];
  /** A handle of an earlier receipt deletes nothing. */
  remove(handle: string): void;
  /** Says of a message that was handed out when it is due again. */
  hide(handle: string, seconds: number): 'hidden' | 'not-in-flight' | 'unknown-handle';
  counts(): { visible: number; inFlight: number; delayed: number };
  messages(): readonly Readonly<QueueMessage>[];
  /** When the next message is due, in epoch milliseconds; undefined for an empty queue. */
  nextDueAt(): number | undefined;
  /** @returns ends the calls of `listener`, which is told that something may be due earlier than it was */
  onChange(listener: () => void): () => void;
}

export interface SimQueues {
  /** Creates the queue, or finds it again with what was kept; the settings are those of the last call. */
  create(name: string, settings?: QueueSettings): SimQueue;
  get(name: string): SimQueue | undefined;
  close(): void;
}

/** The whole message, what became of it since, or that it is gone. */
type LogRecord =
  | { queue: string; message: QueueMessage }
  | { queue: string; id: string; since: Partial<Pick<QueueMessage, 'visibleAt' | 'receives' | 'firstReceivedAt'>> }
  | { queue: string; id: string };

type Contents = Map<string, QueueMessage>;

/** @param options.file keeps the messages; without it they end with the process */
export function simulatedQueues(options: { now(): number; file?: string }): SimQueues {
  const { now, file } = options;
  const contents = new Map<string, Contents>();
  const queues = new Map<string, SimQueue>();
  const log = file === undefined ? undefined : openQueueLog<LogRecord>(file, squeezed);
  for (const record of log?.kept ?? []) apply(contents, record);

  function create(name: string, asked: QueueSettings = {}): SimQueue {
    const settings = { visibilitySeconds: 30, retentionSeconds: 4 * 86_400, ...asked };
    const held = contentsOf(contents, name);
    const listeners = new Set<() => void>();
    const changed = () => {
      for (const listener of [...listeners]) listener();
    };
    const forget = (id: string) => {
      held.delete(id);
      log?.append({ queue: name, id }, false);
    };
    const expire = () => {
      for (const { id, sentAt } of held.values()) if (sentAt + settings.retentionSeconds * 1000 <= now()) forget(id);
    };
    const isInFlight = (message: QueueMessage) => message.receives > 0 && message.visibleAt > now();
    const take = (message: QueueMessage) => {
      held.set(message.id, message);
      log?.append({ queue: name, message }, true);
      changed();
    };
    const found = (handle: string) => {
      const [id = '', receives] = handle.split('.');
      const message = held.get(id);
      return message !== undefined && String(message.receives) === receives ? message : undefined;
    };

    const queue: SimQueue & { take(message: QueueMessage): void } = {
      name,
      settings,
      take,
      send(body, delaySeconds = 0) {
        const visibleAt = now() + delaySeconds * 1000;
        const message = { id: randomUUID(), body, sentAt: now(), visibleAt, receives: 0, firstReceivedAt: null };
        take(message);
        return message;
      },
      receive(max, visibilitySeconds = settings.visibilitySeconds) {
        expire();
        const received: ReceivedMessage[] = [];
        for (const message of [...held.values()]) {
          if (received.length === max) break;
          if (message.visibleAt > now()) continue;
          const { deadLetters } = settings;
          if (deadLetters !== undefined && message.receives >= deadLetters.maxReceives) {
            // First there, then no longer here: between the two it may be found twice, but not lost.
            (queues.get(deadLetters.queue) as typeof queue | undefined)?.take({ ...message, receives: 0 });
            forget(message.id);
            continue;
          }
          message.receives += 1;
          message.firstReceivedAt ??= now();
          message.visibleAt = now() + visibilitySeconds * 1000;
          const { id, visibleAt, receives, firstReceivedAt } = message;
          log?.append({ queue: name, id, since: { visibleAt, receives, firstReceivedAt } }, false);
          received.push({ ...message, handle: `${message.id}.${message.receives}` });
        }
        return received;
      },
      remove(handle) {
        const message = found(handle);
        if (message !== undefined) forget(message.id);
      },
      hide(handle, seconds) {
        const message = found(handle);
        if (message === undefined) return 'unknown-handle';
        if (!isInFlight(message)) return 'not-in-flight';
        message.visibleAt = now() + seconds * 1000;
        log?.append({ queue: name, id: message.id, since: { visibleAt: message.visibleAt } }, false);
        changed();
        return 'hidden';
      },
      counts() {
        expire();
        const all = [...held.values()];
        const visible = all.filter((message) => message.visibleAt <= now()).length;
        const inFlight = all.filter(isInFlight).length;
        return { visible, inFlight, delayed: all.length - visible - inFlight };
      },
      messages: () => [...held.values()],
      nextDueAt() {
        const dues = [...held.values()].map((message) => message.visibleAt);
        return dues.length === 0 ? undefined : dues.reduce((a, b) => Math.min(a, b));
      },
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    queues.set(name, queue);
    return queue;
  }

  return { create, get: (name) => queues.get(name), close: () => log?.close() };
}

function contentsOf(contents: Map<string, Contents>, queue: string): Contents {
  const held = contents.get(queue) ?? new Map();
  contents.set(queue, held);
  return held;
}

function apply(contents: Map<string, Contents>, record: LogRecord): void {
  const held = contentsOf(contents, record.queue);
  if ('message' in record) held.set(record.message.id, record.message);
  else if ('since' in record) Object.assign(held.get(record.id) ?? {}, record.since);
  else held.delete(record.id);
}

function squeezed(records: LogRecord[]): LogRecord[] {
  const contents = new Map<string, Contents>();
  for (const record of records) apply(contents, record);
  return [...contents].flatMap(([queue, held]) => [...held.values()].map((message) => ({ queue, message })));
}
