/** What is sent to webhooks, as schemas for those who receive it. */
import * as z from 'zod';
import { operationKinds, operationSchema } from './operation';
import { webhookIdSchema } from './webhook';

const timestamp = z.iso.datetime().describe('When it happened');

export const webhookEventSchemas = {
  'operation.finished': z
    .strictObject({
      type: z.literal('operation.finished'),
      timestamp,
      data: z.strictObject({
        operationId: z.string(),
        kind: z.enum(operationKinds),
        state: z.enum(['succeeded', 'partial', 'failed']),
        progress: operationSchema.shape.progress,
      }),
    })
    .meta({ id: 'OperationFinishedEvent' }),
  'webhook.test': z
    .strictObject({ type: z.literal('webhook.test'), timestamp, data: z.strictObject({ webhookId: webhookIdSchema }) })
    .meta({ id: 'WebhookTestEvent' }),
};
