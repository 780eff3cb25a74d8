/** What the stream of the jobs table says has become of jobs. */
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue, DynamoDBStreamEvent } from 'aws-lambda';
import type { VectorSpace } from '../domain/vector-space';
import type { StoredJob } from '../ports';
import { readStoredJob, STORED_JOB_ATTRIBUTES } from './stored-job';
import { jobIdOf, vectorAttribute } from './table-schema';

/** One change of one job; without `before` it is new, without `after` it is gone. */
export interface StreamChange {
  /** Names the record in a partial batch failure. */
  sequenceNumber: string;
  before: StoredJob | undefined;
  after: StoredJob | undefined;
  /** Whether the job was left with its vector of a space: the job store drops the vectors when the text changes. */
  hasVector(space: VectorSpace): boolean;
}

/**
 * The changes of jobs, in the order of the event. Left out are rows of the table that are not jobs, and records that
 * changed no content, such as those of our own writes of vectors: reading their two jobs would be for nothing.
 */
export function streamChanges(event: Pick<DynamoDBStreamEvent, 'Records'>): StreamChange[] {
  return event.Records.flatMap(({ dynamodb }) => {
    const { Keys, OldImage, NewImage, SequenceNumber } = dynamodb ?? {};
    if (SequenceNumber === undefined || jobIdOf(Keys?.pk?.S ?? '') === undefined) return [];
    if (OldImage?.contentHash?.S === NewImage?.contentHash?.S) return [];
    return [
      {
        sequenceNumber: SequenceNumber,
        before: stored(OldImage),
        after: stored(NewImage),
        hasVector: (space: VectorSpace) => NewImage?.[vectorAttribute(space)] !== undefined,
      },
    ];
  });
}

/** Only the attributes of the job: turning the vectors into numbers would be most of the work, for nothing. */
function stored(image: Record<string, AttributeValue> | undefined): StoredJob | undefined {
  if (image === undefined) return undefined;
  const kept = Object.fromEntries(STORED_JOB_ATTRIBUTES.map((name) => [name, image[name]]));
  // An event comes as JSON, where the SDK would have bytes; a job has none.
  return readStoredJob(unmarshall(kept as Parameters<typeof unmarshall>[0]));
}
