/** A queue in Amazon SQS: messages as JSON, sent until each is taken, and put off where a worker wants them later. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SendMessageBatchRequestEntry, SQSClientConfig } from '@aws-sdk/client-sqs';
import type { Ending } from '../ports';
import { endingWith, storeUnavailable } from './store-error';

export interface SqsQueueOptions {
  /** Region, and for the simulator endpoint and credentials. */
  aws: Pick<SQSClientConfig, 'region' | 'endpoint' | 'credentials'>;
  queueUrl: string;
}

export interface SqsQueue<Message> {
  /** Loads the client, which the first message else waits for. */
  ready(): Promise<void>;
  send(messages: readonly Message[], call?: Ending): Promise<void>;
  putOff(receipt: string, seconds: number): Promise<void>;
  close(): Promise<void>;
}

/** What SQS takes in one call. */
const MAX_ENTRIES = 10;
const MAX_ROUNDS = 4;
const BASE_PAUSE_MS = 50;
const CONNECT_MS = 800;
const REQUEST_MS = 3_000;

/** Throws DomainError `STORE_UNAVAILABLE` when the queue does not answer, or not every message was taken after a few tries. */
export function sqsQueue<Message>({ aws, queueUrl }: SqsQueueOptions): SqsQueue<Message> {
  let connection: ReturnType<typeof connect> | undefined;
  const connected = () => {
    connection ??= connect(aws);
    return connection;
  };

  /** Entries that were not taken. */
  async function sendBatch(
    entries: SendMessageBatchRequestEntry[],
    call?: Ending,
  ): Promise<SendMessageBatchRequestEntry[]> {
    const { client, SendMessageBatchCommand } = await connected();
    const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries });
    const { Failed = [] } = await client.send(command, endingWith(call)).catch(unavailable);
    const refused = new Set(Failed.map(({ Id }) => Id));
    return entries.filter(({ Id }) => refused.has(Id));
  }

  return {
    async ready() {
      await connected();
    },

    async send(messages, call) {
      let left: SendMessageBatchRequestEntry[] = messages.map((message, at) => ({
        Id: String(at),
        MessageBody: JSON.stringify(message),
      }));
      for (let round = 0; left.length > 0; round++) {
        if (round === MAX_ROUNDS) throw storeUnavailable();
        if (round > 0) await pause(Math.random() * BASE_PAUSE_MS * 2 ** round, undefined, call).catch(unavailable);
        const batches = Array.from({ length: Math.ceil(left.length / MAX_ENTRIES) }, (_, i) =>
          left.slice(i * MAX_ENTRIES, (i + 1) * MAX_ENTRIES),
        );
        left = (await Promise.all(batches.map((entries) => sendBatch(entries, call)))).flat();
      }
    },

    async putOff(receipt, seconds) {
      const { client, ChangeMessageVisibilityCommand } = await connected();
      const command = new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receipt,
        VisibilityTimeout: seconds,
      });
      await client.send(command).catch(unavailable);
    },

    async close() {
      (await connection)?.client.destroy();
    },
  };
}

function unavailable(error: unknown): never {
  throw storeUnavailable(error);
}

async function connect(aws: SqsQueueOptions['aws']) {
  const [{ ChangeMessageVisibilityCommand, SendMessageBatchCommand, SQSClient }, { NodeHttpHandler }] =
    await Promise.all([import('@aws-sdk/client-sqs'), import('@smithy/node-http-handler')]);
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
    throwOnRequestTimeout: true,
    socketTimeout: REQUEST_MS,
  });
  const client = new SQSClient({ ...aws, maxAttempts: 2, requestHandler });
  return { client, ChangeMessageVisibilityCommand, SendMessageBatchCommand };
}
