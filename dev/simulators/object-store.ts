/** The objects of simulated buckets: in memory, or a file each that is whole or not there. */
import { createHash, randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface StoredObject {
  bytes: Buffer;
  type: string;
}

export interface ObjectStore {
  get(name: string): StoredObject | undefined;
  /** On the disk, where there is one, when it returns. */
  set(name: string, object: StoredObject): void;
  delete(name: string): void;
}

/** @param folder keeps the objects; without it they end with the process */
export function objectStore(folder?: string): ObjectStore {
  if (folder === undefined) {
    const objects = new Map<string, StoredObject>();
    return { get: (name) => objects.get(name), set: objects.set.bind(objects), delete: objects.delete.bind(objects) };
  }
  mkdirSync(folder, { recursive: true });
  // Keys may be longer than names of files, and hold what those may not.
  const fileOf = (name: string) => path.join(folder, createHash('sha256').update(name).digest('hex'));
  return {
    get(name) {
      const file = readIfThere(fileOf(name));
      if (file === undefined) return undefined;
      const end = file.indexOf('\n');
      return { type: file.toString('utf8', 0, end), bytes: file.subarray(end + 1) };
    },
    set(name, { type, bytes }) {
      const fresh = path.join(folder, `${randomUUID()}.new`);
      writeFileSync(fresh, Buffer.concat([Buffer.from(`${type}\n`), bytes]), { flush: true });
      renameSync(fresh, fileOf(name));
      flushFolder(folder);
    },
    delete(name) {
      rmSync(fileOf(name), { force: true });
    },
  };
}

/** A new name is lasting when its folder is on the disk. */
function flushFolder(folder: string): void {
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
