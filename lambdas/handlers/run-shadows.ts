/** The queue of requests for the other arm: messages that nobody could work on are named and come again; the others are deleted. */
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { budgetMs, withDeadline } from '../http/deadline';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/run-shadows';

export async function handler(event: SQSEvent, lambda: Context): Promise<SQSBatchResponse> {
  const remainingMs = lambda.getRemainingTimeInMillis();
  const failed = await withDeadline(edge().clock, budgetMs(remainingMs, remainingMs), (call) =>
    services.runShadows(event, call),
  );
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
