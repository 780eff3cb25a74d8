/** Requests on their way to the other arm, packed into a message each. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ShadowQueue } from '../ports';
import type { ShadowBody } from './shadow-messages';
import { type SqsQueue, type SqsQueueOptions, sqsQueue } from './sqs-queue';

/** Bytes of a message. SQS takes 1 MiB; a resume of twenty pages is a tenth of this. */
const MAX_MESSAGE_BYTES = 200_000;

const packed = promisify(gzip);

/** Tables of lines and answers repeat their names: packed they are a fifth to a tenth. */
export function shadowQueue(options: SqsQueueOptions): ShadowQueue & Pick<SqsQueue<ShadowBody>, 'ready' | 'close'> {
  const queue = sqsQueue<ShadowBody>(options);
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
