/** Bounds what a vendor may answer, so that a broken or hostile one cannot fill the memory. */
import { pipeline, type Readable, Transform } from 'node:stream';

/** Several times what the longest answer of a text model takes. */
export const TEXT_ANSWER_BYTES = 1024 * 1024;

/** A full batch of long vectors as numbers in text, or a vector for each token of a batch; SageMaker allows no more. */
export const VECTORS_ANSWER_BYTES = 6 * 1024 * 1024;

/** Told apart by its code, as client libraries wrap what is thrown below them. */
export const ANSWER_TOO_LARGE = 'ANSWER_TOO_LARGE';

class AnswerTooLarge extends Error {
  readonly code = ANSWER_TOO_LARGE;

  constructor(maxBytes: number) {
    super(`the answer is larger than ${maxBytes} bytes`);
  }
}

/** Like `fetch`, with the whole body read. Rejects, and stops reading, once there are more than `maxBytes`, unpacked. */
export function fetchWithin(maxBytes: number): typeof fetch {
  return async (...request) => {
    const response = await fetch(...request);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    // Leaving the loop cancels the rest of the body.
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new AnswerTooLarge(maxBytes);
      chunks.push(chunk);
    }
    const { status, statusText, headers } = response;
    return new Response(bytes === 0 ? null : Buffer.concat(chunks), { status, statusText, headers });
  };
}

/** The same stream where its length is known and fits, else one that fails after `maxBytes`. */
export function streamWithin(body: Readable, headers: Readonly<Record<string, string>>, maxBytes: number): Readable {
  if (Number(headers['content-length'] ?? Number.NaN) <= maxBytes) return body;
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > maxBytes ? new AnswerTooLarge(maxBytes) : null, chunk);
    },
  });
  // A failure of either side ends both, and comes out at the end that is read.
  return pipeline(body, counted, () => undefined);
}
