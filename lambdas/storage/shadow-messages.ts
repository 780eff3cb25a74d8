/** Requests on their way to the other arm: packed into a message each, and read again as Lambda hands them to the worker. */
import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { type Shadow, shadowSchema } from '../domain/shadow';
import type { ShadowQueue } from '../ports';
import { type SqsQueue, type SqsQueueOptions, sqsQueue } from './sqs-queue';

/** Bytes of a message. SQS takes 1 MiB; a resume of twenty pages is a tenth of this. */
const MAX_MESSAGE_BYTES = 200_000;
/** Far above what a request can hold: a message that unpacks to more is none of ours. */
const MAX_UNPACKED_BYTES = 32 * 1024 * 1024;

const packed = promisify(gzip);
const bodySchema = z.strictObject({ packed: z.base64() });
type Body = z.infer<typeof bodySchema>;

/** Tables of lines and answers repeat their names: packed they are a fifth to a tenth. */
export function shadowQueue(options: SqsQueueOptions): ShadowQueue & Pick<SqsQueue<Body>, 'ready' | 'close'> {
  const queue = sqsQueue<Body>(options);
  return {
    ready: queue.ready,
    close: queue.close,
    async send(shadow, call) {
      const body = { packed: (await packed(JSON.stringify(shadow))).toString('base64') };
      if (JSON.stringify(body).length > MAX_MESSAGE_BYTES) return false;
      await queue.send([body], call);
      return true;
    },
  };
}

export interface ShadowMessage {
  /** Names the message in a partial batch failure. */
  messageId: string;
  /** Undefined for a message that is none of ours: nobody can work on it. */
  shadow: Shadow | undefined;
}

export function readShadowMessage({ messageId, body }: Pick<SQSRecord, 'messageId' | 'body'>): ShadowMessage {
  try {
    const bytes = Buffer.from(bodySchema.parse(JSON.parse(body)).packed, 'base64');
    const text = gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES }).toString();
    return { messageId, shadow: shadowSchema.parse(JSON.parse(text)) };
  } catch {
    return { messageId, shadow: undefined };
  }
}
