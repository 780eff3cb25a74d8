/** Messages of the queue of events, as Lambda hands them to the worker. */
import type { SQSRecord } from 'aws-lambda';
import { type Delivery, deliverySchema } from '../domain/webhook';

export interface DeliveryMessage {
  /** Names the message in a partial batch failure. */
  messageId: string;
  /** Undefined for a message that is none of ours: nobody can deliver it. */
  delivery: Delivery | undefined;
  /** How often it was handed out, this time included. */
  receives: number;
  receipt: string;
}

export function readDeliveryMessage({ messageId, receiptHandle, body, attributes }: SQSRecord): DeliveryMessage {
  const about = { messageId, receives: Number(attributes.ApproximateReceiveCount), receipt: receiptHandle };
  try {
    return { ...about, delivery: deliverySchema.parse(JSON.parse(body)) };
  } catch {
    return { ...about, delivery: undefined };
  }
}
