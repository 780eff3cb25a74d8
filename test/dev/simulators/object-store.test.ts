/** Objects of simulated buckets that outlive the process, and S3's PutObject over them. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { objectStore } from '../../../dev/simulators/object-store';
import { DEMO_CREDENTIALS, startSimulators } from '../../../dev/simulators/start';
import { sampleAnswers } from './sample-answers';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'objects-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('an object store with a folder', () => {
  it('has after a restart what was set and not deleted, byte for byte', () => {
    const bytes = Buffer.from([0, 10, 13, 255, 10]);
    const before = objectStore(folder);
    before.set('bucket/uploads/a', { bytes, type: 'application/pdf' });
    before.set('bucket/uploads/b', { bytes, type: 'text/plain' });
    before.delete('bucket/uploads/b');
    const after = objectStore(folder);
    expect(after.get('bucket/uploads/a')).toEqual({ bytes, type: 'application/pdf' });
    expect(after.get('bucket/uploads/b')).toBeUndefined();
  });

  it('replaces an object as a whole, and leaves nothing beside it', () => {
    const store = objectStore(folder);
    for (const text of ['first', 'second']) store.set('bucket/a', { bytes: Buffer.from(text), type: 'text/plain' });
    expect(store.get('bucket/a')?.bytes.toString()).toBe('second');
    expect(readdirSync(folder)).toHaveLength(1);
  });
});

describe('the S3 simulator with a folder', () => {
  it('gives back in the next run what was put in', async () => {
    const key = { Bucket: 'uploads', Key: 'uploads/0123/upl_1 ä' };
    const inRun = async <T>(work: (client: S3Client) => Promise<T>): Promise<T> => {
      const simulators = await startSimulators({ answers: sampleAnswers, dataDir: folder });
      const options = { endpoint: simulators.endpoints.s3, credentials: DEMO_CREDENTIALS, forcePathStyle: true };
      const client = new S3Client({ region: 'us-east-1', maxAttempts: 1, ...options });
      return work(client).finally(() => {
        client.destroy();
        return simulators.close();
      });
    };
    await inRun((client) =>
      client.send(new PutObjectCommand({ ...key, Body: Buffer.from('resume'), ContentType: 'text/plain' })),
    );
    await inRun(async (client) => {
      const { Body, ContentType } = await client.send(new GetObjectCommand(key));
      expect([await Body?.transformToString(), ContentType]).toEqual(['resume', 'text/plain']);
      await client.send(new DeleteObjectCommand(key));
      await expect(client.send(new GetObjectCommand(key))).rejects.toMatchObject({ name: 'AccessDenied' });
    });
  });
});
