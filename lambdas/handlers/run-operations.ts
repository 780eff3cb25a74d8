/** The queue of long work: messages whose item is not done are named and delivered again; the others are deleted. */
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { budgetMs, withDeadline } from '../http/deadline';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/run-operations';

export async function handler(event: SQSEvent, lambda: Context): Promise<SQSBatchResponse> {
  const remainingMs = lambda.getRemainingTimeInMillis();
  const failed = await withDeadline(edge().clock, budgetMs(remainingMs, remainingMs), (call) =>
    services.runOperations(event, call),
  );
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
