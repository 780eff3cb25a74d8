/** One part of a rebuild of vectors: goes on until its end or that of the time, and answers where it stands. */
import type { Context } from 'aws-lambda';
import { budgetMs, withDeadline } from '../http/deadline';
import { edge } from '../platform/container/edge';
import * as services from '../platform/container/rebuild-vectors';

export async function handler(event: unknown, lambda: Context) {
  const ms = budgetMs(lambda.getRemainingTimeInMillis(), Number.POSITIVE_INFINITY);
  return withDeadline(edge().clock, ms, (call) => services.rebuildVectors(event, call));
}
