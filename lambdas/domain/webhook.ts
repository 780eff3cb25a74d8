/** Webhooks: where callers want to be told of what has happened, what they are told, and how often it is tried. */
import * as z from 'zod';

/** Endpoints of one owner. */
export const MAX_WEBHOOKS = 5;
const MAX_URL_CHARACTERS = 2_000;
/** What an endpoint has to answer. */
export const DELIVERY_TIMEOUT_MS = 15_000;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/**
 * Seconds from a failed attempt to the next: two days in all. As Standard Webhooks recommends, save that its last steps
 * are longer than a queue can hide a message, which is 12 hours.
 */
export const RETRY_DELAYS_SECONDS: readonly number[] = [
  5,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  10 * HOUR,
  10 * HOUR,
  10 * HOUR,
];
/** Share of a delay by which it is made shorter or longer, so that those who failed together do not come back together. */
const JITTER = 0.1;
/** What is left of 12 hours once an attempt has run into its timeout. */
const LONGEST_DELAY_SECONDS = 12 * HOUR - 60;

export const webhookEvents = ['operation.finished'] as const;
export type WebhookEventType = (typeof webhookEvents)[number];

export const webhookStates = ['active', 'failing', 'disabled'] as const;
export type WebhookState = (typeof webhookStates)[number];

export const webhookIdSchema = z.string().regex(/^wh_[A-Za-z0-9_-]{22}[0-4]$/, 'an id such as POST /v1/webhooks gives');

export const createWebhookRequestSchema = z
  .strictObject({
    url: z.string().min(1).max(MAX_URL_CHARACTERS).describe('https, port 443 or 1024 and above, a public address'),
    events: z
      .array(z.enum(webhookEvents))
      .min(1)
      .max(webhookEvents.length)
      .default([...webhookEvents]),
  })
  .meta({ id: 'CreateWebhookRequest' });
export type CreateWebhookRequest = z.infer<typeof createWebhookRequestSchema>;

export const webhookSchema = z
  .strictObject({
    id: webhookIdSchema,
    url: z.string(),
    events: z.array(z.enum(webhookEvents)),
    state: z
      .enum(webhookStates)
      .describe(
        '`failing`: every attempt to deliver the last event failed; the next event is tried all the same. `disabled`: the endpoint answered 410; a test event that it takes makes it active again',
      ),
    createdAt: z.iso.datetime(),
    lastAttempt: z
      .strictObject({
        at: z.iso.datetime(),
        delivered: z.boolean(),
        detail: z.string().describe('What the endpoint answered, or why there was no answer'),
      })
      .nullable(),
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof webhookSchema>;

export const createWebhookResponseSchema = z.strictObject({
  webhook: webhookSchema,
  secret: z.string().describe('Signs every event; shown this once'),
});
export const listWebhooksResponseSchema = z.strictObject({ webhooks: z.array(webhookSchema).max(MAX_WEBHOOKS) });
export const testWebhookResponseSchema = z.strictObject({ eventId: z.string().describe('Sent as `webhook-id`') });

/** One event on its way to one endpoint, as it waits in the queue: ids and states, nothing of a resume. */
export const deliverySchema = z.strictObject({
  /** Where the endpoint is kept; its URL and secret are read at each attempt. */
  endpoint: z.strictObject({ owner: z.string().min(1), id: webhookIdSchema }),
  /** The same for each attempt, and for the same event published twice. */
  eventId: z.string().min(1),
  payload: z.strictObject({
    type: z.enum([...webhookEvents, 'webhook.test']),
    /** When it happened. */
    timestamp: z.iso.datetime(),
    data: z.record(z.string(), z.unknown()),
  }),
});
export type Delivery = z.infer<typeof deliverySchema>;

/**
 * Seconds until the next attempt; undefined when there is none.
 * @param attempts made so far, at least 1
 * @param askedSeconds what the endpoint asked for with `Retry-After`; it can only make the wait longer
 * @param random from 0 to 1
 */
export function retryDelaySeconds(attempts: number, random: number, askedSeconds = 0): number | undefined {
  const usual = RETRY_DELAYS_SECONDS[attempts - 1];
  if (usual === undefined) return undefined;
  const spread = usual * (1 - JITTER + 2 * JITTER * random);
  return Math.min(Math.ceil(Math.max(spread, askedSeconds)), LONGEST_DELAY_SECONDS);
}

/**
 * What is wrong with the URL of an endpoint, in words that follow its name; undefined when nothing is. Where its host
 * leads is looked up elsewhere.
 * @param anyAddress the laptop's: plain http is taken too, and every port
 */
export function webhookUrlFault(text: string, anyAddress: boolean): string | undefined {
  if (!URL.canParse(text)) return 'must be a URL such as https://example.com/events';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  if (url.hash !== '') return 'must not have a fragment';
  if (anyAddress) return /^https?:$/.test(url.protocol) ? undefined : 'must begin with https:// or http://';
  if (url.protocol !== 'https:') return 'must begin with https://';
  const port = url.port === '' ? 443 : Number(url.port);
  return port === 443 || port >= 1024 ? undefined : 'must have port 443, or one from 1024 on';
}
