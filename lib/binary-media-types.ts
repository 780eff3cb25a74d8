/** Media types whose bodies API Gateway hands on in base64, byte for byte; every other body is read as UTF-8. */
import { mediaTypes } from '../lambdas/domain/document-text';

/** Documents, text too: a text file may be in any encoding. The last two are what clients say who do not say. */
export const binaryMediaTypes: readonly string[] = [
  ...mediaTypes,
  'application/octet-stream',
  // What curl says of `--data-binary @resume.pdf` when it is told nothing.
  'application/x-www-form-urlencoded',
];
