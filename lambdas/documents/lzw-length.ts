/** How much an LZW stream of a PDF unpacks to, counted without unpacking it. */

const CLEAR = 256;
const END = 257;

/** Bytes, or the first count above `limit`. PDF 32000-1 7.4.4, with its early change; counting ends where the stream is unsound. */
export function lzwLength(data: Uint8Array, limit: number): number {
  /** Bytes that each code stands for: one more than the code before it did. */
  const lengths = new Int32Array(4097).fill(1);
  let next = 258;
  let width = 9;
  let before = 0;
  let total = 0;
  let held = 0;
  let bits = 0;
  for (const byte of data) {
    held = ((held << 8) | byte) & 0xffffff;
    bits += 8;
    if (bits < width) continue;
    bits -= width;
    const code = (held >> bits) & ((1 << width) - 1);
    if (code === END) break;
    if (code === CLEAR) {
      next = 258;
      width = 9;
      before = 0;
      continue;
    }
    if (before > 0 && next < 4096) lengths[next++] = before + 1;
    if (code >= next && code > 255) break;
    before = lengths[code] ?? 1;
    total += before;
    if (total > limit) break;
    width = next + 1 < 512 ? 9 : next + 1 < 1024 ? 10 : next + 1 < 2048 ? 11 : 12;
  }
  return total;
}
