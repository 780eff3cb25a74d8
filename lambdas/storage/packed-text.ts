/** Text in an attribute: as it is while small, else compressed, as an item holds 400 KB at most. */
import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';

export const packedTextSchema = z.union([z.string(), z.instanceof(Uint8Array)]);
export type PackedText = z.infer<typeof packedTextSchema>;

const SMALL_CHARACTERS = 8 * 1024;
/** Bytes that one attribute may take, so that its item stays below 400 KB with the rest of it. */
export const MAX_PACKED_BYTES = 380 * 1024;

export function packText(text: string): PackedText {
  return text.length <= SMALL_CHARACTERS ? text : gzipSync(text);
}

export function unpackText(packed: PackedText): string {
  return typeof packed === 'string' ? packed : gunzipSync(packed).toString();
}
