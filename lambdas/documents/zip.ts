/** A zip archive by its central directory: only the entries asked for are unpacked, each and all within a limit. */
import { inflateRawSync } from 'node:zlib';
import { refusals } from './refusals';

/** Bytes that the entries asked for may hold together, unpacked. */
const MAX_UNPACKED_BYTES = 32 * 1024 * 1024;
const MAX_ENTRIES = 10_000;

export interface Archive {
  names: string[];
  /** The entry unpacked; undefined when it is not there. Throws `DOCUMENT_TOO_COMPLEX` or `DOCUMENT_CORRUPTED`. */
  read(name: string): Buffer | undefined;
}

/** APPNOTE.TXT 4.3: end record, central directory, local headers. ZIP64 is of no use below 4 GB and is refused. */
export function openArchive(bytes: Uint8Array): Archive {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = file.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end + 22 > file.length) throw refusals.corrupted();
  const count = file.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) throw refusals.tooComplex();
  const entries = new Map<
    string,
    { method: number; packed: number; unpacked: number; header: number; locked: boolean }
  >();
  let at = file.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== 0x02014b50) throw refusals.corrupted();
    const nameLength = file.readUInt16LE(at + 28);
    const name = file.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/');
    entries.set(name, {
      locked: (file.readUInt16LE(at + 8) & 1) === 1,
      method: file.readUInt16LE(at + 10),
      packed: file.readUInt32LE(at + 20),
      unpacked: file.readUInt32LE(at + 24),
      header: file.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  let budget = MAX_UNPACKED_BYTES;
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name);
      if (!entry) return undefined;
      if (entry.locked) throw refusals.encrypted();
      if (entry.unpacked > budget) throw refusals.tooComplex();
      const header = entry.header;
      if (header + 30 > file.length || file.readUInt32LE(header) !== 0x04034b50) throw refusals.corrupted();
      const start = header + 30 + file.readUInt16LE(header + 26) + file.readUInt16LE(header + 28);
      const data = file.subarray(start, start + entry.packed);
      const content = entry.method === 0 ? data : unpack(data, entry.method, budget);
      budget -= content.length;
      return content;
    },
  };
}

function unpack(data: Buffer, method: number, budget: number): Buffer {
  if (method !== 8) throw refusals.corrupted();
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, budget) });
  } catch (error) {
    throw (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE'
      ? refusals.tooComplex()
      : refusals.corrupted(error);
  }
}
