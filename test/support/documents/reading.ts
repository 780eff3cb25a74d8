/** Reading a document in a test: with time enough, or catching the refusal. */

import { readDocument } from '../../../lambdas/documents/document-reader';
import { plainText } from '../../../lambdas/domain/document-text';
import { DomainError, type ErrorCode } from '../../../lambdas/domain/errors';
import type { Call } from '../../../lambdas/ports';

export function patientCall(): Call {
  return { signal: new AbortController().signal, deadline: Number.POSITIVE_INFINITY };
}

/** A slow machine must not turn an honest file into a refusal. */
export const readPatiently = (bytes: Uint8Array) => readDocument(bytes, patientCall(), { timeoutMs: 30_000 });

export const textOf = async (bytes: Uint8Array) => plainText(await readPatiently(bytes));

/** The code that the document is refused with; fails when it is read. */
export async function refusalOf(bytes: Uint8Array, timeoutMs = 30_000): Promise<ErrorCode> {
  try {
    await readDocument(bytes, patientCall(), { timeoutMs });
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  throw new Error('The document was read.');
}
