/** The queue of long work. */
import { awsOptions, perPlatform } from '../platform';

/** Null where there is none. */
export const workQueue = perPlatform(async (at) => {
  const queueUrl = at.config.OPERATIONS_QUEUE_URL;
  if (queueUrl === undefined) return null;
  const { sqsWorkQueue } = await import('../../storage/sqs-work-queue');
  return sqsWorkQueue({ aws: awsOptions(at, 'sqs'), queueUrl });
});
