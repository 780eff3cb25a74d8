/** The webhooks of the OpenAPI document: the requests that the service sends. */
import { DELIVERY_TIMEOUT_MS } from '../domain/webhook';
import { webhookEventSchemas } from '../domain/webhook-events';
import type { JsonSchema, schemaBook } from './schema-book';

const EVENTS: Record<keyof typeof webhookEventSchemas, { operationId: string; summary: string }> = {
  'operation.finished': {
    operationId: 'onOperationFinished',
    summary: 'A batch, or a parse that was asked for with `Prefer: respond-async`, has ended',
  },
  'webhook.test': { operationId: 'onWebhookTest', summary: 'A test that the owner of the webhook asked for' },
};

const HEADERS = {
  'webhook-id': 'The same for each attempt to deliver the event, and for an event that is sent twice.',
  'webhook-timestamp': 'Time of the attempt, in seconds since the epoch.',
  'webhook-signature':
    '`v1,` and the HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}` in base64; Standard Webhooks 1.0.',
};

export function webhookOperations(book: ReturnType<typeof schemaBook>): JsonSchema {
  return Object.fromEntries(
    Object.entries(webhookEventSchemas).map(([type, schema]) => [
      type,
      {
        post: {
          ...EVENTS[type as keyof typeof EVENTS],
          // The signature says who sends: there is no token.
          security: [],
          parameters: Object.entries(HEADERS).map(([name, description]) => ({
            name,
            in: 'header',
            required: true,
            description,
            schema: { type: 'string' },
          })),
          requestBody: {
            required: true,
            content: { 'application/json': { schema: book.use(schema, 'output') } },
          },
          responses: {
            '2XX': { description: `Taken. To be answered within ${DELIVERY_TIMEOUT_MS / 1000} seconds.` },
            '410': { description: 'Not wanted any more: the webhook is disabled.' },
            default: { description: 'Not taken: it is sent again, ten times in two days.' },
          },
        },
      },
    ]),
  );
}
