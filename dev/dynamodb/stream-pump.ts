/** Delivers the changes of tables to handlers the way Lambda reads a DynamoDB stream: in order, in batches, at least once. */

import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { unpackVectors } from './packed-vector';
import { type Change, type Item, itemBytes } from './wire';

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse | undefined>;
export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

export interface StreamPump {
  /** `handler` is given what changes from now on. */
  on(table: string, handler: StreamHandler): void;
  push(
    change: Change,
    stream: { arn: string; region: string; viewType: StreamViewType; keyAttributes: string[] },
  ): void;
  /** Resolves once every record has been handled or given up. */
  drained(): Promise<void>;
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
}

export function streamPump({
  now,
  batchSize = 100,
  maxRetries = 3,
  retryDelayMs = 200,
}: StreamPumpOptions): StreamPump {
  const readers = new Map<string, { push(record: DynamoDBRecord): void; idle(): Promise<void> }[]>();
  const deadLetters: { table: string; record: DynamoDBRecord }[] = [];
  let sequence = 0;

  function reader(table: string, handler: StreamHandler) {
    const queue: DynamoDBRecord[] = [];
    let running: Promise<void> | undefined;

    /** Index of the first record that has to be given again; the length of the batch when all went well. */
    async function firstFailure(batch: DynamoDBRecord[]): Promise<number> {
      try {
        const answer = await handler({ Records: [...batch] });
        const failed = new Set((answer?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier));
        if (failed.size === 0) return batch.length;
        // As Lambda does: an identifier that is not of this batch fails the whole of it.
        const at = batch.findIndex((record) => failed.has(record.dynamodb?.SequenceNumber ?? ''));
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
      while (queue.length > 0) {
        const batch = queue.slice(0, size);
        const handled = await firstFailure(batch);
        queue.splice(0, handled);
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
          deadLetters.push({ table, record: batch[0] as DynamoDBRecord });
          queue.shift();
          size = batchSize;
          tries = 0;
        }
      }
    }

    function run(): void {
      running ??= read().then(() => {
        running = undefined;
        if (queue.length > 0) run();
      });
    }

    return {
      push(record: DynamoDBRecord) {
        queue.push(record);
        run();
      },
      idle: async () => running,
    };
  }

  return {
    deadLetters,
    on(table, handler) {
      readers.set(table, [...(readers.get(table) ?? []), reader(table, handler)]);
    },
    push(change, stream) {
      sequence++;
      if (!readers.has(change.table)) return;
      const record = toRecord(change, { ...stream, sequence, now: now() });
      for (const each of readers.get(change.table) ?? []) each.push(record);
    },
    async drained() {
      let before: number;
      do {
        before = sequence;
        await Promise.all([...readers.values()].flat().map((each) => each.idle()));
        // A handler may have written to a table whose reader was already idle.
      } while (sequence !== before);
    },
  };
}

function toRecord(
  change: Change,
  stream: {
    arn: string;
    region: string;
    viewType: StreamViewType;
    keyAttributes: string[];
    sequence: number;
    now: number;
  },
): DynamoDBRecord {
  const { old, next } = change;
  const image = next ?? old ?? {};
  const keys = Object.fromEntries(
    stream.keyAttributes.flatMap((name) => (image[name] === undefined ? [] : [[name, image[name]]])),
  ) as Item;
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
