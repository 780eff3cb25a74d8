/** Files too large for a request body: uploaded straight to S3 with a presigned form, read back once they are there. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { DomainError } from '../domain/errors';
import { MAX_DOCUMENT_BYTES } from '../domain/limits';
import type { Clock, UploadStore } from '../ports';

export interface UploadStoreOptions {
  /** Region, and for the simulators endpoint, credentials and `forcePathStyle`. */
  aws: Pick<S3ClientConfig, 'region' | 'endpoint' | 'credentials' | 'forcePathStyle'>;
  bucket: string;
  clock: Clock;
  /** 16 or more letters and digits that nobody can guess. */
  newId: () => string;
  /** How long the form can be used. Default 10 minutes. */
  ttlSeconds?: number;
  /** For reading one file, in milliseconds. Default 8 s: the rest of the request is for the models. */
  readMs?: number;
}

const UPLOAD_ID = /^upl_[A-Za-z0-9_-]{16,64}$/;

/** The form fixes key, type and largest size; S3 itself refuses what does not fit. */
export function s3UploadStore(options: UploadStoreOptions): UploadStore {
  const { bucket, clock, newId, ttlSeconds = 600, readMs = 8_000 } = options;
  let connection: ReturnType<typeof connect> | undefined;

  return {
    async create(owner, { mediaType, bytes }) {
      if (bytes > MAX_DOCUMENT_BYTES) throw tooLarge();
      const uploadId = `upl_${newId()}`;
      const { client, createPresignedPost } = await connected();
      const { url, fields } = await createPresignedPost(client, {
        Bucket: bucket,
        Key: keyOf(owner, uploadId),
        Conditions: [['content-length-range', 1, bytes]],
        // A field is a condition too: another type is refused.
        Fields: { 'Content-Type': mediaType },
        Expires: ttlSeconds,
      });
      return { uploadId, url, fields, expiresAt: new Date(clock.now() + ttlSeconds * 1000).toISOString() };
    },

    async read(owner, uploadId, call) {
      // Anything else cannot have been given out, and must not reach a key.
      if (!UPLOAD_ID.test(uploadId)) return undefined;
      const { client, GetObjectCommand } = await connected();
      const command = new GetObjectCommand({ Bucket: bucket, Key: keyOf(owner, uploadId) });
      try {
        const abortSignal = AbortSignal.any([call.signal, AbortSignal.timeout(readMs)]);
        const object = await client.send(command, { abortSignal });
        if ((object.ContentLength ?? 0) > MAX_DOCUMENT_BYTES) {
          (object.Body as Readable | undefined)?.destroy();
          throw tooLarge();
        }
        return await object.Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof DomainError) throw error;
        if (error instanceof Error && isMissing(error)) return undefined;
        if (call.signal.aborted) throw new DomainError('DEADLINE_EXCEEDED', 'The upload could not be read in time.');
        throw new DomainError('STORE_UNAVAILABLE', 'Uploads cannot be read at the moment.', { cause: error });
      }
    },

    async keep(owner, uploadId, bytes, call) {
      const { client, PutObjectCommand } = await connected();
      const command = new PutObjectCommand({ Bucket: bucket, Key: keyOf(owner, uploadId), Body: bytes });
      try {
        await client.send(command, { abortSignal: call.signal });
      } catch (error) {
        if (call.signal.aborted) throw new DomainError('DEADLINE_EXCEEDED', 'The document was not kept in time.');
        throw new DomainError('STORE_UNAVAILABLE', 'Documents cannot be kept at the moment.', { cause: error });
      }
    },
  };

  function connected() {
    connection ??= connect(options.aws);
    return connection;
  }
}

/** Owners are hashed: keys show up in access logs, and one owner can never name a key of another. */
function keyOf(owner: string, uploadId: string): string {
  return `uploads/${createHash('sha256').update(owner).digest('hex').slice(0, 32)}/${uploadId}`;
}

/**
 * S3 says that a key is not there only to those who may list the bucket. This service may not: to everyone else S3 refuses
 * the listing, in words that name it or in none. A refusal that names another action (`s3:GetObject`, `kms:Decrypt`) is a
 * fault of the deployment. Source: Amazon S3 API reference, GetObject, "Permissions".
 */
function isMissing({ name, message }: Error): boolean {
  if (name !== 'AccessDenied') return name === 'NoSuchKey';
  return !/not authorized to perform: (?!s3:ListBucket)/.test(message);
}

function tooLarge(): DomainError {
  const megabytes = MAX_DOCUMENT_BYTES / 1024 / 1024;
  return new DomainError('DOCUMENT_TOO_LARGE', `Documents may have up to ${megabytes} MB.`);
}

async function connect(aws: UploadStoreOptions['aws']) {
  const [{ GetObjectCommand, PutObjectCommand, S3Client }, { createPresignedPost }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/s3-presigned-post'),
  ]);
  return { client: new S3Client({ ...aws, maxAttempts: 2 }), createPresignedPost, GetObjectCommand, PutObjectCommand };
}
