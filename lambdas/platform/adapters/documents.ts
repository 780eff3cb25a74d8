/** The reader of documents. */
import { perPlatform } from '../platform';

export const documents = perPlatform(async () => (await import('../../documents/document-reader')).documentReader());
