/** The sizes the service accepts; refused at the door with the number in the message, and published in OpenAPI. */

/** Bytes of a document, decoded. API Gateway takes 10 MB and a Lambda call 6 MB with base64; larger files go by upload. */
export const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024;
/** Bytes of a request body as the Lambda sees it: the synchronous payload limit is 6 MB including the event's envelope. */
export const MAX_BODY_BYTES = 5_500_000;
/** Characters of text sent directly or extracted from a document. */
export const MAX_TEXT_CHARACTERS = 500_000;
/** Pages of a document that are read; the rest is reported, never dropped in silence. */
export const MAX_PAGES = 50;
/** Jobs in one batch, or sent inline with a match. */
export const MAX_JOBS_PER_REQUEST = 100;
/** Matches in one answer. */
export const MAX_MATCHES = 100;
/** Texts in one embeddings request. */
export const MAX_EMBED_TEXTS = 96;
/** Characters of one text to embed: Titan V2 refuses more than 50,000 characters or 8,192 tokens. */
export const MAX_EMBED_CHARACTERS = 24_000;
