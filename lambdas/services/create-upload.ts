/** Hands out a presigned form for a file that is too large for a request body. */
import { mediaTypes } from '../domain/document-text';
import { DomainError } from '../domain/errors';
import { MAX_DOCUMENT_BYTES } from '../domain/limits';
import type { RequestContext, UploadStore } from '../ports';

/** @throws DomainError UNSUPPORTED_MEDIA_TYPE or DOCUMENT_TOO_LARGE, before a byte was sent. */
export async function createUpload(
  ports: { uploads: UploadStore },
  request: { mediaType: string; bytes: number },
  context: RequestContext,
): Promise<{ uploadId: string; url: string; fields: Record<string, string>; expiresAt: string }> {
  if (!mediaTypes.some((mediaType) => mediaType === request.mediaType)) {
    throw new DomainError('UNSUPPORTED_MEDIA_TYPE', `Send one of ${mediaTypes.join(', ')}.`, {
      errors: [{ pointer: '/mediaType', code: 'unsupported_media_type', detail: 'is not a type that can be read' }],
    });
  }
  if (request.bytes > MAX_DOCUMENT_BYTES) {
    throw new DomainError(
      'DOCUMENT_TOO_LARGE',
      `A document may have at most ${MAX_DOCUMENT_BYTES} bytes; this one has ${request.bytes}.`,
    );
  }
  return ports.uploads.create(context.owner, request);
}
