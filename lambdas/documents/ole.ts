/** The frame of an OLE compound file: the streams in it, and whether its chains of sectors end. */
import { refusals } from './refusals';

/** Sector numbers from here on are marks (end of chain, free), not sectors. */
const MAX_SECTOR = 0xfffffffa;

/** [MS-CFB] 2.2: sector size and the sectors of the allocation table from the header and its extension chain. */
function allocationTable(file: Buffer): { table: number[]; sectorBytes: number } {
  if (file.length < 512) throw refusals.corrupted();
  const shift = file.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) throw refusals.corrupted();
  const sectorBytes = 1 << shift;
  const sectors = Math.ceil(file.length / sectorBytes);
  const tableSectors: number[] = [];
  for (let at = 76; at < 512; at += 4) tableSectors.push(file.readUInt32LE(at));
  let extension = file.readUInt32LE(68);
  for (let hops = 0; extension < MAX_SECTOR; hops++) {
    const start = (extension + 1) * sectorBytes;
    if (hops > sectors || start + sectorBytes > file.length) throw refusals.corrupted();
    for (let at = 0; at < sectorBytes - 4; at += 4) tableSectors.push(file.readUInt32LE(start + at));
    extension = file.readUInt32LE(start + sectorBytes - 4);
  }
  const table: number[] = [];
  for (const sector of tableSectors) {
    if (sector >= MAX_SECTOR) continue;
    const start = (sector + 1) * sectorBytes;
    if (start >= file.length || table.length > sectors + sectorBytes) continue;
    for (let at = start; at + 4 <= Math.min(start + sectorBytes, file.length); at += 4)
      table.push(file.readUInt32LE(at));
  }
  return { table, sectorBytes };
}

/** Throws `DOCUMENT_CORRUPTED` when a chain of sectors runs in a circle, which the reader would follow for ever. */
export function checkChains(bytes: Uint8Array): void {
  const { table } = allocationTable(Buffer.from(bytes));
  const seenIn = new Int32Array(table.length);
  for (let start = 0; start < table.length; start++) {
    for (let at = start; at < table.length && (seenIn[at] ?? 1) !== -1; at = table[at] ?? MAX_SECTOR) {
      if (seenIn[at] === start + 1) throw refusals.corrupted();
      if (seenIn[at] !== 0) break;
      seenIn[at] = start + 1;
    }
  }
}

/** All streams and storages in the directory, each with the offset of its first sector. */
export function oleEntries(bytes: Uint8Array): Map<string, number> {
  const file = Buffer.from(bytes);
  const { table, sectorBytes } = allocationTable(file);
  const entries = new Map<string, number>();
  let sector = file.readUInt32LE(48);
  for (let hops = 0; sector < MAX_SECTOR && hops <= table.length; hops++) {
    const start = (sector + 1) * sectorBytes;
    for (let at = start; at + 128 <= Math.min(start + sectorBytes, file.length); at += 128) {
      const length = file.readUInt16LE(at + 64);
      if (length >= 2 && length <= 64)
        entries.set(file.toString('utf16le', at, at + length - 2), (file.readUInt32LE(at + 116) + 1) * sectorBytes);
    }
    sector = table[sector] ?? MAX_SECTOR;
  }
  return entries;
}
