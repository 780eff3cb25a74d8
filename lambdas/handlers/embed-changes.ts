/** The stream of the jobs table: records that failed are named and delivered again; the others are done. */
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { budgetMs, withDeadline } from '../http/deadline';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/embed-changes';

export async function handler(event: DynamoDBStreamEvent, lambda: Context): Promise<DynamoDBBatchResponse> {
  const remainingMs = lambda.getRemainingTimeInMillis();
  const failed = await withDeadline(edge().clock, budgetMs(remainingMs, remainingMs), (call) =>
    services.embedChanges(event, call),
  );
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
