/** The queue of long work. */
import type { WorkQueue } from '../../ports';
import { awsOptions, perPlatform } from '../platform';

/** Null where there is none. */
export const workQueue = perPlatform(async (at): Promise<WorkQueue | null> => {
  const queueUrl = at.config.OPERATIONS_QUEUE_URL;
  if (queueUrl === undefined) return null;
  const { sqsQueue } = await import('../../storage/sqs-queue');
  return sqsQueue<{ operationId: string; index: number }>({ aws: awsOptions(at, 'sqs'), queueUrl });
});
