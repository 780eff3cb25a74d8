/** Requests on their way to the other arm, read again as Lambda hands them to the worker. */
import { gunzipSync } from 'node:zlib';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { type Shadow, shadowSchema } from '../domain/shadow';

/** Far above what a request can hold: a message that unpacks to more is none of ours. */
const MAX_UNPACKED_BYTES = 32 * 1024 * 1024;

const bodySchema = z.strictObject({ packed: z.base64() });
export type ShadowBody = z.infer<typeof bodySchema>;

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
