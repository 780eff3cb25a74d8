/** What the stream of the jobs table says has to be embedded. */
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { VectorSpace } from '../domain/vector-space';
import type { StoredJob } from '../ports';
import { readStoredJob } from './stored-job';
import { jobIdOf, vectorAttribute } from './table-schema';

export interface JobChange {
  /** Names the record in a partial batch failure. */
  sequenceNumber: string;
  stored: StoredJob;
  /** Spaces in which the job has no vector now. */
  missing: VectorSpace[];
}

/**
 * The jobs of the event that lack a vector, in the order of the event. Left out: rows that are not jobs, removals,
 * the writing of vectors itself (the content is the same before and after), and changes that kept the vectors because
 * the text stayed the same.
 */
export function jobChanges(event: DynamoDBStreamEvent, spaces: readonly VectorSpace[]): JobChange[] {
  return event.Records.flatMap(({ dynamodb }) => {
    const { Keys, OldImage, NewImage, SequenceNumber } = dynamodb ?? {};
    if (jobIdOf(Keys?.pk?.S ?? '') === undefined || NewImage === undefined || SequenceNumber === undefined) return [];
    if (OldImage?.contentHash?.S === NewImage.contentHash?.S && OldImage?.textHash?.S === NewImage.textHash?.S) {
      return [];
    }
    const missing = spaces.filter((space) => NewImage[vectorAttribute(space)] === undefined);
    if (missing.length === 0) return [];
    return [{ sequenceNumber: SequenceNumber, stored: readStoredJob(unmarshalled(NewImage)), missing }];
  });
}

function unmarshalled(image: NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>): unknown {
  const { job, facts, contentHash, updatedAt } = image;
  // An event comes as JSON, where the SDK would have bytes; a job has none.
  return unmarshall({ job, facts, contentHash, updatedAt } as unknown as Parameters<typeof unmarshall>[0]);
}
