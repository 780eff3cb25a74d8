/** The headers of Standard Webhooks 1.0 for one attempt to deliver an event. */
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** The specification asks for 24 to 64. */
const SECRET_BYTES = 32;

export function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** @param nowMs time of the attempt, not of the event */
export function signatureHeaders(secret: string, eventId: string, body: string, nowMs: number): Record<string, string> {
  return {
    'webhook-id': eventId,
    'webhook-timestamp': String(Math.floor(nowMs / 1000)),
    'webhook-signature': new Webhook(secret).sign(eventId, new Date(nowMs), body),
  };
}
