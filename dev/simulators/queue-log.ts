/** What must outlive the process, as lines in a file: a record is on the disk before its sender hears of it. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

export interface QueueLog<T> {
  /** Records of the runs before; a last line that was cut off by the end of the process is left out. */
  readonly kept: readonly T[];
  /**
   * @param sure wait for the disk
   * @throws Error when a record that must be sure comes after the end; any other is then left out
   */
  append(record: T, sure: boolean): void;
  close(): void;
}

/** @param squeeze of the kept records, those that still say something; the file begins anew with them */
export function openQueueLog<T>(file: string, squeeze: (records: T[]) => T[]): QueueLog<T> {
  mkdirSync(path.dirname(file), { recursive: true });
  const kept = squeeze(existsSync(file) ? [...recordsIn<T>(readFileSync(file, 'utf8'))] : []);
  const fresh = `${file}.new`;
  const target = openSync(fresh, 'w');
  writeFileSync(target, kept.map(lineOf).join(''));
  fsyncSync(target);
  // The same file goes on under its lasting name.
  renameSync(fresh, file);
  let isOpen = true;
  return {
    kept,
    append(record, sure) {
      if (!isOpen && sure) throw new Error('the log is closed');
      if (!isOpen) return;
      // To an open file it appends, and unlike `write` it does not stop half-way.
      writeFileSync(target, lineOf(record));
      if (sure) fsyncSync(target);
    },
    close() {
      if (isOpen) closeSync(target);
      isOpen = false;
    },
  };
}

const lineOf = (record: unknown) => `${JSON.stringify(record)}\n`;

function* recordsIn<T>(text: string): Generator<T> {
  const end = text.lastIndexOf('\n');
  if (end === -1) return;
  for (const line of text.slice(0, end).split('\n')) yield JSON.parse(line) as T;
}
