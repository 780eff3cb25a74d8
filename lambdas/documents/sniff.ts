/** What a file is, told by its first bytes and its content, never by its name or Content-Type. */
import { utf16Label } from './text-encoding';

export type Kind = 'pdf' | 'zip' | 'ole' | 'rtf' | 'html' | 'text';
/** A kind to read, or what it is instead, in words for the sentence "This is …". */
export type Sniffed = { kind: Kind } | { unsupported: string };

const SIGNATURES: readonly [hex: string, what: string][] = [
  ['89504e47', 'a picture'],
  ['ffd8ff', 'a picture'],
  ['47494638', 'a picture'],
  ['49492a00', 'a picture'],
  ['4d4d002a', 'a picture'],
  ['424d', 'a picture'],
  ['1f8b', 'a compressed archive'],
  ['425a68', 'a compressed archive'],
  ['377abcaf271c', 'a compressed archive'],
  ['52617221', 'a compressed archive'],
  ['fd377a585a00', 'a compressed archive'],
  ['7f454c46', 'a program'],
  ['4d5a', 'a program'],
  ['25215053', 'a PostScript file'],
  ['ff575043', 'a WordPerfect file'],
];
/** Bytes looked at for what a text is. */
const HEAD_BYTES = 4096;

export function sniff(bytes: Uint8Array): Sniffed {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES));
  const latin = head.toString('latin1');
  const hex = head.toString('hex', 0, 16);
  // Readers accept a PDF header within the first 1,024 bytes, and mail gateways do put bytes before it.
  const pdf = latin.slice(0, 1029).indexOf('%PDF-');
  if (pdf === 0) return { kind: 'pdf' };
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506')) return { kind: 'zip' };
  if (hex.startsWith('d0cf11e0a1b11ae1')) return { kind: 'ole' };
  if (/^(?:\xef\xbb\xbf)?\s{0,64}\{\\rtf/.test(latin)) return { kind: 'rtf' };
  if (pdf > 0 && /^[\x00-\x20\ufeff\xef\xbb\xbf]*$/.test(latin.slice(0, pdf))) return { kind: 'pdf' };
  const utf16 = utf16Label(bytes);
  const text = utf16 ? new TextDecoder(utf16).decode(head) : latin;
  if (!utf16) {
    // "BM" and "MZ" also begin words, so a signature counts only where the bytes are not text.
    const known = SIGNATURES.find(([signature]) => hex.startsWith(signature));
    if (known && (known[0].length > 4 || /[\x00-\x08]/.test(latin))) return { unsupported: known[1] };
    if (/^RIFF.{4}WEBP/s.test(latin) || /^.{4}ftyp(?:hei|avif|mif)/s.test(latin)) return { unsupported: 'a picture' };
    if (pdf > 0) return { kind: 'pdf' };
    if (binaryShare(bytes) > 0.02) return { unsupported: 'a binary file of an unknown kind' };
  }
  return { kind: isHtml(text) ? 'html' : 'text' };
}

/** A document element, or a body's worth of tags, after any prologue. */
function isHtml(text: string): boolean {
  const start = text.replace(/^[\ufeff\s]+|^\xef\xbb\xbf\s*/, '').slice(0, 3000);
  if (/^(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i.test(start))
    return true;
  if (!start.startsWith('<')) return false;
  return /^<(?:div|p|h[1-6]|table|section|article|main|header|span|ul|ol|meta|style|title|center|font|b|strong|a)\b[^>]{0,500}>/i.test(
    start,
  );
}

/** Share of control bytes that no text holds; escape (in some terminals' output) and tabs are let pass. */
function binaryShare(bytes: Uint8Array): number {
  const sample = bytes.subarray(0, 64 * 1024);
  let count = 0;
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) count++;
  return sample.length === 0 ? 0 : count / sample.length;
}
