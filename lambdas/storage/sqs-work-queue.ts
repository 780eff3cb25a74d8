/** The queue of long work in Amazon SQS; a message names an item and says nothing else. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SendMessageBatchRequestEntry, SQSClientConfig } from '@aws-sdk/client-sqs';
import type { WorkQueue } from '../ports';
import { storeUnavailable } from './store-error';

export interface WorkQueueOptions {
  /** Region, and for the simulator endpoint and credentials. */
  aws: Pick<SQSClientConfig, 'region' | 'endpoint' | 'credentials'>;
  queueUrl: string;
}

/** What SQS takes in one call. */
const MAX_ENTRIES = 10;
const MAX_ROUNDS = 4;
const BASE_PAUSE_MS = 50;
const CONNECT_MS = 800;
const REQUEST_MS = 3_000;

/** @throws DomainError `STORE_UNAVAILABLE` when not every message was taken, after a few tries */
export function sqsWorkQueue({ aws, queueUrl }: WorkQueueOptions): WorkQueue & { close(): Promise<void> } {
  let connection: ReturnType<typeof connect> | undefined;

  /** Entries that were not taken. */
  async function sendBatch(entries: SendMessageBatchRequestEntry[]): Promise<SendMessageBatchRequestEntry[]> {
    connection ??= connect(aws);
    const { client, SendMessageBatchCommand } = await connection;
    const answer = await client
      .send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }))
      .catch((error: unknown) => {
        throw storeUnavailable(error);
      });
    const refused = new Set(answer.Failed?.map(({ Id }) => Id));
    return entries.filter(({ Id }) => refused.has(Id));
  }

  return {
    async send(messages) {
      let left = messages.map((message, at) => ({ Id: String(at), MessageBody: JSON.stringify(message) }));
      for (let round = 0; left.length > 0; round++) {
        if (round === MAX_ROUNDS) throw storeUnavailable();
        if (round > 0) await pause(Math.random() * BASE_PAUSE_MS * 2 ** round);
        const batches = Array.from({ length: Math.ceil(left.length / MAX_ENTRIES) }, (_, i) =>
          left.slice(i * MAX_ENTRIES, (i + 1) * MAX_ENTRIES),
        );
        left = (await Promise.all(batches.map(sendBatch))).flat() as typeof left;
      }
    },
    async close() {
      (await connection)?.client.destroy();
    },
  };
}

async function connect(aws: WorkQueueOptions['aws']) {
  const [{ SendMessageBatchCommand, SQSClient }, { NodeHttpHandler }] = await Promise.all([
    import('@aws-sdk/client-sqs'),
    import('@smithy/node-http-handler'),
  ]);
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
    throwOnRequestTimeout: true,
    socketTimeout: REQUEST_MS,
  });
  return { client: new SQSClient({ ...aws, maxAttempts: 2, requestHandler }), SendMessageBatchCommand };
}
