/** Reading a resume of one page, by kind of document. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentReader } from '../lambdas/documents/document-reader';
import { docxFile, para, table } from '../test/support/documents/docx-files';
import { hostileFiles } from '../test/support/documents/hostile-files';
import { manyPages, pdfFile, put } from '../test/support/documents/pdf-files';
import type { Measure } from './run';

export const title = 'Documents: bytes to lines, one-page resume of about 45 lines';

const SENTENCE = 'Ran a bakery with five ovens and a staff of twelve, cut waste by a third.';
const LINES = Array.from({ length: 40 }, (_, at) => `${SENTENCE} ${at}`);

export async function run(bench: Measure): Promise<void> {
  const reader = documentReader();
  const read = (bytes: Uint8Array) =>
    reader.read(bytes, { signal: new AbortController().signal, deadline: Date.now() + 60_000 });
  const oneColumn = await pdfFile((pdf) => {
    for (const [at, line] of LINES.entries()) put(pdf, line, 40, 60 + at * 16);
  });
  const twoColumns = await pdfFile((pdf) => {
    for (const [at, line] of LINES.entries()) {
      put(pdf, line.slice(0, 30), 40, 60 + at * 16);
      put(pdf, line.slice(30), 300, 62 + at * 17);
    }
  });
  const docx = docxFile({
    header: para('Nadia Ferrao'),
    body: table([[para('Acme'), para('2020')]]) + LINES.map((line) => para(line)).join(''),
  });
  const html = Buffer.from(`<!doctype html><body>${LINES.map((line) => `<p>${line}</p>`).join('')}</body>`);
  const rtf = Buffer.from(`{\\rtf1\\ansi ${LINES.map((line) => `${line}\\par`).join(' ')}}`);

  await bench.measure('PDF, one column', () => read(oneColumn));
  await bench.measure('PDF, two columns', () => read(twoColumns));
  await bench.measure('PDF, 50 pages of one line', () => read(manyPages(50)), { rounds: 10 });
  await bench.measure('DOCX', () => read(docx));
  const doc = readFileSync(join(__dirname, '../test/support/documents/baker.doc'));
  await bench.measure('DOC, 9 kB', () => read(doc));
  await bench.measure('RTF', () => read(rtf));
  await bench.measure('HTML', () => read(html));
  await bench.measure('text', () => read(Buffer.from(LINES.join('\n'))));
  measureHostile();
}

/** One process for each file, as memory that was taken is seldom given back. */
function measureHostile(): void {
  console.log(
    '\nHostile files, each once in a fresh process: time, growth of the process while it is read, how it ends',
  );
  for (const at of hostileFiles.keys())
    spawnSync(process.execPath, ['--import', 'tsx', join(__dirname, 'read-hostile-file.ts'), String(at)], {
      stdio: 'inherit',
    });
}
