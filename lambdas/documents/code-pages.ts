/** Bytes of a code page to text. */

/** 0x80 to 0x9F of Windows-1252; the five gaps stay control characters, as in the WHATWG encoding standard. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Node 20 decodes `windows-1252` as Latin-1, so the signs that differ are put in here. */
export function decodeWindows1252(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (sign) => WINDOWS_1252[sign.charCodeAt(0) - 0x80] ?? sign);
}

/** @param label as in the WHATWG encoding standard; throws RangeError for one it does not have */
export function decodeBytes(label: string, bytes: Uint8Array): string {
  const decoder = new TextDecoder(label);
  return decoder.encoding === 'windows-1252' || decoder.encoding === 'latin1'
    ? decodeWindows1252(bytes)
    : decoder.decode(bytes);
}
