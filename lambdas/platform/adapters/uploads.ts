/** The bucket of uploads. */
import { randomBytes } from 'node:crypto';
import { awsOptions, perPlatform } from '../platform';

export const uploads = perPlatform(async (at) => {
  const { s3UploadStore } = await import('../../storage/s3-upload-store');
  return s3UploadStore({
    aws: { ...awsOptions(at, 's3'), forcePathStyle: at.config.endpoints.s3 !== undefined },
    bucket: at.config.UPLOADS_BUCKET,
    clock: at.clock,
    newId: () => randomBytes(18).toString('base64url'),
  });
});
