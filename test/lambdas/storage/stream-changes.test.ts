import type { DynamoDBRecord } from 'aws-lambda';
import { streamChanges } from '../../../lambdas/storage/stream-changes';
import { jobKey, vectorAttribute } from '../../../lambdas/storage/table-schema';

const { pk, sk } = jobKey('baker-1');
const Keys = { pk: { S: pk }, sk: { S: sk } };

function anImage(title: string) {
  return {
    ...Keys,
    job: { S: JSON.stringify({ id: 'baker-1', title, description: 'Bakes bread.' }) },
    facts: { S: '{}' },
    contentHash: { S: `hash of ${title}` },
    updatedAt: { S: '2026-11-21T09:30:00.000Z' },
    'vector.a-b-2-v1': { L: [{ N: '1' }, { N: '0' }] },
  };
}

function aRecord(dynamodb: DynamoDBRecord['dynamodb']): DynamoDBRecord {
  return { dynamodb: { Keys, SequenceNumber: '7', ...dynamodb } };
}

describe('stream changes', () => {
  it('tells a new job, a changed one and a removed one apart, in order', () => {
    const changes = streamChanges({
      Records: [
        aRecord({ NewImage: anImage('Baker'), SequenceNumber: '1' }),
        aRecord({ OldImage: anImage('Baker'), NewImage: anImage('Night Baker'), SequenceNumber: '2' }),
        aRecord({ OldImage: anImage('Night Baker'), SequenceNumber: '3' }),
      ],
    });

    expect(changes.map((one) => [one.sequenceNumber, one.before?.job.title, one.after?.job.title])).toEqual([
      ['1', undefined, 'Baker'],
      ['2', 'Baker', 'Night Baker'],
      ['3', 'Night Baker', undefined],
    ]);
  });

  it('carries what tells two states of a job apart, and no vector', () => {
    const [change] = streamChanges({ Records: [aRecord({ NewImage: anImage('Baker') })] });

    expect(change?.after).toMatchObject({ contentHash: 'hash of Baker', updatedAt: '2026-11-21T09:30:00.000Z' });
    expect(Object.keys(change?.after ?? {}).sort()).toEqual(['contentHash', 'facts', 'job', 'updatedAt']);
  });

  it('leaves out rows that are not jobs', () => {
    const term = { pk: { S: 'TERM#default#skill:baking' }, sk: { S: 'baker-1' } };

    expect(streamChanges({ Records: [aRecord({ Keys: term, NewImage: term })] })).toEqual([]);
  });

  it('leaves out records that changed no content, such as the write of a vector', () => {
    const { 'vector.a-b-2-v1': _, ...before } = anImage('Baker');

    expect(streamChanges({ Records: [aRecord({ OldImage: before, NewImage: anImage('Baker') })] })).toEqual([]);
  });

  it('says which vectors the job still has', () => {
    const space = { provider: 'embedded', model: 'a/b', dimensions: 2, version: 'v1' } as const;
    const image = { ...anImage('Baker'), [vectorAttribute(space)]: { L: [{ N: '1' }, { N: '0' }] } };

    const [change] = streamChanges({ Records: [aRecord({ OldImage: anImage('Cook'), NewImage: image })] });

    expect(change?.hasVector(space)).toBe(true);
    expect(change?.hasVector({ ...space, version: 'v2' })).toBe(false);
  });
});
