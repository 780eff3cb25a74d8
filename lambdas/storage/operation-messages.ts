/** Messages of the queue of long work, as Lambda hands them to the worker. */
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';

const bodySchema = z.object({ operationId: z.string().min(1), index: z.int().min(0) });

export interface OperationMessage {
  /** Names the message in a partial batch failure. */
  messageId: string;
  /** Undefined for a message that is none of ours: nobody can work on it. */
  item: { operationId: string; index: number } | undefined;
  /** Names this delivery of it. */
  receipt: string;
  /** How often it was delivered, this time included. */
  receives: number;
}

export function readOperationMessage({ messageId, receiptHandle, body, attributes }: SQSRecord): OperationMessage {
  const delivery = { messageId, receipt: receiptHandle, receives: Number(attributes.ApproximateReceiveCount) };
  try {
    return { ...delivery, item: bodySchema.parse(JSON.parse(body)) };
  } catch {
    return { ...delivery, item: undefined };
  }
}
