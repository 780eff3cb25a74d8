/** The word table: a vector for every word, made into one of 256 numbers for a text by addition and multiplication alone. */
import { isStopWord } from './stop-words';

export const MAGIC = 'TMWT1 ';

/** First line of the file, after `MAGIC`, padded with blanks so that the numbers start at a multiple of 8. */
export interface WordTableHeader {
  /** First 12 hex digits of the SHA-256 of all that follows the header. */
  version: string;
  words: number;
  /** Numbers a word from the sentence encoder and from GloVe. */
  halves: [number, number];
  notices: string[];
}

/** Words in the order of the rows, then `scales` (two f32 a word), `rarity` (u8) and the int8 matrix. */
interface Rows {
  header: WordTableHeader;
  index: Map<string, number>;
  scales: Float32Array;
  rarity: Uint8Array;
  matrix: Int8Array;
}

export interface WordVectors {
  readonly version: string;
  readonly dimensions: number;
  /** Words it knows. */
  readonly size: number;
  has(word: string): boolean;
  /**
   * A unit vector of 256 numbers, all 0 for a text without a known word. `extra` are words that count as if they stood
   * in the text, such as the glossary words of its skills. The same text gives the same numbers on every machine.
   */
  embed(text: string, extra?: readonly string[]): number[];
}

export const WORD_TABLE_DIMENSIONS = 256;
const WORD = /[a-z]{2,}/g;

/** Reads the file; no row is touched until a text needs it. Throws RangeError on bytes that are no word table. */
export function createWordTable(bytes: Uint8Array): WordVectors {
  const rows = open(bytes);
  const [first, second] = rows.header.halves;

  const embed = (text: string, extra: readonly string[] = []): number[] => {
    const weights = new Map<number, number>();
    const count = (word: string) => {
      const row = rowOf(word, rows.index);
      if (row !== undefined) weights.set(row, (weights.get(row) ?? 0) + 1);
    };
    for (const match of plain(text).matchAll(WORD)) if (!isStopWord(match[0])) count(match[0]);
    for (const word of extra) count(word);

    const sum = new Float64Array(WORD_TABLE_DIMENSIONS);
    for (const [row, times] of weights) {
      const weight = weigh(rows.rarity[row] ?? 0, times);
      addRow(sum, rows.matrix, row * (first + second), 0, first, weight * (rows.scales[row * 2] ?? 0));
      addRow(sum, rows.matrix, row * (first + second) + first, first, second, weight * (rows.scales[row * 2 + 1] ?? 0));
    }
    const a = normalise(sum, 0, first);
    const b = normalise(sum, first, first + second);
    return a || b ? Array.from(sum) : new Array<number>(WORD_TABLE_DIMENSIONS).fill(0);
  };

  return {
    version: rows.header.version,
    dimensions: WORD_TABLE_DIMENSIONS,
    size: rows.header.words,
    has: (word) => rows.index.has(word),
    embed,
  };
}

/** A word said ten times is not ten times the subject. */
function weigh(rarity: number, times: number): number {
  const idf = rarity / 255;
  return idf * idf * Math.sqrt(times);
}

function addRow(sum: Float64Array, matrix: Int8Array, from: number, to: number, count: number, factor: number): void {
  for (let i = 0; i < count; i++) sum[to + i] = (sum[to + i] as number) + (matrix[from + i] as number) * factor;
}

/** Scales one half to the length √½, so that both halves weigh the same and the whole is a unit vector. */
function normalise(sum: Float64Array, from: number, to: number): boolean {
  let square = 0;
  for (let i = from; i < to; i++) square += (sum[i] as number) * (sum[i] as number);
  if (square === 0) return false;
  const factor = 1 / Math.sqrt(2 * square);
  for (let i = from; i < to; i++) sum[i] = (sum[i] as number) * factor;
  return true;
}

const plain = (text: string) => {
  const lower = text.toLowerCase();
  return /[^\u0000-\u007f]/.test(lower) ? lower.normalize('NFD').replace(/\p{M}/gu, '') : lower;
};

/** The word itself, else without a plural or `-ing` ending. */
function rowOf(word: string, index: Map<string, number>): number | undefined {
  const row = index.get(word);
  if (row !== undefined || word.length < 4) return row;
  if (word.endsWith('ies')) return index.get(`${word.slice(0, -3)}y`);
  if (word.endsWith('s')) return index.get(word.slice(0, -1));
  return undefined;
}

function open(bytes: Uint8Array): Rows {
  const line = bytes.indexOf(10);
  const head = line < 0 ? '' : new TextDecoder().decode(bytes.subarray(0, line));
  if (!head.startsWith(MAGIC)) throw new RangeError('not a word table');
  const header = JSON.parse(head.slice(MAGIC.length)) as WordTableHeader;
  const dimensions = header.halves[0] + header.halves[1];
  const aligned = (bytes.byteOffset + line + 1) % 8 === 0 ? bytes.subarray(line + 1) : bytes.slice(line + 1);
  const at = aligned.byteOffset;
  const afterScales = at + header.words * 8;
  const afterRarity = afterScales + header.words;
  const afterMatrix = afterRarity + header.words * dimensions;
  if (afterMatrix > at + aligned.byteLength) throw new RangeError('the word table is cut short');
  const names = new TextDecoder().decode(aligned.subarray(afterMatrix - at)).split('\n');
  if (names.length !== header.words) throw new RangeError('the word table is cut short');
  return {
    header,
    index: new Map(names.map((name, i) => [name, i])),
    scales: new Float32Array(aligned.buffer, at, header.words * 2),
    rarity: new Uint8Array(aligned.buffer, afterScales, header.words),
    matrix: new Int8Array(aligned.buffer, afterRarity, header.words * dimensions),
  };
}
