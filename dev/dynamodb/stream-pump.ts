/** Delivers the changes of tables to handlers the way Lambda reads a DynamoDB stream: in order, in batches, at least once. */

import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { unpackVectors } from './packed-vector';
import { type Change, type Item, itemBytes } from './wire';

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse | undefined>;
export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** Which records a handler is given, as the filter of Lambda's event source mapping says. */
export type StreamFilter = (keys: Item) => boolean;

export interface StreamOfTable {
  arn: string;
  region: string;
  viewType: StreamViewType;
  keyAttributes: string[];
}

export interface StreamPump {
  /** `handler` is given what changes from now on, and first what was kept for it. */
  on(table: string, handler: StreamHandler, filter?: StreamFilter): void;
  /** The number under which a change has to be kept before its item is written; undefined when it need not be kept. */
  sequenceOf(change: Change, keyAttributes: readonly string[]): number | undefined;
  push(change: Change, stream: StreamOfTable): void;
  /** Resolves once every record has been handled or given up, or the pump has stopped. */
  drained(): Promise<void>;
  /** Hands out no more batches. What was not handled stays in the journal. */
  stop(): void;
  /** Records that failed on their own `maxRetries` times after the first try. */
  readonly deadLetters: readonly { table: string; record: DynamoDBRecord }[];
}

export interface StreamPumpOptions {
  now(): number;
  /** Records in one event, at most; Lambda's default is 100. */
  batchSize?: number;
  /** Tries of one record after the first. */
  maxRetries?: number;
  /** Pause before a record is tried again, doubled each time. */
  retryDelayMs?: number;
  /** Told of records that need not be kept any more; without it nothing is kept. Records that were given up stay. */
  forget?: ((sequences: readonly number[]) => Promise<void>) | undefined;
}

interface Queued {
  record: DynamoDBRecord;
  /** Undefined for a record that is kept nowhere. */
  sequence: number | undefined;
}

interface Reader {
  filter: StreamFilter;
  push(queued: Queued): void;
  idle(): Promise<void>;
}

const everything: StreamFilter = () => true;

export function streamPump({
  now,
  batchSize = 100,
  maxRetries = 3,
  retryDelayMs = 200,
  forget,
}: StreamPumpOptions): StreamPump {
  const readers = new Map<string, Reader[]>();
  /** Kept records of tables that nobody follows yet. */
  const waiting = new Map<string, Queued[]>();
  const deadLetters: { table: string; record: DynamoDBRecord }[] = [];
  let sequence = 0;
  let pushed = 0;
  let hasStopped = false;

  async function done(handled: readonly Queued[]): Promise<void> {
    const sequences = handled.flatMap((each) => each.sequence ?? []);
    // A record that cannot be forgotten is given once more after the next start, which does no harm.
    if (sequences.length > 0) await forget?.(sequences).catch(() => undefined);
  }

  function reader(table: string, handler: StreamHandler, filter: StreamFilter): Reader {
    const queue: Queued[] = [];
    let running: Promise<void> | undefined;

    /** Index of the first record that has to be given again; the length of the batch when all went well. */
    async function firstFailure(batch: Queued[]): Promise<number> {
      try {
        const answer = await handler({ Records: batch.map(({ record }) => record) });
        const failed = new Set((answer?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier));
        if (failed.size === 0) return batch.length;
        // As Lambda does: an identifier that is not of this batch fails the whole of it.
        const at = batch.findIndex(({ record }) => failed.has(record.dynamodb?.SequenceNumber ?? ''));
        return Math.max(at, 0);
      } catch {
        return 0;
      }
    }

    async function read(): Promise<void> {
      let size = batchSize;
      let tries = 0;
      // The write that made the record has to be answered first.
      await new Promise(setImmediate);
      while (queue.length > 0 && !hasStopped) {
        const batch = queue.slice(0, size);
        const handled = await firstFailure(batch);
        await done(queue.splice(0, handled));
        if (hasStopped) return;
        if (handled === batch.length) {
          size = batchSize;
          tries = 0;
        } else if (handled > 0) {
          tries = 0;
        } else if (batch.length > 1) {
          // Bisect until the record that fails stands alone, so that it alone is given up.
          size = Math.ceil(batch.length / 2);
        } else if (tries < maxRetries) {
          tries++;
          if (retryDelayMs > 0) {
            await new Promise((resolve) => setTimeout(resolve, retryDelayMs * 2 ** (tries - 1)).unref());
          }
        } else {
          deadLetters.push({ table, record: (batch[0] as Queued).record });
          queue.shift();
          size = batchSize;
          tries = 0;
        }
      }
    }

    function run(): void {
      running ??= read().then(() => {
        running = undefined;
        if (queue.length > 0 && !hasStopped) run();
      });
    }

    return {
      filter,
      push(queued) {
        queue.push(queued);
        run();
      },
      idle: async () => running,
    };
  }

  const keysOf = ({ old, next }: Change, names: readonly string[]) => pick(next ?? old ?? {}, names);

  return {
    deadLetters,
    on(table, handler, filter = everything) {
      const added = reader(table, handler, filter);
      readers.set(table, [...(readers.get(table) ?? []), added]);
      const kept = waiting.get(table) ?? [];
      waiting.delete(table);
      for (const queued of kept) {
        if (filter(queued.record.dynamodb?.Keys as Item)) added.push(queued);
        else void done([queued]);
      }
    },
    sequenceOf(change, keyAttributes) {
      if (forget === undefined) return undefined;
      const followers = readers.get(change.table);
      const keys = keysOf(change, keyAttributes);
      const isWanted = followers === undefined || followers.some((each) => each.filter(keys));
      return isWanted ? ++sequence : undefined;
    },
    push(change, stream) {
      const followers = readers.get(change.table);
      if (followers === undefined && change.sequence === undefined) return;
      const keys = keysOf(change, stream.keyAttributes);
      const wanting = followers?.filter((each) => each.filter(keys));
      if (wanting?.length === 0) return;
      pushed++;
      sequence = Math.max(sequence, change.sequence ?? sequence + 1);
      const record = toRecord(change, keys, { ...stream, sequence: change.sequence ?? sequence, now: now() });
      const queued = { record, sequence: change.sequence };
      if (wanting === undefined) waiting.set(change.table, [...(waiting.get(change.table) ?? []), queued]);
      else for (const each of wanting) each.push(queued);
    },
    stop() {
      hasStopped = true;
    },
    async drained() {
      let before: number;
      do {
        before = pushed;
        await Promise.all([...readers.values()].flat().map((each) => each.idle()));
        // A handler may have written to a table whose reader was already idle.
      } while (pushed !== before && !hasStopped);
    },
  };
}

function pick(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]]))) as Item;
}

function toRecord(
  change: Change,
  keys: Item,
  stream: StreamOfTable & { sequence: number; now: number },
): DynamoDBRecord {
  const { old, next } = change;
  const images = {
    ...(next !== undefined && /NEW/.test(stream.viewType) ? { NewImage: unpackVectors(next) } : {}),
    ...(old !== undefined && /OLD/.test(stream.viewType) ? { OldImage: unpackVectors(old) } : {}),
  };
  return {
    eventID: stream.sequence.toString(16).padStart(32, '0'),
    eventName: old === undefined ? 'INSERT' : next === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: stream.region,
    eventSourceARN: stream.arn,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(stream.now / 1000),
      Keys: keys,
      ...images,
      // Sequence numbers of a shard rise and have 21 digits or more.
      SequenceNumber: `1${String(stream.sequence).padStart(20, '0')}`,
      SizeBytes: [keys, ...Object.values(images)].reduce((sum, part) => sum + itemBytes(part), 0),
      StreamViewType: stream.viewType,
    },
    ...(change.actor === 'ttl' ? { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } } : {}),
  };
}
