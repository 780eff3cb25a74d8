/** The resume files that were named, and those in the folders that were named. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { MAX_BODY_BYTES } from '../../lambdas/domain/limits';

const KINDS = new Set(['.pdf', '.docx', '.doc', '.rtf', '.html', '.htm', '.txt']);
/** As base64 in a JSON body, with room for the rest of it. */
const MOST_BYTES = Math.floor(((MAX_BODY_BYTES - 2_000) * 3) / 4);

export interface ResumeFiles {
  /** Each once, in the order of their names. */
  files: string[];
  /** Sentences on those that were left out. */
  leftOut: string[];
}

/** A file that is named is taken whatever its ending: the service tells its kind by its bytes. */
export function resumeFiles(paths: readonly string[]): ResumeFiles {
  const files = new Set<string>();
  const leftOut: string[] = [];
  const take = (file: string, bytes: number) => {
    if (bytes === 0) leftOut.push(`${file} is empty.`);
    else if (bytes > MOST_BYTES) leftOut.push(`${file} has more than ${(MOST_BYTES / 1_000_000).toFixed(1)} MB.`);
    else files.add(path.normalize(file));
  };
  for (const named of paths) {
    const found = statSync(named, { throwIfNoEntry: false });
    if (found === undefined) leftOut.push(`There is no ${named}.`);
    else if (!found.isDirectory()) take(named, found.size);
    else {
      for (const entry of readdirSync(named, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || entry.name.startsWith('.') || !KINDS.has(path.extname(entry.name).toLowerCase()))
          continue;
        const file = path.join(entry.parentPath, entry.name);
        take(file, statSync(file).size);
      }
    }
  }
  return { files: [...files].sort(), leftOut };
}
