/** The queue of events for callers: messages whose delivery is not over are named and come again; the others are deleted. */
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { budgetMs, withDeadline } from '../http/deadline';
import * as services from '../platform/container/deliver-webhooks';
import { edge } from '../platform/container/edge';

export async function handler(event: SQSEvent, lambda: Context): Promise<SQSBatchResponse> {
  const remainingMs = lambda.getRemainingTimeInMillis();
  const failed = await withDeadline(edge().clock, budgetMs(remainingMs, remainingMs), (call) =>
    services.deliverWebhooks(event, call),
  );
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
