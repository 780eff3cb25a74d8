/** Reads one of the hostile files in this process and prints what that took; `documents.bench.ts` runs it for each. */
import { readDocument } from '../lambdas/documents/document-reader';
import { DomainError } from '../lambdas/domain/errors';
import { docxFile, para } from '../test/support/documents/docx-files';
import { hostileFiles } from '../test/support/documents/hostile-files';
import { contentPage } from '../test/support/documents/pdf-files';

const call = { signal: new AbortController().signal, deadline: Number.POSITIVE_INFINITY };

/** What loading the readers takes is not the file's doing. */
async function warmUp(): Promise<void> {
  const kinds = [contentPage('BT /F1 9 Tf 50 700 Td (Baker) Tj ET'), docxFile({ body: para('Baker') })];
  for (const bytes of [...kinds, Buffer.from('<html>Baker'), Buffer.from('{\\rtf1 Baker}')])
    await readDocument(bytes, call, { timeoutMs: 60_000 });
}

async function main(at: number): Promise<void> {
  const file = hostileFiles[at];
  if (!file) throw new Error(`There is no hostile file ${at}.`);
  const bytes = file.bytes();
  await warmUp();
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const watch = setInterval(look, 5);
  const start = performance.now();
  const ends = await readDocument(bytes, call).then(
    (document) => `read, ${document.lines.length} lines`,
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );
  const took = performance.now() - start;
  look();
  clearInterval(watch);
  const cells = [`${took.toFixed(0)} ms`.padStart(8), `${((peak - before) / 1e6).toFixed(0)} MB`.padStart(8)];
  console.log(`${cells.join(' ')}  ${file.name}, ${(bytes.length / 1e6).toPrecision(2)} MB: ${ends}`);
}

void main(Number(process.argv[2])).then(() => process.exit(0));
