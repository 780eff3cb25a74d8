/** The encoding of a plain text file: UTF-8 and UTF-16 are told for certain, older ones by the letters they give. */
import { decodeWindows1252 } from './code-pages';
import { refusals } from './refusals';

/** Share of letters beyond ASCII above which a text is in no language that Windows-1252 is for; French has .05. */
const MAX_WESTERN = 0.3;

/** Encodings of other scripts, and the letters that are frequent in them and in no other, with their least share. */
const OTHERS: readonly [label: string, letters: RegExp, share: number][] = [
  ['shift_jis', /[\u3041-\u30fe]/g, 0.1],
  ['euc-jp', /[\u3041-\u30fe]/g, 0.1],
  ['euc-kr', /[\uac00-\ud7a3]/g, 0.85],
  ['windows-1251', /[оаи]/g, 0.15],
  ['koi8-r', /[оаи]/g, 0.15],
  ['windows-1253', /[αοι]/g, 0.15],
];

/** Throws `UNSUPPORTED_MEDIA_TYPE` for letters that no encoding known here makes sense of: none is better than wrong ones. */
export function decodePlainText(bytes: Uint8Array): string {
  const unicode = decodeUnicode(bytes);
  if (unicode !== undefined) return unicode;
  const western = decodeWindows1252(bytes);
  if (share(western, /(?=\P{ASCII})\p{L}/gu, /\p{L}/gu) <= MAX_WESTERN) return western;
  for (const [label, letters, least] of OTHERS) {
    const text = decodeStrictly(label, bytes);
    if (text !== undefined && share(text, letters, /\P{ASCII}/gu) >= least) return text;
  }
  throw refusals.unsupported('text in an encoding that cannot be told', 'Save it as UTF-8 and send it again.');
}

function decodeStrictly(label: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function share(text: string, part: RegExp, whole: RegExp): number {
  return (text.match(part)?.length ?? 0) / Math.max(1, text.match(whole)?.length ?? 0);
}

/** UTF-8, UTF-16 by its mark or by its zero bytes, else Windows-1252, whatever that gives. */
export function decodeText(bytes: Uint8Array): string {
  return decodeUnicode(bytes) ?? decodeWindows1252(bytes);
}

function decodeUnicode(bytes: Uint8Array): string | undefined {
  const utf16 = utf16Label(bytes);
  return utf16 ? new TextDecoder(utf16).decode(bytes) : decodeStrictly('utf-8', bytes);
}

/** The UTF-16 that the bytes are in, if they are: told by the mark, or by zeros in every second place of Latin text. */
export function utf16Label(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = Math.min(bytes.length, 512) & ~1;
  if (sample < 8) return undefined;
  const zeros = [0, 0] as [number, number];
  for (let at = 0; at < sample; at += 2) {
    if (bytes[at] === 0) zeros[0]++;
    if (bytes[at + 1] === 0) zeros[1]++;
  }
  const half = sample / 2;
  if (zeros[1] > half * 0.7 && zeros[0] === 0) return 'utf-16le';
  if (zeros[0] > half * 0.7 && zeros[1] === 0) return 'utf-16be';
  return undefined;
}
